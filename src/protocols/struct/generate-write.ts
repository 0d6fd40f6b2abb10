// The text of the functions that pack.

import { COPY_BY_BYTE, COPY_STRAIGHT, type Item, isBig, items } from "./generate-items.ts";
import type { Field, Layout } from "./layout.ts";

/** Where a record is written: an array, and how numbers get there. */
interface Target {
  readonly array: string;
  /** Where the record starts: `"at + "`, or nothing. */
  readonly base: string;
  /** Stores the low bytes of an integer. */
  word(offset: number, size: number, value: string): string;
  /** Stores eight bytes given as two words. */
  pair(offset: number, low: string, high: string): string;
  /** Stores the float in a variable, in single and in double precision. */
  single(offset: number, name: string): string;
  double(offset: number, name: string): string;
}

function byBytes(base: string, little: boolean): Target {
  const word = (offset: number, size: number, value: string) => {
    const stores = Array.from({ length: size }, (_, n) => {
      const shift = 8 * (little ? n : size - 1 - n);
      return `bytes[${base}${offset + n}] = ${shift === 0 ? value : `${value} >>> ${shift}`};`;
    });
    return stores.join(" ");
  };
  const pair = (offset: number, low: string, high: string) => {
    return `${word(offset, 4, little ? low : high)} ${word(offset + 4, 4, little ? high : low)}`;
  };
  const single = (offset: number, name: string) => {
    return `F32[0] = ${name};
const ${name}w = U32[0];
${word(offset, 4, `${name}w`)}`;
  };
  const double = (offset: number, name: string) => {
    return `F64[0] = ${name};
const ${name}l = U32[LOW], ${name}h = U32[HIGH];
${pair(offset, `${name}l`, `${name}h`)}`;
  };
  return { array: "bytes", base, word, pair, single, double };
}

function byScratch(little: boolean): Target {
  const word = (offset: number, size: number, value: string) => {
    if (size === 1) return `scratch[${offset}] = ${value};`;
    return `view.setUint${size * 8}(${offset}, ${value}, ${little});`;
  };
  return {
    array: "scratch",
    base: "",
    word,
    pair: (offset, low, high) => {
      return `${word(offset, 4, little ? low : high)} ${word(offset + 4, 4, little ? high : low)}`;
    },
    single: (offset, name) => `view.setFloat32(${offset}, ${name}, ${little});`,
    double: (offset, name) => `view.setFloat64(${offset}, ${name}, ${little});`,
  };
}

/** The names of a packing function's parameters. */
export function parameters(layout: Layout): string[] {
  return items(layout).map(({ name }) => name);
}

/** `pack(v0, v1 …)`: into bytes of its own. */
export function packerBody(layout: Layout): string {
  const code = isBig(layout)
    ? `${toScratch(layout)}\nreturn scratch.slice();`
    : `const bytes = new Uint8Array(${layout.size});
${putAll(layout, byBytes("", layout.little))}
return bytes;`;
  return orSlow(code, parameters(layout));
}

/** `write(bytes, at, v0, v1 …)`: into bytes that are there. */
export function writerBody(layout: Layout): string {
  // First, as CPython does: a value may be these very bytes.
  const clear = hasGaps(layout) ? `bytes.fill(0, at, at + ${layout.size});` : "";
  const puts = isBig(layout)
    ? `${toScratch(layout)}\nbytes.set(scratch, at);`
    : putAll(layout, byBytes("at + ", layout.little));
  return orSlow(`${clear}\n${puts}\nreturn;`, ["bytes", "at", ...parameters(layout)]);
}

/**
 * `slow` starts all over, so it does no harm that some values have been written: it is reached before anything that a
 * user's code could notice, such as a call of `__index__`.
 */
function orSlow(code: string, params: readonly string[]): string {
  return `fast: {
${code}
}
return slow(${params.join(", ")});`;
}

/** Fills the scratch; nothing is ever written between the fields, so that stays zero. */
function toScratch(layout: Layout): string {
  const clear = layout.fields.some(isText) ? "scratch.fill(0);" : "";
  return `${clear}\n${putAll(layout, byScratch(layout.little))}`;
}

/** Whether there are bytes that no value is sure to overwrite. */
function hasGaps({ fields, size }: Layout): boolean {
  return fields.reduce((sum, field) => sum + field.size * field.count, 0) !== size || fields.some(isText);
}

function isText({ code }: Field): boolean {
  return code.kind === "bytes" || code.kind === "pascal";
}

