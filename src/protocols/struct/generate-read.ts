// The text of the functions that unpack.

import { COPY_BY_BYTE, COPY_STRAIGHT, isBig, items } from "./generate-items.ts";
import type { Field, Layout } from "./layout.ts";

/** What a record is read from: an array, and how numbers come from there. */
interface Source {
  readonly array: string;
  /** Where the record starts: `"at + "`, or nothing. */
  readonly base: string;
  number(field: Field, offset: number): string;
}

/** `read(bytes, at)`: one record. */
export function readerBody(layout: Layout): string {
  if (!isBig(layout)) return readAll(layout, byBytes(layout.little));
  return `scratch.set(bytes.length === ${layout.size} ? bytes : bytes.subarray(at, at + ${layout.size}));
${readAll(layout, byView("scratch", "", layout.little))}`;
}

/** `readView(view, bytes, at)`: one of many records, all in one view. */
export function viewReaderBody(layout: Layout): string {
  return readAll(layout, byView("bytes", "at + ", layout.little));
}

function readAll(layout: Layout, source: Source): string {
  const { array, base } = source;
  const lines: string[] = [];
  const values = items(layout).map(({ field, offset, name }) => {
    switch (field.code.kind) {
      case "bool":
        return `${array}[${base}${offset}] !== 0`;
      case "char":
      case "bytes":
        lines.push(part(name, array, `${base}${offset}`, field.size));
        return name;
      case "pascal":
        lines.push(pascal(name, source, offset, field.size));
        return name;
      default:
        return source.number(field, offset);
    }
  });
  return [...lines, `return [${values.join(", ")}];`].join("\n");
}

/** A copy of `size` bytes. */
function part(name: string, array: string, from: string, size: number): string {
  if (size > COPY_STRAIGHT) return partOf(name, array, from, `${size}`, size);
  const copies = Array.from({ length: size }, (_, n) => `${name}[${n}] = ${array}[${from} + ${n}];`);
  return `const ${name} = new Uint8Array(${size}); ${copies.join(" ")}`;
}

/** A copy of as many bytes as `size` says at run time, which are `most` at most. */
function partOf(name: string, array: string, from: string, size: string, most: number): string {
  if (most > COPY_BY_BYTE) return `const ${name} = copy(${array}, ${from}, ${size});`;
  return `const ${name} = new Uint8Array(${size});
for (let i = 0; i < ${size}; i++) ${name}[i] = ${array}[${from} + i];`;
}

function pascal(name: string, { array, base }: Source, offset: number, size: number): string {
  if (size === 0) return `const ${name} = new Uint8Array(0);`;
  return `const ${name}n = Math.min(${array}[${base}${offset}], ${size - 1});
${partOf(name, array, `${base}${offset + 1}`, `${name}n`, Math.min(size - 1, 255))}`;
}

/** Numbers put together from their bytes. */
function byBytes(little: boolean): Source {
  const word = (offset: number, size: number) => {
    const bytes = Array.from({ length: size }, (_, n) => {
      const shift = 8 * (little ? n : size - 1 - n);
      return shift === 0 ? `bytes[at + ${offset + n}]` : `bytes[at + ${offset + n}] << ${shift}`;
    });
    return `(${bytes.join(" | ")})`;
  };
  const pair = (offset: number, cell: string) => {
    const [low, high] = little ? [offset, offset + 4] : [offset + 4, offset];
    return `(U32[LOW] = ${word(low, 4)}, U32[HIGH] = ${word(high, 4)}, ${cell}[0])`;
  };
  const number = ({ code, size }: Field, offset: number) => {
    if (code.kind === "half") return `halfValue(${word(offset, 2)})`;
    if (code.kind === "float") {
      return size === 4 ? `(U32[0] = ${word(offset, 4)}, F32[0])` : pair(offset, "F64");
    }
    const signed = code.min < 0;
    if (size === 8) return pair(offset, signed ? "I64" : "U64");
    if (size === 4) return signed ? word(offset, 4) : `${word(offset, 4)} >>> 0`;
    return signed ? `${word(offset, size)} << ${32 - size * 8} >> ${32 - size * 8}` : word(offset, size);
  };
  return { array: "bytes", base: "at + ", number };
}

/** Numbers as a `DataView` reads them. */
function byView(array: string, base: string, little: boolean): Source {
  const number = ({ code, size }: Field, offset: number) => {
    const order = size === 1 ? "" : `, ${little}`;
    const get = (type: string) => `view.get${type}${size * 8}(${base}${offset}${order})`;
    if (code.kind === "half") return `halfValue(${get("Uint")})`;
    if (code.kind === "float") return get("Float");
    return get(`${size === 8 ? "Big" : ""}${code.min < 0 ? "Int" : "Uint"}`);
  };
  return { array, base, number };
}
