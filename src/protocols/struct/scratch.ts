// Eight bytes seen as every type of number: how numbers become bytes and back without a `DataView` for each record.

const buffer = new ArrayBuffer(8);

export const U8: Uint8Array = new Uint8Array(buffer);
export const I8: Int8Array = new Int8Array(buffer);
export const U16: Uint16Array = new Uint16Array(buffer);
export const I16: Int16Array = new Int16Array(buffer);
export const U32: Uint32Array = new Uint32Array(buffer);
export const I32: Int32Array = new Int32Array(buffer);
export const U64: BigUint64Array = new BigUint64Array(buffer);
export const I64: BigInt64Array = new BigInt64Array(buffer);
export const F32: Float32Array = new Float32Array(buffer);
export const F64: Float64Array = new Float64Array(buffer);

/** Whether this machine keeps the low byte first. */
export const HOST_IS_LITTLE: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Where `U32` has the low and the high half of eight bytes. */
export const LOW: 0 | 1 = HOST_IS_LITTLE ? 0 : 1;
export const HIGH: 0 | 1 = HOST_IS_LITTLE ? 1 : 0;

/** Copies a number's bytes into the scratch. */
export function load(bytes: Uint8Array, at: number, size: number, little: boolean): void {
  if (little === HOST_IS_LITTLE) for (let i = 0; i < size; i++) U8[i] = bytes[at + i] as number;
  else for (let i = 0; i < size; i++) U8[size - 1 - i] = bytes[at + i] as number;
}

/** Copies the scratch's first `size` bytes out, as a number's bytes. */
export function store(bytes: Uint8Array, at: number, size: number, little: boolean): void {
  if (little === HOST_IS_LITTLE) for (let i = 0; i < size; i++) bytes[at + i] = U8[i] as number;
  else for (let i = 0; i < size; i++) bytes[at + i] = U8[size - 1 - i] as number;
}