function putAll(layout: Layout, target: Target): string {
  return items(layout)
    .map((item) => put(item, target, layout.native))
    .join("\n");
}

/** Writes a value of the usual type that fits, and breaks off at any other. */
function put({ field, offset, name: v }: Item, target: Target, native: boolean): string {
  const { code, size } = field;
  const place = `${target.base}${offset}`;
  switch (code.kind) {
    case "integer":
    case "pointer":
      if (size === 8) return putLong(v, offset, code.min < 0, target);
      return `${unless(`typeof ${v} === "number" && ${wrapped(v, field)} === ${v} && !Object.is(${v}, -0)`)}
${target.word(offset, size, v)}`;
    case "half":
      return `${unless(`typeof ${v} === "number"`)}
const ${v}w = halfBits(${v});
${unless(`${v}w >= 0`)}
${target.word(offset, 2, `${v}w`)}`;
    case "float":
      if (size === 4) return putSingle(v, offset, native, target);
      return `${unless(`typeof ${v} === "number"`)}
${target.double(offset, v)}`;
    case "bool":
      return `${unless(`typeof ${v} === "boolean" || typeof ${v} === "number"`)}
${target.array}[${place}] = ${v} === true || ${v} !== false && ${v} !== 0 ? 1 : 0;`;
    case "char":
      return `${unless(`${v} instanceof Uint8Array && ${v}.length === 1 && !isByteArray(${v})`)}
${target.array}[${place}] = ${v}[0];`;
    case "pascal":
      return `${unless(`${v} instanceof Uint8Array`)}
${size === 0 ? "" : putPascal(v, target, offset, size)}`;
    default:
      return `${unless(`${v} instanceof Uint8Array`)}
${putBytes(v, target.array, place, size)}`;
  }
}

function unless(condition: string): string {
  return `if (!(${condition})) break fast;`;
}

/** `v` as the type's arithmetic would leave it: itself, when it fits. */
function wrapped(v: string, { code, size }: Field): string {
  if (size === 4) return code.min < 0 ? `(${v} | 0)` : `${v} >>> 0`;
  const shift = 32 - size * 8;
  return code.min < 0 ? `${v} << ${shift} >> ${shift}` : `(${v} & ${code.max})`;
}

function putLong(v: string, offset: number, signed: boolean, { pair }: Target): string {
  const cell = signed ? "I64" : "U64";
  return `let ${v}l, ${v}h;
if (typeof ${v} === "bigint") {
  ${cell}[0] = ${v};
  ${unless(`${cell}[0] === ${v}`)}
  ${v}l = U32[LOW];
  ${v}h = U32[HIGH];
} else if (Number.isSafeInteger(${v}) && ${signed ? "" : `${v} >= 0 && `}!Object.is(${v}, -0)) {
  ${v}l = ${v} | 0;
  ${v}h = Math.floor(${v} / 4294967296);
} else break fast;
${pair(offset, `${v}l`, `${v}h`)}`;
}

/** From here on a double is rounded to an infinity. */
const SINGLE_OVERFLOW = 2 ** 128 - 2 ** 103;

function putSingle(v: string, offset: number, native: boolean, { single }: Target): string {
  // The difference is zero for finite numbers only.
  const overflows = `!(Math.abs(${v}) < ${SINGLE_OVERFLOW}) && ${v} - ${v} === 0`;
  return `${unless(`typeof ${v} === "number"`)}
${native ? "" : `if (${overflows}) break fast;`}
${single(offset, v)}`;
}

function putPascal(v: string, { array, base }: Target, offset: number, size: number): string {
  return `${putBytes(v, array, `${base}${offset + 1}`, size - 1)}
${array}[${base}${offset}] = Math.min(${v}.length, ${Math.min(size - 1, 255)});`;
}

function putBytes(v: string, array: string, to: string, size: number): string {
  if (size > COPY_BY_BYTE) {
    return `${array}.set(${v}.length > ${size} ? ${v}.subarray(0, ${size}) : ${v}, ${to});`;
  }
  const loop = `for (let i = 0, n = Math.min(${v}.length, ${size}); i < n; i++) ${array}[${to} + i] = ${v}[i];`;
  if (size > COPY_STRAIGHT) return loop;
  const stores = Array.from({ length: size }, (_, n) => `${array}[${to} + ${n}] = ${v}[${n}];`);
  return `if (${v}.length >= ${size}) { ${stores.join(" ")} }
else ${loop}`;
}
