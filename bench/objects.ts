// Makes the objects that the benched functions go over.

import { OBJECTS } from "./measure.ts";

/** `OBJECTS` objects, the i-th made by `make(i)`. */
export function objects<T>(make: (i: number) => T): readonly T[] {
  return Array.from({ length: OBJECTS }, (_, i) => make(i));
}
