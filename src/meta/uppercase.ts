// A metaclass that changes the class body: data attributes get upper-case names.

import type { Class } from "../protocols/lookup.ts";
import type { ClassKeywords } from "./creation.ts";
import { metaclass } from "./metaclass.ts";
import { type Namespace, Property } from "./namespace.ts";
import { type Metaclass, type } from "./type.ts";

/**
 * The metaclass that gives the data attributes of a class upper-case names (`country` becomes `COUNTRY`). Methods,
 * accessors, classes and dunder names stay as they are.
 *
 * @throws TypeError when two names become one
 */
export class UppercaseAttributes extends type {
  static override __new__(
    mcs: Metaclass,
    name: string,
    bases: readonly Class[],
    namespace: Namespace,
    keywords?: ClassKeywords,
  ): type {
    const changed: Namespace = {};
    for (const [key, value] of Object.entries(namespace)) {
      const isData = typeof value !== "function" && !(value instanceof Property) && !key.startsWith("__");
      const upper = isData ? key.toUpperCase() : key;
      if (Object.hasOwn(changed, upper) || (upper !== key && Object.hasOwn(namespace, upper))) {
        throw new TypeError(`class '${name}': attribute '${key}' and another one both become '${upper}'`);
      }
      changed[upper] = value;
    }
    return super.__new__(mcs, name, bases, changed, keywords);
  }
}

/** {@link UppercaseAttributes} as a class decorator. */
export const uppercaseAttributes: <C extends Class>(cls: C, context?: ClassDecoratorContext) => C =
  metaclass(UppercaseAttributes);
