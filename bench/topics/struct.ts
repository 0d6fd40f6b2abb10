// `struct` beside the functions that one would write by hand for one record, and beside the packages of npm.

import structjs from "@aksel/structjs";
import bufferpack from "bufferpack";
import { struct } from "dunder";
import { jspack } from "jspack";
import pythonStruct from "python-struct";
import { type Comparison, OBJECTS } from "../measure.ts";
import { objects } from "../objects.ts";

// What one writes by hand when it has to be fast: single bytes into a small array, which Node keeps on its own heap, and
// for a big record a scratch with a view, then a copy. (A `DataView` for each record takes three times as long.)

const F32 = new Float32Array(1);
const U32 = new Uint32Array(F32.buffer);
const U64 = new BigUint64Array(1);
const HALVES = new Uint32Array(U64.buffer);

function packSmall(id: number, tag: Uint8Array, weight: number): Uint8Array {
  const bytes = new Uint8Array(11);
  bytes[0] = id;
  bytes[1] = id >>> 8;
  bytes[2] = id >>> 16;
  bytes[3] = id >>> 24;
  bytes[4] = tag[0]!;
  bytes[5] = tag[1]!;
  bytes[6] = tag[2]!;
  F32[0] = weight;
  const bits = U32[0]!;
  bytes[7] = bits;
  bytes[8] = bits >>> 8;
  bytes[9] = bits >>> 16;
  bytes[10] = bits >>> 24;
  return bytes;
}

