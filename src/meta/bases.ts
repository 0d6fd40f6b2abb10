// `class C extends bases(A, B)`: several bases in C3 order, constructed once on one `this` (design, 7).

import { rawOf } from "../protocols/attributes/raw.ts";
import { type Class, isClass, METACLASS, metaclassOf } from "../protocols/lookup.ts";
import { internalSymbol, isInternal } from "../protocols/names.ts";
import { object } from "../protocols/object.ts";
import { typeName } from "../protocols/typename.ts";
import { brand } from "./inherits.ts";
import { copyMethods, hide, recordBases } from "./link.ts";
import { linearize, mro } from "./mro.ts";
import type { Metaclass } from "./type.ts";
import { mostDerived } from "./winner.ts";

type UnionToIntersection<U> = (U extends unknown ? (value: U) => void : never) extends (
  value: infer I,
) => void
  ? I
  : never;

/** The instances of a class that inherits from all of `C`. */
export type Combined<C extends readonly Class[]> = UnionToIntersection<
  // `Class<infer T>` finds nothing in a generic class; this finds it with `unknown` for what nobody told.
  { [I in keyof C]: InstanceType<C[I]> }[number]
>;

/** The static members of all of `C`. */
type Statics<C extends readonly Class[]> = UnionToIntersection<
  { [I in keyof C]: Omit<C[I], "prototype"> }[number]
>;

/** What `bases(…)` gives: a class to extend, whose constructor takes the arguments of the first base's. */
export type Bases<C extends readonly Class[]> = (new (
  ...args: C[0] extends abstract new (...args: infer Args) => unknown ? Args : []
) => Combined<C>) &
  Statics<C>;

/**
 * One class to extend that inherits from all of `classes`, in Python's C3 order.
 *
 * `new C()` enters the constructor of the first base; the `super(…)` of each base goes on to the next class of the order,
 * with the arguments that it passes, and at its end the one object is made: fields, accessors, statics, symbols and
 * `#private` state of all bases work, and each constructor runs once. In methods, native `super` goes where the class
 * was written to go; {@link super_} follows the order of the instance's class.
 *
 * A base that does not extend `object` makes its objects itself, so it must be the last one before `object`.
 *
 * @throws TypeError `Cannot create a consistent method resolution order (MRO) for bases A, B`, `duplicate base class A`,
 *   `metaclass conflict: …`, `multiple bases have instance lay-out conflict`
 * @example
 * class Duck extends bases(Swimmer, Flyer) {}
 * mro(Duck); // [Duck, Swimmer, Flyer, object]
 */
export function bases<const C extends readonly [Class, ...Class[]]>(...classes: C): Bases<C> {
  for (const cls of classes) {
    if (!isClass(cls)) throw new TypeError(`bases() arguments must be classes, not ${typeName(cls)}`);
  }
  const order = linearize(classes).map(rawOf);
  checkLayout(order);
  const [first] = order as [new () => object];
  const combined: Class = { [classes.map((cls) => cls.name).join("_")]: class extends first {} }[
    classes.map((cls) => cls.name).join("_")
  ] as Class;
  recordBases(combined, classes);
  Object.setPrototypeOf(combined.prototype, prototypeChain(order));
  Reflect.deleteProperty(combined.prototype, "constructor");
  linkConstructors(combined, order);
  showStatics(combined, order);
  linkWinner(combined, classes);
  return combined as unknown as Bases<C>;
}

/** Only the last class before `object` may make its objects without `object`'s constructor. */
function checkLayout(order: readonly Class[]): void {
  const makers = order.filter((cls) => cls !== object && !inheritsObject(cls));
  const roots = new Set(makers.map((cls) => makers.find((other) => mro(cls).at(-2) === other) ?? cls));
  if (roots.size > 1) throw new TypeError("multiple bases have instance lay-out conflict");
  const last = makers.at(-1);
  if (last === undefined || order.indexOf(last) >= order.length - 2) return;
  throw new TypeError(
    `base '${last.name}' must come last: it does not extend object, so no other constructor would run`,
  );
}

function inheritsObject(cls: Class): boolean {
  return Object.prototype.isPrototypeOf.call(object.prototype, cls.prototype);
}

