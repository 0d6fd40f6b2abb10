// Native values, sent to CPython exactly: floats by their bits, ints by their digits.

import fc from "fast-check";

/** A value as JSON: the name of its Python type, and what makes it. */
export type Wire = readonly [type: string, ...parts: unknown[]];

/** What a call answered, in either language: a text, or the name and message of an error. */
export type Outcome = readonly ["ok", string] | readonly ["error", name: string, message: string];

/** Python source of `value(wire)` and of `outcome(call)`. */
export const VALUES_PY = `
import struct

def value(wire):
    kind, *parts = wire
    if kind == "none": return None
    if kind == "bool": return parts[0]
    if kind == "int": return int(parts[0])
    if kind == "float": return struct.unpack(">d", bytes.fromhex(parts[0]))[0]
    if kind == "str": return parts[0]
    if kind == "bytes": return bytes(parts[0])
    if kind == "list": return [value(item) for item in parts[0]]
    if kind == "set": return {value(item) for item in parts[0]}
    if kind == "dict": return {value(k): value(v) for k, v in parts[0]}

def outcome(call):
    try:
        return ["ok", call()]
    except Exception as error:
        return ["error", type(error).__name__, str(error)]
`;

/** The wire form of a value. */
export function wire(x: unknown): Wire {
  if (x == null) return ["none"];
  if (typeof x === "boolean") return ["bool", x];
  if (typeof x === "string") return ["str", x];
  if (typeof x === "bigint") return ["int", `${x}`];
  if (typeof x === "number") {
    const isInt = Number.isInteger(x) && !Object.is(x, -0);
    return isInt ? ["int", `${BigInt(x)}`] : ["float", bits(x)];
  }
  if (x instanceof Number) return ["float", bits(x.valueOf())];
  if (x instanceof Uint8Array) return ["bytes", [...x]];
  if (Array.isArray(x)) return ["list", x.map(wire)];
  if (x instanceof Set) return ["set", Array.from(x, wire)];
  const entries = x instanceof Map ? [...x] : Object.entries(x as object);
  return ["dict", entries.map(([key, item]) => [wire(key), wire(item)])];
}

function bits(x: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

/** Runs `call` and reports it as Python's `outcome` does. */
export function outcome(call: () => string): Outcome {
  try {
    return ["ok", call()];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return ["error", error.name, error.message];
  }
}

/** Ints of every size, near powers of two and ten. */
export const ints: fc.Arbitrary<number | bigint> = fc.oneof(
  fc.integer({ min: -20, max: 300 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 140n), max: 2n ** 140n }),
  fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -1, max: 1 }))
    .map(([n, d]) => 10n ** BigInt(n) + BigInt(d)),
);

/** Floats (integral ones are ints until `float` makes them floats): of every size, with few digits, and halfway between two decimals. */
export const floats: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc
    .tuple(fc.integer({ min: -99999, max: 99999 }), fc.integer({ min: -8, max: 8 }))
    .map(([n, e]) => n * 10 ** e),
  fc
    .tuple(fc.integer({ min: -4096, max: 4096 }), fc.integer({ min: 0, max: 12 }))
    .map(([n, e]) => n / 2 ** e),
  fc
    .tuple(fc.integer({ min: 1, max: 2 ** 26 }), fc.integer({ min: 30, max: 90 }))
    .map(([n, e]) => n * 2 ** e),
  fc.constantFrom(
    0,
    -0,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
    5e-324,
    1.7976931348623157e308,
  ),
);

/** Texts: plain, with quotes, with any code point, lone surrogates included. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom("a", "'", '"', "\\", "\n", "\t", "é", "€", "😀", "\ud800", "\u200b", "\x7f"),
    maxLength: 6,
  }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    maxLength: 4,
  }),
);
