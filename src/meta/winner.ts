// Which metaclass makes a class when its bases have several (reference, 3.3.3.3).

import { type Class, metaclassOf } from "../protocols/lookup.ts";
import { inherits } from "./inherits.ts";
import type { Metaclass } from "./type.ts";

/**
 * The most derived metaclass among `meta` and those of the bases.
 *
 * @throws TypeError `metaclass conflict: …` where none of them inherits from all others.
 */
export function mostDerived(meta: Metaclass, bases: readonly Class[]): Metaclass {
  let winner = meta;
  for (const base of bases) {
    const other = metaclassOf(base) as Metaclass | undefined;
    if (other === undefined || inherits(winner, other)) continue;
    if (!inherits(other, winner)) throw new TypeError(CONFLICT);
    winner = other;
  }
  return winner;
}

const CONFLICT =
  "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases";
