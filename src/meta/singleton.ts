// The singleton: a class with one instance.

import type { Class } from "../protocols/lookup.ts";
import { metaclass } from "./metaclass.ts";
import { type } from "./type.ts";

const instances = new WeakMap<object, unknown>();

/**
 * The metaclass of classes that have one instance: the first `new` makes it, later ones give it again and do not look at
 * their arguments. A constructor that throws leaves nothing behind. Each subclass has an instance of its own.
 *
 * @example
 * const Settings = metaclass(Singleton)(class Settings extends object {});
 * new Settings() === new Settings(); // true
 */
export class Singleton extends type {
  override __call__(...args: unknown[]): unknown {
    let instance = instances.get(this);
    if (instance === undefined) {
      instance = super.__call__(...args);
      instances.set(this, instance);
    }
    return instance;
  }
}

/** {@link Singleton} as a class decorator. */
export const singleton: <C extends Class>(cls: C, context?: ClassDecoratorContext) => C =
  metaclass(Singleton);
