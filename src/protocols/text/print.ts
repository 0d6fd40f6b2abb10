// `print`: text to standard output, or to any object with a `write`.

import { getattr } from "../attributes/attributes.ts";
import { bool } from "../comparison/truth.ts";
import { type Keywords, splitKeywords } from "../kw.ts";
import { typeName } from "../typename.ts";
import { str } from "./repr.ts";

/** The keyword arguments of {@link print}. */
export interface PrintOptions {
  /** What stands between the values; `" "` by default. */
  readonly sep?: string | null;
  /** What stands behind the last; a line feed by default. */
  readonly end?: string | null;
  /** Where to write: anything with a method `write(text)`. Standard output by default, a browser's console else. */
  readonly file?: unknown;
  /** Whether to call the file's `flush` afterwards. */
  readonly flush?: unknown;
}

type PrintKeywords = Keywords<PrintOptions>;

/**
 * Prints the `str` of each value (library reference, `print`).
 *
 * @throws TypeError when `sep` or `end` is no string
 * @throws AttributeError when `file` has no `write`
 * @example print("a", 1, null, kw({ sep: "-" })) // a-1-None
 */
export function print(...args: readonly unknown[] | readonly [...unknown[], PrintKeywords]): void {
  const [values, options = {}] = splitKeywords(args);
  for (const name of Object.keys(options)) {
    if (!KEYWORDS.has(name)) throw new TypeError(`print() got an unexpected keyword argument '${name}'`);
  }
  const { sep, end, file, flush } = options as PrintOptions;
  const separator = checkText("sep", sep) ?? " ";
  const ending = checkText("end", end) ?? "\n";
  if (file == null) {
    // One write for all: a line of one program is not torn by another's.
    writeStandard(values.map((value) => str(value)).join(separator) + ending);
    return;
  }
  const write = getattr(file, "write") as (text: string) => unknown;
  values.forEach((value, i) => {
    if (i > 0) write(separator);
    write(str(value));
  });
  write(ending);
  if (bool(flush)) (getattr(file, "flush") as () => unknown)();
}

const KEYWORDS: ReadonlySet<string> = new Set(["sep", "end", "file", "flush"]);

function checkText(name: string, value: unknown): string | null | undefined {
  if (value == null || typeof value === "string") return value;
  throw new TypeError(`${name} must be None or a string, not ${typeName(value)}`);
}

interface Standard {
  readonly stdout?: { write(text: string): unknown };
}

// A console writes whole lines only: what is left of a line waits for the rest.
let pendingLine = "";

function writeStandard(text: string): void {
  const { process } = globalThis as { process?: Standard };
  if (process?.stdout !== undefined) {
    process.stdout.write(text);
    return;
  }
  const lines = (pendingLine + text).split("\n");
  pendingLine = lines.pop() as string;
  for (const line of lines) console.log(line);
}