function unpackSmall(bytes: Uint8Array): [number, Uint8Array, number] {
  const tag = new Uint8Array(3);
  tag[0] = bytes[4]!;
  tag[1] = bytes[5]!;
  tag[2] = bytes[6]!;
  U32[0] = bytes[7]! | (bytes[8]! << 8) | (bytes[9]! << 16) | (bytes[10]! << 24);
  return [(bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0, tag, F32[0]!];
}

function packPacket(a: number, b: number, c: number, d: bigint, name: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(32);
  bytes[0] = a >>> 8;
  bytes[1] = a;
  bytes[2] = b >>> 8;
  bytes[3] = b;
  putWord(bytes, 4, c);
  U64[0] = d;
  putWord(bytes, 8, HALVES[1]!);
  putWord(bytes, 12, HALVES[0]!);
  for (let i = 0; i < 16; i++) bytes[16 + i] = name[i]!;
  return bytes;
}

function unpackPacket(bytes: Uint8Array): [number, number, number, bigint, Uint8Array] {
  HALVES[1] = word(bytes, 8);
  HALVES[0] = word(bytes, 12);
  const name = new Uint8Array(16);
  for (let i = 0; i < 16; i++) name[i] = bytes[16 + i]!;
  return [(bytes[0]! << 8) | bytes[1]!, (bytes[2]! << 8) | bytes[3]!, word(bytes, 4) >>> 0, U64[0]!, name];
}

function putWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function packHeader(m: Uint8Array, a: number, b: number, c: number, d: number, e: number): Uint8Array {
  const bytes = new Uint8Array(16);
  bytes[0] = m[0]!;
  bytes[1] = m[1]!;
  bytes[2] = m[2]!;
  bytes[3] = m[3]!;
  bytes[4] = a;
  bytes[5] = b;
  bytes[6] = c >>> 8;
  bytes[7] = c;
  putWord(bytes, 8, d);
  putWord(bytes, 12, e);
  return bytes;
}

function unpackHeader(bytes: Uint8Array): [Uint8Array, number, number, number, number, number] {
  const magic = new Uint8Array(4);
  magic[0] = bytes[0]!;
  magic[1] = bytes[1]!;
  magic[2] = bytes[2]!;
  magic[3] = bytes[3]!;
  return [
    magic,
    bytes[4]!,
    bytes[5]!,
    (bytes[6]! << 8) | bytes[7]!,
    word(bytes, 8) >>> 0,
    word(bytes, 12) >>> 0,
  ];
}

const BIG = "<16i8H8h8B8b8f8d";
const scratch = new Uint8Array(208);
const view = new DataView(scratch.buffer);

/** The fields of the big record, `a0` to `a63`: how a `DataView` reads and writes them, and where. */
const BIG_FIELDS = fieldsOf([
  ["Int32", 16],
  ["Uint16", 8],
  ["Int16", 8],
  ["Uint8", 8],
  ["Int8", 8],
  ["Float32", 8],
  ["Float64", 8],
]);

function fieldsOf(runs: readonly (readonly [type: string, count: number])[]) {
  let at = 0;
  return runs
    .flatMap(([type, count]) => Array<string>(count).fill(type))
    .map((type, i) => {
      const field = { name: `a${i}`, type, at };
      at += Number(/\d+/.exec(type)) / 8;
      return field;
    });
}

type BigValues = Readonly<{ [name: string]: number }>;

// Sixty-four lines that a person would write are put together here.

/** Of an object: it need not pass sixty-four arguments, as whatever has the signature of `struct.pack` must. */
const packBigObject = byHand(
  `record => { ${BIG_FIELDS.map(({ name, type, at }) => `view.set${type}(${at}, record.${name}, true);`).join("\n")}
  return scratch.slice(); }`,
) as (record: BigValues) => Uint8Array;

const packBig = byHand(
  `(${BIG_FIELDS.map(({ name }) => name).join(", ")}) => {
  ${BIG_FIELDS.map(({ name, type, at }) => `view.set${type}(${at}, ${name}, true);`).join("\n")}
  return scratch.slice(); }`,
) as (...values: number[]) => Uint8Array;

const unpackBig = byHand(
  `bytes => { scratch.set(bytes);
  return [${BIG_FIELDS.map(({ type, at }) => `view.get${type}(${at}, true)`).join(", ")}]; }`,
) as (bytes: Uint8Array) => number[];

function byHand(code: string): unknown {
  return new Function("given", `const { view, scratch } = given; return ${code}`)({ view, scratch });
}

/** A call with the record's fields as arguments, behind those `first`. */
function callBig(it: unknown, method: string, ...first: string[]): (record: BigValues) => Uint8Array {
  const args = [...first, ...BIG_FIELDS.map(({ name }) => `record.${name}`)];
  return new Function("given", `const it = given; return record => it${method}(${args.join(", ")})`)(it);
}

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** One way to pack or to unpack, over all records. */
type Side = () => unknown;

/** A record, and who can pack and unpack it; each in its own manner, strings for bytes and so on. */
interface Contest {
  readonly format: string;
  readonly pack: Readonly<{ [who: string]: () => Side }>;
  readonly unpack: Readonly<{ [who: string]: () => Side }>;
  /** A tuple of values for `i`, in Python. */
  readonly python: string;
}

/** A loop over values made once: `each` may take them apart. */
function over<T, R>(make: (i: number) => T, each: (value: T) => R): () => Side {
  return () => loop(objects(make), each);
}

/** A loop with code of its own: of one loop for all, the compiler would learn that it calls now this, now that. */
function loop(values: readonly unknown[], each: (value: never) => unknown): Side {
  return new Function(
    "values",
    "each",
    `return () => {
      let last;
      for (const value of values) last = each(value);
      return last;
    };`,
  )(values, each);
}

const small = new struct.Struct("<I3sf");
const smallValues = (i: number) => ({ id: i * 7919, tag: ascii("abc"), text: "abc", weight: i / 3 });
const smallBytes = (i: number) => packSmall(i * 7919, ascii("abc"), i / 3);
const smallPeer = structjs("<I3sf");

const packet = new struct.Struct(">HHIQ16s");
const packetName = "0123456789abcdef";
const packetValues = (i: number) => ({
  a: i,
  b: 2 * i,
  c: i * 7919,
  d: BigInt(i) * 123456789n,
  high: [i, i * 7919, true] as const,
  number: i * 123456789,
  name: ascii(packetName),
});
const packetBytes = (i: number) => packPacket(i, 2 * i, i * 7919, BigInt(i) * 123456789n, ascii(packetName));

const header = new struct.Struct("!4sBBHII");
const headerValues = (i: number) => ({
  magic: ascii("DNDR"),
  a: i & 255,
  b: 2,
  c: i,
  d: i * 7919,
  e: i * 31,
});
const headerBytes = (i: number) => packHeader(ascii("DNDR"), i & 255, 2, i, i * 7919, i * 31);
// It knows no `!`, which means the same.
const headerPeer = structjs(">4sBBHII");

const big = new struct.Struct(BIG);
const bigList = (i: number) => [
  ...Array.from({ length: 16 }, (_, k) => (i * 7919 + k) | 0),
  ...Array<number>(8).fill(i),
  ...Array<number>(8).fill(0 - i),
  ...Array<number>(8).fill(i & 255),
  ...Array<number>(8).fill(0 - (i & 127)),
  ...Array<number>(8).fill(i / 3),
  ...Array<number>(8).fill(i / 7),
];
const bigValues = (i: number): BigValues => {
  return Object.fromEntries(bigList(i).map((value, k) => [`a${k}`, value]));
};
const bigBytes = (i: number) => packBigObject(bigValues(i));
const bigPeer = structjs(BIG);

const buffer = (bytes: Uint8Array) => Buffer.from(bytes);
const arrayBuffer = (bytes: Uint8Array) => bytes.slice().buffer;

const RECORDS: readonly Contest[] = [
  {
    format: "<I3sf",
    pack: {
      ours: over(smallValues, ({ id, tag, weight }) => small.pack(id, tag, weight)),
      "ours, by function": over(smallValues, ({ id, tag, weight }) => struct.pack("<I3sf", id, tag, weight)),
      hand: over(smallValues, ({ id, tag, weight }) => packSmall(id, tag, weight)),
      "python-struct": over(smallValues, ({ id, text, weight }) =>
        pythonStruct.pack("<I3sf", id, text, weight),
      ),
      bufferpack: over(smallValues, ({ id, text, weight }) => bufferpack.pack("<I3sf", [id, text, weight])),
      jspack: over(smallValues, ({ id, text, weight }) => jspack.Pack("<I3sf", [id, text, weight])),
      "@aksel/structjs": over(smallValues, ({ id, text, weight }) => smallPeer.pack(id, text, weight)),
    },
    unpack: {
      ours: over(smallBytes, (bytes) => small.unpack(bytes)),
      "ours, by function": over(smallBytes, (bytes) => struct.unpack("<I3sf", bytes)),
      hand: over(smallBytes, (bytes) => unpackSmall(bytes)),
      "python-struct": over(
        (i) => buffer(smallBytes(i)),
        (bytes) => pythonStruct.unpack("<I3sf", bytes),
      ),
      bufferpack: over(
        (i) => buffer(smallBytes(i)),
        (bytes) => bufferpack.unpack("<I3sf", bytes),
      ),
      jspack: over(
        (i) => buffer(smallBytes(i)),
        (bytes) => jspack.Unpack("<I3sf", bytes),
      ),
      "@aksel/structjs": over(
        (i) => arrayBuffer(smallBytes(i)),
        (bytes) => smallPeer.unpack(bytes),
      ),
    },
    python: '(i * 7919, b"abc", i / 3)',
  },
  {
    format: ">HHIQ16s",
    pack: {
      ours: over(packetValues, ({ a, b, c, d, name }) => packet.pack(a, b, c, d, name)),
      "ours, by function": over(packetValues, ({ a, b, c, d, name }) =>
        struct.pack(">HHIQ16s", a, b, c, d, name),
      ),
      hand: over(packetValues, ({ a, b, c, d, name }) => packPacket(a, b, c, d, name)),
      "python-struct": over(packetValues, ({ a, b, c, number }) => {
        return pythonStruct.pack(">HHIQ16s", a, b, c, number, packetName);
      }),
      jspack: over(packetValues, ({ a, b, c, high }) => jspack.Pack(">HHIQ16s", [a, b, c, high, packetName])),
    },
    unpack: {
      ours: over(packetBytes, (bytes) => packet.unpack(bytes)),
      "ours, by function": over(packetBytes, (bytes) => struct.unpack(">HHIQ16s", bytes)),
      hand: over(packetBytes, (bytes) => unpackPacket(bytes)),
      "python-struct": over(
        (i) => buffer(packetBytes(i)),
        (bytes) => pythonStruct.unpack(">HHIQ16s", bytes),
      ),
      jspack: over(
        (i) => buffer(packetBytes(i)),
        (bytes) => jspack.Unpack(">HHIQ16s", bytes),
      ),
    },
    python: '(i, 2 * i, i * 7919, i * 123456789, b"0123456789abcdef")',
  },
  {
    format: "!4sBBHII",
    pack: {
      ours: over(headerValues, ({ magic, a, b, c, d, e }) => header.pack(magic, a, b, c, d, e)),
      "ours, by function": over(headerValues, ({ magic, a, b, c, d, e }) => {
        return struct.pack("!4sBBHII", magic, a, b, c, d, e);
      }),
      hand: over(headerValues, ({ magic, a, b, c, d, e }) => packHeader(magic, a, b, c, d, e)),
      "python-struct": over(headerValues, ({ a, b, c, d, e }) => {
        return pythonStruct.pack("!4sBBHII", "DNDR", a, b, c, d, e);
      }),
      bufferpack: over(headerValues, ({ a, b, c, d, e }) =>
        bufferpack.pack("!4sBBHII", ["DNDR", a, b, c, d, e]),
      ),
      jspack: over(headerValues, ({ a, b, c, d, e }) => jspack.Pack("!4sBBHII", ["DNDR", a, b, c, d, e])),
      "@aksel/structjs": over(headerValues, ({ a, b, c, d, e }) => headerPeer.pack("DNDR", a, b, c, d, e)),
    },
    unpack: {
      ours: over(headerBytes, (bytes) => header.unpack(bytes)),
      "ours, by function": over(headerBytes, (bytes) => struct.unpack("!4sBBHII", bytes)),
      hand: over(headerBytes, (bytes) => unpackHeader(bytes)),
      "python-struct": over(
        (i) => buffer(headerBytes(i)),
        (bytes) => pythonStruct.unpack("!4sBBHII", bytes),
      ),
      bufferpack: over(
        (i) => buffer(headerBytes(i)),
        (bytes) => bufferpack.unpack("!4sBBHII", bytes),
      ),
      jspack: over(
        (i) => buffer(headerBytes(i)),
        (bytes) => jspack.Unpack("!4sBBHII", bytes),
      ),
      "@aksel/structjs": over(
        (i) => arrayBuffer(headerBytes(i)),
        (bytes) => headerPeer.unpack(bytes),
      ),
    },
    python: '(b"DNDR", i & 255, 2, i, i * 7919, i * 31)',
  },
  {
    format: BIG,
    pack: {
      ours: over(bigValues, callBig(big, ".pack")),
      "ours, by function": over(bigValues, callBig(struct.pack, "", `"${BIG}"`)),
      hand: over(bigValues, callBig(packBig, "")),
      "hand, of an object": over(bigValues, packBigObject),
      "python-struct": over(bigList, (values) => pythonStruct.pack(BIG, ...values)),
      bufferpack: over(bigList, (values) => bufferpack.pack(BIG, values)),
      jspack: over(bigList, (values) => jspack.Pack(BIG, values)),
      "@aksel/structjs": over(bigList, (values) => bigPeer.pack(...values)),
    },
    unpack: {
      ours: over(bigBytes, (bytes) => big.unpack(bytes)),
      "ours, by function": over(bigBytes, (bytes) => struct.unpack(BIG, bytes)),
      hand: over(bigBytes, unpackBig),
      "python-struct": over(
        (i) => buffer(bigBytes(i)),
        (bytes) => pythonStruct.unpack(BIG, bytes),
      ),
      bufferpack: over(
        (i) => buffer(bigBytes(i)),
        (bytes) => bufferpack.unpack(BIG, bytes),
      ),
      jspack: over(
        (i) => buffer(bigBytes(i)),
        (bytes) => jspack.Unpack(BIG, bytes),
      ),
      "@aksel/structjs": over(
        (i) => arrayBuffer(bigBytes(i)),
        (bytes) => bigPeer.unpack(bytes),
      ),
    },
    python:
      "(*(i * 7919 + k for k in range(16)), *[i] * 8, *[-i] * 8, *[i & 255] * 8, *[-(i & 127)] * 8, *[i / 3] * 8, *[i / 7] * 8)",
  },
];

/** By how much a package is to be slower, at packing and at unpacking. */
const AHEAD = { pack: 1 / 5, unpack: 1 / 2.5 };

function comparisonsOf(record: Contest, operation: "pack" | "unpack"): Comparison[] {
  const sides = record[operation];
  const setup = `
import struct
S = struct.Struct("${record.format}")
values = [${record.python} for i in range(N)]
records = [S.pack(*v) for v in values]
pack, unpack = S.pack, S.unpack`;
  const statement = operation === "pack" ? "for v in values: pack(*v)" : "for r in records: unpack(r)";
  const short = record.format === BIG ? "64 fields" : record.format;
  const ours = (who: string): Comparison => ({
    name: `struct.Struct.${operation}, ${short}`,
    peer: who,
    setup: () => ({ ours: sides["ours"]!(), theirs: sides[who]!() }),
  });
  return Object.keys(sides)
    .filter((who) => who !== "ours")
    .map((who): Comparison => {
      switch (who) {
        case "ours, by function":
          return {
            name: `struct.${operation}, ${short}`,
            peer: "by hand",
            atMost: 1.3,
            setup: () => ({ ours: sides[who]!(), theirs: sides["hand"]!() }),
          };
        case "hand":
          return { ...ours(who), peer: "by hand", atMost: 1.3, python: { setup, statement } };
        case "hand, of an object":
          return { ...ours(who), peer: "by hand, of an object" };
        default:
          return { ...ours(who), atMost: AHEAD[operation] };
      }
    });
}

const MANY = new Uint8Array(64 * 2 ** 20);
const manyView = new DataView(MANY.buffer);
const WINDOW = OBJECTS * 16;

/** Goes on through all of it, a window of records at each call. */
function overMany(sum: (from: number) => number): Side {
  let from = 0;
  return () => {
    from = (from + WINDOW) % MANY.length;
    return sum(from);
  };
}

function sumOurs(from: number): number {
  let sum = 0;
  for (const [a, b, c, d] of struct.iter_unpack("<IHHd", MANY.subarray(from, from + WINDOW))) {
    sum += a + b + c + d;
  }
  return sum;
}

/** Makes no tuples. */
function sumLoop(from: number): number {
  let sum = 0;
  for (let at = from; at < from + WINDOW; at += 16) {
    const a = manyView.getUint32(at, true);
    const b = manyView.getUint16(at + 4, true);
    const c = manyView.getUint16(at + 6, true);
    const d = manyView.getFloat64(at + 8, true);
    sum += a + b + c + d;
  }
  return sum;
}

function* records(from: number): Generator<[number, number, number, number]> {
  for (let at = from; at < from + WINDOW; at += 16) {
    yield [
      manyView.getUint32(at, true),
      manyView.getUint16(at + 4, true),
      manyView.getUint16(at + 6, true),
      manyView.getFloat64(at + 8, true),
    ];
  }
}

function sumGenerator(from: number): number {
  let sum = 0;
  for (const [a, b, c, d] of records(from)) sum += a + b + c + d;
  return sum;
}

function iterationAgainst(peer: string, theirs: (from: number) => number): Comparison {
  return {
    name: "struct.iter_unpack, a <IHHd of 64 MiB",
    peer,
    setup: () => {
      for (let at = 0; at < MANY.length; at += 4) manyView.setUint32(at, at * 7919, true);
      return { ours: overMany(sumOurs), theirs: overMany(theirs) };
    },
  };
}

const iteration: readonly Comparison[] = [
  {
    ...iterationAgainst("loop by hand", sumLoop),
    atMost: 1.5,
    python: {
      setup: `
import struct
S = struct.Struct("<IHHd")
records = bytes(N * 16)`,
      statement: "for a, b, c, d in S.iter_unpack(records): pass",
    },
  },
  iterationAgainst("generator by hand", sumGenerator),
];

export const comparisons: readonly Comparison[] = [
  ...RECORDS.flatMap((record) => [...comparisonsOf(record, "pack"), ...comparisonsOf(record, "unpack")]),
  ...iteration,
];
