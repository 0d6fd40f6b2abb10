// The text of the functions that pack: checks of every value first, then the stores, which cannot fail.

import type { Field, Layout } from "./layout.ts";

/** Up to this many bytes are copied one by one: a call of `set` costs more. */
const COPY_BY_BYTE = 64;

/** One value of a record. */
interface Item {
  readonly field: Field;
  readonly offset: number;
  /** Its parameter; what is derived from it has a letter more. */
  readonly name: string;
}

export function items({ fields }: Layout): Item[] {
  const all: Item[] = [];
  for (const field of fields) {
    for (let i = 0; i < field.count; i++) {
      all.push({ field, offset: field.offset + i * field.size, name: `v${all.length}` });
    }
  }
  return all;
}

/** The names of a packing function's parameters. */
export function parameters(layout: Layout): string[] {
  return items(layout).map(({ name }) => name);
}

/** `pack(v0, v1 …)`: into bytes of its own. */
export function packerBody(layout: Layout): string {
  const all = items(layout);
  const slow = `return slow(${parameters(layout).join(", ")});`;
  return [
    ...all.map((item) => check(item, layout, slow)),
    `const bytes = new Uint8Array(${layout.size});`,
    ...all.map((item) => put(item, layout, "")),
    "return bytes;",
  ].join("\n");
}

/** `write(bytes, at, v0, v1 …)`: into bytes that are there. */
export function writerBody(layout: Layout): string {
  const all = items(layout);
  const slow = `return slow(${["bytes", "at", ...parameters(layout)].join(", ")});`;
  return [
    ...all.map((item) => check(item, layout, slow)),
    hasGaps(layout) ? `bytes.fill(0, at, at + ${layout.size});` : "",
    ...all.map((item) => put(item, layout, "at + ")),
  ].join("\n");
}

/** Whether there are bytes that no value is sure to overwrite. */
function hasGaps({ fields, size }: Layout): boolean {
  const filled = fields.reduce((sum, field) => sum + field.size * field.count, 0);
  return filled !== size || fields.some(({ code }) => code.kind === "bytes" || code.kind === "pascal");
}

/** Leaves for `slow` what is not of the usual type, or does not fit; keeps in variables what the check found out. */
function check({ field, name: v }: Item, layout: Layout, slow: string): string {
  const { code } = field;
  const unless = (condition: string) => `if (!(${condition})) ${slow}`;
  switch (code.kind) {
    case "integer":
    case "pointer":
      return field.size === 8
        ? check64(v, code.min < 0, slow)
        : unless(`typeof ${v} === "number" && ${wrapped(v, field)} === ${v} && !Object.is(${v}, -0)`);
    case "half":
      return `${unless(`typeof ${v} === "number"`)}
const ${v}w = halfBits(${v});
if (${v}w < 0) ${slow}`;
    case "float":
      if (field.size === 8) return unless(`typeof ${v} === "number"`);
      return `${unless(`typeof ${v} === "number"`)}
F32[0] = ${v};
const ${v}w = U32[0];
${layout.native ? "" : `if ((${v}w & 0x7fffffff) === 0x7f800000 && ${v} - ${v} === 0) ${slow}`}`;
    case "bool":
      return unless(`typeof ${v} === "boolean" || typeof ${v} === "number"`);
    case "char":
      return unless(`${v} instanceof Uint8Array && ${v}.length === 1`);
    default:
      return unless(`${v} instanceof Uint8Array`);
  }
}

/** `v` as the type's arithmetic would leave it: itself, when it fits. */
function wrapped(v: string, { code, size }: Field): string {
  if (size === 4) return code.min < 0 ? `(${v} | 0)` : `${v} >>> 0`;
  const shift = 32 - size * 8;
  return code.min < 0 ? `${v} << ${shift} >> ${shift}` : `(${v} & ${code.max})`;
}

function check64(v: string, signed: boolean, slow: string): string {
  const cell = signed ? "I64" : "U64";
  return `let ${v}l, ${v}h;
if (typeof ${v} === "bigint") {
  ${cell}[0] = ${v};
  if (${cell}[0] !== ${v}) ${slow}
  ${v}l = U32[LOW];
  ${v}h = U32[HIGH];
} else if (Number.isSafeInteger(${v}) && ${signed ? "" : `${v} >= 0 && `}!Object.is(${v}, -0)) {
  ${v}l = ${v} | 0;
  ${v}h = Math.floor(${v} / 4294967296);
} else ${slow}`;
}

function put({ field, offset, name: v }: Item, layout: Layout, base: string): string {
  const at = (n: number) => `bytes[${base}${offset + n}]`;
  switch (field.code.kind) {
    case "integer":
    case "pointer":
      return field.size === 8 ? put64(`${v}l`, `${v}h`, layout, at) : putWord(v, field.size, layout, at);
    case "half":
      return putWord(`${v}w`, 2, layout, at);
    case "float":
      if (field.size === 4) return putWord(`${v}w`, 4, layout, at);
      return `F64[0] = ${v};
const ${v}l = U32[LOW], ${v}h = U32[HIGH];
${put64(`${v}l`, `${v}h`, layout, at)}`;
    case "bool":
      return `${at(0)} = ${v} === true || ${v} !== false && ${v} !== 0 ? 1 : 0;`;
    case "char":
      return `${at(0)} = ${v}[0];`;
    case "pascal":
      if (field.size === 0) return "";
      return `${putBytes(v, `${base}${offset + 1}`, field.size - 1)}
${at(0)} = Math.min(${v}.length, ${Math.min(field.size - 1, 255)});`;
    default:
      return putBytes(v, `${base}${offset}`, field.size);
  }
}

/** The store itself keeps the low eight bits of what it is given. */
function putWord(v: string, size: number, { little }: Layout, at: (n: number) => string): string {
  const stores = Array.from({ length: size }, (_, n) => {
    const shift = 8 * (little ? n : size - 1 - n);
    return `${at(n)} = ${shift === 0 ? v : `${v} >>> ${shift}`};`;
  });
  return stores.join(" ");
}

function put64(low: string, high: string, layout: Layout, at: (n: number) => string): string {
  const [first, second] = layout.little ? [low, high] : [high, low];
  return `${putWord(first, 4, layout, at)} ${putWord(second, 4, layout, (n) => at(n + 4))}`;
}

function putBytes(v: string, to: string, size: number): string {
  if (size > COPY_BY_BYTE)
    return `bytes.set(${v}.length > ${size} ? ${v}.subarray(0, ${size}) : ${v}, ${to});`;
  return `for (let i = 0, n = Math.min(${v}.length, ${size}); i < n; i++) bytes[${to} + i] = ${v}[i];`;
}
