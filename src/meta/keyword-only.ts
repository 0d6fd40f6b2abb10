// A metaclass that takes over the making of instances: their attributes come from keyword arguments.

import { attributeDict } from "../protocols/attributes/attribute-dict.ts";
import { Keywords } from "../protocols/kw.ts";
import type { Class } from "../protocols/lookup.ts";
import { object } from "../protocols/object.ts";
import { metaclass } from "./metaclass.ts";
import { type } from "./type.ts";

/**
 * The metaclass of classes that need no `__init__`: `new Person({ name: "egon" })` makes an instance whose attribute
 * `NAME` is `"egon"`. `kw({ … })` serves as well as a plain object.
 *
 * @throws TypeError `must use keyword argument for key function`
 */
export class KeywordOnly extends type {
  override __call__(...args: unknown[]): unknown {
    const instance = object.__new__(this);
    const attributes = attributeDict(instance);
    for (const [key, value] of Object.entries(keywordsOf(args))) attributes[key.toUpperCase()] = value;
    return instance;
  }
}

/** {@link KeywordOnly} as a class decorator. */
export const keywordOnly: <C extends Class>(cls: C, context?: ClassDecoratorContext) => C =
  metaclass(KeywordOnly);

function keywordsOf(args: readonly unknown[]): object {
  const [keywords = {}] = args;
  if (args.length <= 1 && keywords instanceof Keywords) return keywords.values;
  const isPlain =
    typeof keywords === "object" && keywords !== null && Object.getPrototypeOf(keywords) === Object.prototype;
  if (args.length <= 1 && isPlain) return keywords;
  throw new TypeError("must use keyword argument for key function");
}
