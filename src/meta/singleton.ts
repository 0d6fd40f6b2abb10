// Singletons: classes with one instance, or with one for each set of arguments.

import { handleOf, rawOf } from "../protocols/attributes/raw.ts";
import { eq } from "../protocols/comparison/equality.ts";
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

interface Keyed {
  readonly args: readonly unknown[];
  readonly instance: unknown;
}
const keyed = new WeakMap<object, Keyed[]>();

/**
 * The metaclass of classes that have one instance for each set of arguments; arguments are compared as Python compares
 * them (`1`, `1n` and `true` are equal, lists and dicts by their items).
 *
 * @example
 * const Connection = metaclass(KeyedSingleton)(class Connection extends object {
 *   constructor(readonly host: string) { super(); }
 * });
 * new Connection("a") === new Connection("a"); // true
 * new Connection("a") === new Connection("b"); // false
 */
export class KeyedSingleton extends type {
  override __call__(...args: unknown[]): unknown {
    const known = keyed.get(this) ?? [];
    const found = known.find((entry) => eq(entry.args, args));
    if (found !== undefined) return found.instance;
    const instance = super.__call__(...args);
    keyed.set(this, [...(keyed.get(this) ?? []), { args, instance }]);
    return instance;
  }
}

/** {@link KeyedSingleton} as a class decorator. */
export const keyedSingleton: <C extends Class>(cls: C, context?: ClassDecoratorContext) => C =
  metaclass(KeyedSingleton);

const shared = new WeakMap<object, unknown>();

/**
 * The class-method form of the singleton: the class gets `instance(…)`, which makes one instance and gives it again,
 * while `new` stays free. A class with a `static async create(…)` is asked for it instead of `new`: overlapping first
 * uses wait for one object, and a failed one is forgotten, so that the next may try again.
 *
 * @example
 * const Database = metaclass(SharedInstance)(class Database extends object {
 *   static async create(url: string): Promise<Database> { … }
 * });
 * (await Database.instance("db://a")) === (await Database.instance()); // true
 */
export class SharedInstance extends type {
  /** The shared instance, or the promise of it where `create` is asynchronous; `args` count the first time only. */
  instance(...args: unknown[]): unknown {
    // Inside its own body a class may go by another object than outside.
    const raw = rawOf(this);
    if (shared.has(raw)) return shared.get(raw);
    const cls = handleOf(raw) as this & { create?(...args: unknown[]): unknown };
    const made = cls.create === undefined ? new cls(...args) : cls.create(...args);
    shared.set(raw, made);
    if (made instanceof Promise) made.catch(() => shared.delete(raw));
    return made;
  }
}

/** {@link SharedInstance} as a class decorator, typed with `instance(…)`. */
export function sharedInstance<C extends Class & { create?(...args: never[]): unknown }>(
  cls: C,
  _context?: ClassDecoratorContext,
): C & { instance(...args: Partial<ArgumentsOf<C>>): InstanceOrPromise<C> } {
  return metaclass(SharedInstance)(cls) as never;
}

type ArgumentsOf<C> = C extends { create(...args: infer Args): unknown }
  ? Args
  : C extends abstract new (
        ...args: infer Args
      ) => unknown
    ? Args
    : never;

type InstanceOrPromise<C extends Class> = C extends { create(...args: never[]): infer R }
  ? R
  : InstanceType<C>;
