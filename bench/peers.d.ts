// The peers that have no types of their own, as far as the bench uses them.

declare module "string-format" {
  export default function format(template: string, ...args: readonly unknown[]): string;
}

declare module "python-struct" {
  const struct: {
    pack(format: string, ...values: unknown[]): Buffer;
    unpack(format: string, buffer: Buffer): unknown[];
  };
  export default struct;
}

declare module "bufferpack" {
  const bufferpack: {
    pack(format: string, values: readonly unknown[]): Buffer;
    unpack(format: string, buffer: Buffer): unknown[];
  };
  export default bufferpack;
}

declare module "jspack" {
  export const jspack: {
    Pack(format: string, values: readonly unknown[]): number[];
    Unpack(format: string, bytes: Uint8Array): unknown[];
  };
}

declare module "@aksel/structjs" {
  function struct(format: string): {
    pack(...values: unknown[]): ArrayBuffer;
    unpack(buffer: ArrayBufferLike): unknown[];
  };
  export default struct;
}
