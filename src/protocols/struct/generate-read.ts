// The text of the functions that unpack.

import { items } from "./generate-write.ts";
import type { Field, Layout } from "./layout.ts";

/** Up to this many bytes are copied one by one: a call of `set` costs more. */
const COPY_BY_BYTE = 64;

/** `read(bytes, at)`: from single bytes, since a `DataView` for one record would cost more than the record. */
export function readerBody(layout: Layout): string {
  return body(layout, (field, offset) => number(field, offset, layout.little));
}

/** `readView(view, bytes, at)`: for many records from one view. */
export function viewReaderBody(layout: Layout): string {
  return body(layout, (field, offset) => viewed(field, offset, layout.little));
}

type NumberReader = (field: Field, offset: number) => string;

function body(layout: Layout, numberOf: NumberReader): string {
  const lines: string[] = [];
  const values = items(layout).map(({ field, offset, name }) => {
    switch (field.code.kind) {
      case "bool":
        return `bytes[at + ${offset}] !== 0`;
      case "char":
      case "bytes":
        lines.push(part(name, `at + ${offset}`, `${field.size}`, field.size));
        return name;
      case "pascal":
        lines.push(pascal(name, offset, field.size));
        return name;
      default:
        return numberOf(field, offset);
    }
  });
  return [...lines, `return [${values.join(", ")}];`].join("\n");
}

/** A copy of `size` bytes, which are `most` at most. */
function part(name: string, from: string, size: string, most: number): string {
  if (most > COPY_BY_BYTE) return `const ${name} = copy(bytes, ${from}, ${size});`;
  return `const ${name} = new Uint8Array(${size});
for (let i = 0; i < ${size}; i++) ${name}[i] = bytes[${from} + i];`;
}

function pascal(name: string, offset: number, size: number): string {
  if (size === 0) return `const ${name} = new Uint8Array(0);`;
  return `const ${name}n = Math.min(bytes[at + ${offset}], ${size - 1});
${part(name, `at + ${offset + 1}`, `${name}n`, Math.min(size - 1, 255))}`;
}

/** A number put together from its bytes. */
function number({ code, size }: Field, offset: number, little: boolean): string {
  const unsigned = word(offset, Math.min(size, 4), little);
  switch (code.kind) {
    case "half":
      return `halfValue(${unsigned})`;
    case "float":
      return size === 4 ? `(U32[0] = ${unsigned}, F32[0])` : pair(offset, little, "F64");
    default:
      if (size === 8) return pair(offset, little, code.min < 0 ? "I64" : "U64");
      if (size === 4) return code.min < 0 ? unsigned : `${unsigned} >>> 0`;
      return code.min < 0 ? `${unsigned} << ${32 - size * 8} >> ${32 - size * 8}` : unsigned;
  }
}

function word(offset: number, size: number, little: boolean): string {
  const bytes = Array.from({ length: size }, (_, n) => {
    const shift = 8 * (little ? n : size - 1 - n);
    return shift === 0 ? `bytes[at + ${offset + n}]` : `bytes[at + ${offset + n}] << ${shift}`;
  });
  return `(${bytes.join(" | ")})`;
}

function pair(offset: number, little: boolean, cell: string): string {
  const first = word(offset, 4, little);
  const second = word(offset + 4, 4, little);
  const [low, high] = little ? [first, second] : [second, first];
  return `(U32[LOW] = ${low}, U32[HIGH] = ${high}, ${cell}[0])`;
}

/** A number as a `DataView` reads it. */
function viewed({ code, size }: Field, offset: number, little: boolean): string {
  const order = size === 1 ? "" : `, ${little}`;
  const get = (type: string) => `view.get${type}(at + ${offset}${order})`;
  if (code.kind === "half") return `halfValue(${get("Uint16")})`;
  if (code.kind === "float") return get(`Float${size * 8}`);
  return get(`${size === 8 ? "Big" : ""}${code.min < 0 ? "Int" : "Uint"}${size * 8}`);
}
