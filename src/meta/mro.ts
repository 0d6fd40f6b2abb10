// The method resolution order: C3 linearization (reference, 3.3.3.1; "The Python 2.3 Method Resolution Order").

import type { Class } from "../protocols/lookup.ts";
import { basesOf } from "./link.ts";

/**
 * The classes in which attributes of an instance of `cls` are looked up, in order: the class itself first, `object` last.
 *
 * @example mro(C); // [C, A, B, object] for class C extends bases(A, B)
 */
export function mro(cls: Class): Class[] {
  const bases = basesOf(cls);
  return bases.length > 1 ? [cls, ...linearize(bases)] : [cls, ...bases.flatMap(mro)];
}

/**
 * Merges the orders of several bases (C3): each class stands before its own bases, and bases stay as they were listed.
 *
 * @throws TypeError `duplicate base class A`, `Cannot create a consistent method resolution order (MRO) for bases A, B`
 */
export function linearize(bases: readonly Class[]): Class[] {
  const twice = bases.find((base, index) => bases.indexOf(base) !== index);
  if (twice !== undefined) throw new TypeError(`duplicate base class ${twice.name}`);
  const sequences = [...bases.map(mro), [...bases]];
  const order: Class[] = [];
  for (let left = sequences; left.length > 0; left = left.filter((sequence) => sequence.length > 0)) {
    const next = left
      .map(([head]) => head as Class)
      .find((head) => !left.some((rest) => rest.indexOf(head) > 0));
    if (next === undefined) throw new TypeError(inconsistent(left));
    order.push(next);
    for (const sequence of left) if (sequence[0] === next) sequence.shift();
  }
  return order;
}

function inconsistent(left: readonly Class[][]): string {
  const heads = new Set(left.map(([head]) => (head as Class).name));
  return `Cannot create a consistent method resolution order (MRO) for bases ${[...heads].join(", ")}`;
}
