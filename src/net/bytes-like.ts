// What is sent: Python's "bytes-like object".

import { typeName } from "../protocols/typename.ts";

/** What `sendall` takes: Python's "bytes-like object". */
export type BytesLike = ArrayBuffer | ArrayBufferView;

/** The bytes of a bytes-like object, not copied. @throws TypeError `a bytes-like object is required, not 'str'` */
export function asBytes(data: BytesLike): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new TypeError(`a bytes-like object is required, not '${typeName(data)}'`);
}
