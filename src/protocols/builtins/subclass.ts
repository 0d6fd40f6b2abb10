// Instances of classes that extend a builtin type, and the hooks of such classes put in force.

import { attachTail } from "../attributes/tail.ts";
import type { Bridge } from "../bridge.ts";
import { contextBridges } from "../context/context.ts";
import { settleDoc } from "../documentation/documentation.ts";
import { iterationBridges } from "../iteration/iteration.ts";
import { type Class, metaclassOf } from "../lookup.ts";
import { textBridges } from "../text/text.ts";

const BRIDGES: readonly Bridge[] = [...iterationBridges, ...contextBridges, ...textBridges];

// What only a Proxy could see, which JavaScript's own methods of arrays, maps and bytes would not accept for `this`.
const OUT_OF_REACH = ["__getattribute__", "__setattr__", "__delattr__", "__del__", "__call__"] as const;

const prepared = new WeakSet<object>();

/**
 * Makes a native object an instance of `cls`, which extends the builtin type with the prototype `root`.
 *
 * The prototype is set afterwards: engines build the shape of an instance anew each time when `Reflect.construct` is
 * given another class, which takes twenty times as long.
 *
 * @throws TypeError for a class with a hook that cannot be put in force
 */
export function instanceOf<T extends object>(native: T, cls: object, root: object): T {
  const { prototype } = cls as { prototype: object };
  if (!prepared.has(prototype)) prepare(cls as Class, root);
  return Object.setPrototypeOf(native, prototype);
}

// The instance that a constructor has just filled, of a class whose metaclass may call `__init__` with the same arguments.
let filled: object | undefined;

/** Whether the constructor of a builtin type is to fill an instance: where a subclass has an `__init__`, that will do it. */
export function fillsInConstructor(instance: object, init: unknown): boolean {
  if ((instance as { __init__?: unknown }).__init__ !== init) return false;
  if (metaclassOf(instance.constructor as Class) !== undefined) filled = instance;
  return true;
}

/** Whether `__init__` has nothing to do, because the constructor has just done it. */
export function isFilled(instance: object): boolean {
  const done = filled === instance;
  filled = undefined;
  return done;
}

function prepare(cls: Class, root: object): void {
  const levels: object[] = [];
  let level = cls.prototype as object;
  for (; level !== root && !prepared.has(level); level = Object.getPrototypeOf(level)) levels.push(level);
  // From the top down, so that one tail serves all that inherit from it.
  for (const each of levels.reverse()) {
    refuse(each, cls);
    settleDoc(each.constructor as Class);
    installBridges(each);
    if (Object.hasOwn(each, "__getattr__")) prepared.add(attachTail(each));
    prepared.add(each);
  }
}

function refuse(prototype: object, cls: Class): void {
  const hook = OUT_OF_REACH.find((name) => Object.hasOwn(prototype, name));
  if (hook !== undefined) {
    throw new TypeError(`class '${cls.name}' cannot have ${hook}: it extends a builtin type`);
  }
  if (!Object.hasOwn(prototype, "__init__") || metaclassOf(cls) !== undefined) return;
  throw new TypeError(
    `class '${cls.name}' has an __init__ that nothing runs: write a constructor, or use @metaclass(type)`,
  );
}

/** The builtin types are iterable by themselves: `__getitem__` alone changes nothing about that, as in Python. */
function installBridges(prototype: object): void {
  for (const { hook, key, method } of BRIDGES) {
    if (hook === "__getitem__" || !Object.hasOwn(prototype, hook) || Object.hasOwn(prototype, key)) continue;
    const supported = (prototype as Record<string, unknown>)[hook] !== null;
    const value = supported ? method : undefined;
    Object.defineProperty(prototype, key, { value, writable: true, configurable: true });
  }
}
