// `bool`: truth as a type, a subclass of `int` with two instances (library reference, "Boolean Type - bool").

import { asClass, type Instances } from "../builtin-class.ts";
import { bool as truth } from "../comparison/truth.ts";
import { Int } from "../numbers/numbers.ts";
import { atMostOne, refuseKeywords } from "./arguments.ts";

/** The type of {@link bool}. It has no subclasses, and `new` would make an object, which JavaScript takes for true. */
export type BoolConstructor = ((obj?: unknown) => boolean) &
  (abstract new (
    ...args: never[]
  ) => Boolean) &
  Instances<boolean>;

class Bool extends Int {
  static override readonly __module__: string = "builtins";
  static override get name(): string {
    return "bool";
  }
}

function construct(this: unknown, ...args: [obj?: unknown]): boolean {
  if (new.target === construct) throw new TypeError("call bool without 'new': any object counts as true");
  if (new.target !== undefined) throw new TypeError("type 'bool' is not an acceptable base type");
  refuseKeywords("bool", args.at(-1));
  atMostOne("bool", args.length);
  return args.length !== 0 && truth(args[0]);
}

/**
 * Whether `obj` counts as true; `false` without an argument.
 *
 * Asks the type's `__bool__`, then its `__len__`; an object with neither is true. Native values answer as the Python
 * values they stand for: `0`, `""`, `null`, and empty arrays, `Map`s, `Set`s, plain objects and typed arrays are false,
 * and `NaN` is true. (JavaScript's own `if (obj)` cannot be hooked.) As a class, it is a subclass of {@link int}, and its
 * instances are `true` and `false`.
 *
 * @throws TypeError when `__bool__` returns no boolean, and for {@link NotImplemented}
 */
export const bool: BoolConstructor = asClass(construct, Bool, (value) => typeof value === "boolean") as never;