/** One level for each class of the order; the real prototypes from where they already stand in that order. */
function prototypeChain(order: readonly Class[]): object {
  let start = order.length - 1;
  while (start > 0 && nativeNext(order[start - 1] as Class) === order[start]) start--;
  let chain: object = (order[start] as Class).prototype;
  for (const cls of order.slice(0, start).reverse()) {
    const members = Object.getOwnPropertyDescriptors(cls.prototype as Record<PropertyKey, unknown>);
    for (const key of Reflect.ownKeys(members)) if (isInternal(key)) Reflect.deleteProperty(members, key);
    chain = Object.create(chain, members);
    brand(chain, cls);
  }
  return chain;
}

/** The class that a class's own `super()` goes to. */
function nativeNext(cls: Class): Class | undefined {
  const next = mro(cls)[1];
  return next && rawOf(next);
}

type Constructor = new (...args: unknown[]) => object;

// Where `super()` goes on to when an instance of a combined class is being made, by the number of the turn-off.
const NEXT: unique symbol = internalSymbol("next constructors") as never;
const turnoffs = new WeakMap<Class, number>();
let turnoffCount = 0;

/** Has `super()` of each class go on to the next one of the order when an instance of `combined` is being made. */
function linkConstructors(combined: Class, order: readonly Class[]): void {
  const table: Constructor[] = [];
  order.forEach((cls, index) => {
    const next = order[index + 1];
    if (next === undefined || nativeNext(cls) === next) return;
    let turnoff = turnoffs.get(cls);
    if (turnoff === undefined) {
      turnoff = turnoffCount++;
      turnoffs.set(cls, turnoff);
      insertTurnoff(cls, turnoff);
    }
    table[turnoff] = next as Constructor;
  });
  Object.defineProperty(combined.prototype, NEXT, { value: table });
}

/** Puts a constructor between a class and its base that asks the class being constructed where to go on. */
function insertTurnoff(cls: Class, number: number): void {
  const base = Object.getPrototypeOf(cls) as Constructor;
  const turnoff = class extends base {
    // A derived constructor makes no object of its own, so that the detour costs little more than the call.
    // biome-ignore lint/correctness/noUnreachableSuper: the constructor that is gone on to calls super() in its stead
    constructor() {
      const table = (new.target.prototype as { [NEXT]?: readonly Constructor[] })[NEXT];
      const next = table?.[number];
      // biome-ignore lint/complexity/noArguments: V8 hands `arguments` on as they are, and makes an array of the rest
      if (next !== undefined) return Reflect.construct(next, arguments, new.target);
      // biome-ignore lint/complexity/noArguments: as above
      super(...arguments);
    }
  };
  hide(turnoff);
  Object.setPrototypeOf(cls, turnoff);
}

/** Shows the static members of all bases, each from the first class of the order that has it. */
function showStatics(combined: Class, order: readonly Class[]): void {
  const seen = new Set<PropertyKey>(["prototype", "name", "length"]);
  for (const cls of order) {
    if (cls === object) break;
    for (const key of Reflect.ownKeys(cls)) {
      if (seen.has(key) || isInternal(key) || key === METACLASS || key === Symbol.hasInstance) continue;
      seen.add(key);
      showStatic(combined, cls as unknown as Record<PropertyKey, unknown>, key);
    }
  }
}

function showStatic(combined: Class, owner: Record<PropertyKey, unknown>, key: PropertyKey): void {
  const own = Object.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
  if (own.get !== undefined || own.set !== undefined) {
    Object.defineProperty(combined, key, { ...own, configurable: true });
    return;
  }
  Object.defineProperty(combined, key, {
    get: () => owner[key],
    // As for any inherited member, an assignment gives the class assigned to one of its own.
    set(this: object, value: unknown) {
      Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
    enumerable: own.enumerable ?? false,
    configurable: true,
  });
}

function linkWinner(combined: Class, classes: readonly Class[]): void {
  const [first, ...others] = classes.map((cls) => metaclassOf(cls) as Metaclass | undefined);
  const start = first ?? others.find((meta) => meta !== undefined);
  if (start === undefined) return;
  const winner = mostDerived(start, classes);
  if (winner === metaclassOf(combined)) return;
  copyMethods(combined, winner);
  Object.defineProperty(combined, METACLASS, { value: winner });
}
