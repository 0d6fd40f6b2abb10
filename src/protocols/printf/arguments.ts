// What a printf style template takes its values from: a tuple, or one value that may be a mapping too.

import { OverflowError } from "../errors.ts";
import { getitem } from "../items/items.ts";
import { lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";

/** The values, handed out from left to right. */
export class Arguments {
  #items: readonly unknown[];
  #next = 0;
  readonly #mapping: unknown;

  /** @param mapping where keys are looked up; `undefined` for a tuple, which is none */
  constructor(items: readonly unknown[], mapping: unknown) {
    this.#items = items;
    this.#mapping = mapping;
  }

  /** @throws TypeError when none is left */
  take(): unknown {
    if (this.#next < this.#items.length) return this.#items[this.#next++];
    throw new TypeError("not enough arguments for format string");
  }

  /** Refuses a key where there is no mapping. */
  checkMapping(): void {
    if (this.#mapping === undefined) throw new TypeError("format requires a mapping");
  }

  /** Makes the item of a key the one value from here on. */
  choose(key: unknown): void {
    this.#items = [getitem(this.#mapping, key)];
    this.#next = 0;
  }

  /** A width or precision that stands among the values. */
  takeSize(bits: number, cName: string): number {
    const size = this.take();
    if (typeName(size) !== "int" && typeof size !== "boolean") throw new TypeError("* wants int");
    const exact = BigInt(size as number | bigint | boolean);
    if (BigInt.asIntN(bits, exact) !== exact) {
      throw new OverflowError(`Python int too large to convert to C ${cName}`);
    }
    return Number(exact);
  }

  /** Whether values are left that a directive should have taken; a mapping need not be used up. */
  get isLeft(): boolean {
    return this.#mapping === undefined && this.#next < this.#items.length;
  }
}

/** Whether keys can be looked up in a value: in all that has items, but for text. */
export function isMapping(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const hook = lookup(value, "__getitem__");
  if (hook !== undefined) return hook !== null;
  return (
    Array.isArray(value) ||
    value instanceof Map ||
    (ArrayBuffer.isView(value) && !(value instanceof DataView)) ||
    typeName(value) === "dict"
  );
}
