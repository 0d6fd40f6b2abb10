// Docstring enforcement: a class whose methods must say what they do.

import { docOf } from "../protocols/documentation/documentation.ts";
import { type Class, isClass } from "../protocols/lookup.ts";
import { metaclass } from "./metaclass.ts";
import { type Namespace, Property } from "./namespace.ts";
import { type } from "./type.ts";

/**
 * The metaclass that refuses a class with an undocumented method: static methods and accessors count, names that begin
 * with an underscore are exempt, and so are `#private` methods, which nobody outside can call.
 *
 * @throws TypeError `Foo.bar() has no docstring: …`, when the class is made
 */
export class Documented extends type {
  override __init__(name: string, bases: readonly Class[], namespace: Namespace): void {
    for (const [key, value] of Object.entries(namespace)) {
      if (key.startsWith("_") || !isUndocumented(value)) continue;
      const member = value instanceof Property ? `${name}.${key}` : `${name}.${key}()`;
      throw new TypeError(
        `${member} has no docstring: begin its body with a string literal, or use @doc("…")`,
      );
    }
    super.__init__(name, bases, namespace);
  }
}

/** {@link Documented} as a class decorator. */
export const documented: <C extends Class>(cls: C, context?: ClassDecoratorContext) => C =
  metaclass(Documented);

function isUndocumented(member: unknown): boolean {
  if (member instanceof Property) return !docOf((member.fget ?? member.fset) as () => unknown);
  return typeof member === "function" && !isClass(member) && !docOf(member as () => unknown);
}
