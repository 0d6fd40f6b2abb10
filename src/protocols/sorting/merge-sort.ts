// The merge sort of CPython's `list.sort`: stable, quick on what is partly in order, and with CPython's very comparisons.

import { countLess, countNotGreater } from "./gallop.ts";
import { insertInto, type Less, leastRun, naturalRun } from "./runs.ts";

/**
 * Sorts an array in place, as CPython does: it asks the same questions in the same order, so that keys with an order of
 * their own (`NaN`, a `__lt__` that contradicts itself) end up where CPython leaves them.
 *
 * Where `less` throws, the array holds all of its items in some order.
 */
export function mergeSort<T>(items: T[], less: Less<T>): void {
  if (items.length < 2) return;
  const sort = new MergeSort(items, less);
  const least = leastRun(items.length);
  for (let start = 0; start < items.length; ) {
    let end = naturalRun(items, start, items.length, less);
    if (end - start < least) {
      const wanted = Math.min(start + least, items.length);
      insertInto(items, start, end, wanted, less);
      end = wanted;
    }
    sort.add(start, end - start);
    start = end;
  }
  sort.finish();
}

interface Run {
  readonly start: number;
  length: number;
  /** How deep in the tree of merges the run meets the next one. */
  power: number;
}

// So many wins of one side in a row make galloping worth a try.
const GALLOP = 7;

class MergeSort<T> {
  readonly #items: T[];
  readonly #less: Less<T>;
  readonly #pending: Run[] = [];
  /** The wins in a row that it takes by now: galloping that does not pay makes it rarer. */
  #gallopAt = GALLOP;

  constructor(items: T[], less: Less<T>) {
    this.#items = items;
    this.#less = less;
  }

  /** Adds the next run, and merges those before it that belong together deeper in the tree. */
  add(start: number, length: number): void {
    const last = this.#pending.at(-1);
    if (last !== undefined) {
      const power = powerOf(last, length, this.#items.length);
      while (this.#pending.length > 1 && (this.#pending.at(-2) as Run).power > power) {
        this.#mergeAt(this.#pending.length - 2);
      }
      (this.#pending.at(-1) as Run).power = power;
    }
    this.#pending.push({ start, length, power: 0 });
  }

  /** Merges what is left, until one run remains. */
  finish(): void {
    const runs = this.#pending;
    while (runs.length > 1) {
      let at = runs.length - 2;
      if (at > 0 && (runs[at - 1] as Run).length < (runs[at + 1] as Run).length) at--;
      this.#mergeAt(at);
    }
  }

  #mergeAt(index: number): void {
    const items = this.#items;
    const less = this.#less;
    const a = this.#pending[index] as Run;
    const [b] = this.#pending.splice(index + 1, 1) as [Run];
    const aLength = a.length;
    a.length += b.length;
    // The items of either run that are in place already take no part.
    const skipped = countNotGreater(items[b.start] as T, { items, start: a.start, length: aLength }, 0, less);
    const na = aLength - skipped;
    if (na === 0) return;
    const last = items[b.start - 1] as T;
    const nb = countLess(last, { items, start: b.start, length: b.length }, b.length - 1, less);
    if (nb === 0) return;
    if (na <= nb) this.#mergeUp(b.start - na, na, nb);
    else this.#mergeDown(b.start - na, na, nb);
  }

  /** Merges two neighbours from below; the first is the shorter one. */
  #mergeUp(start: number, aLength: number, bLength: number): void {
    const items = this.#items;
    const less = this.#less;
    const a = items.slice(start, start + aLength);
    let na = aLength;
    let nb = bLength;
    let to = start;
    let atA = 0;
    let atB = start + aLength;
    const takeA = (count: number): void => {
      for (let i = 0; i < count; i++) items[to++] = a[atA++] as T;
      na -= count;
    };
    const takeB = (count: number): void => {
      for (let i = 0; i < count; i++) items[to++] = items[atB++] as T;
      nb -= count;
    };
    try {
      takeB(1);
      // The last item of `a` is known to be the greatest of all.
      if (nb === 0 || na === 1) return;
      for (;;) {
        let winsA = 0;
        let winsB = 0;
        do {
          if (less(items[atB] as T, a[atA] as T)) {
            takeB(1);
            winsB++;
            winsA = 0;
            if (nb === 0) return;
          } else {
            takeA(1);
            winsA++;
            winsB = 0;
            if (na === 1) return;
          }
        } while (winsA < this.#gallopAt && winsB < this.#gallopAt);
        this.#gallopAt++;
        do {
          if (this.#gallopAt > 1) this.#gallopAt--;
          winsA = countNotGreater(items[atB] as T, { items: a, start: atA, length: na }, 0, less);
          takeA(winsA);
          // None is left only where the answers contradict each other.
          if (winsA > 0 && na <= 1) return;
          takeB(1);
          if (nb === 0) return;
          winsB = countLess(a[atA] as T, { items, start: atB, length: nb }, 0, less);
          takeB(winsB);
          if (nb === 0) return;
          takeA(1);
          if (na === 1) return;
        } while (winsA >= GALLOP || winsB >= GALLOP);
        this.#gallopAt++;
      }
    } finally {
      if (na === 1) takeB(nb);
      takeA(na);
    }
  }

  /** Merges two neighbours from above; the second is the shorter one. */
  #mergeDown(start: number, aLength: number, bLength: number): void {
    const items = this.#items;
    const less = this.#less;
    const b = items.slice(start + aLength, start + aLength + bLength);
    let na = aLength;
    let nb = bLength;
    let to = start + aLength + bLength;
    const takeA = (count: number): void => {
      for (let i = 0; i < count; i++) items[--to] = items[start + --na] as T;
    };
    const takeB = (count: number): void => {
      for (let i = 0; i < count; i++) items[--to] = b[--nb] as T;
    };
    try {
      takeA(1);
      // The first item of `b` is known to be the least of all.
      if (na === 0 || nb === 1) return;
      for (;;) {
        let winsA = 0;
        let winsB = 0;
        do {
          if (less(b[nb - 1] as T, items[start + na - 1] as T)) {
            takeA(1);
            winsA++;
            winsB = 0;
            if (na === 0) return;
          } else {
            takeB(1);
            winsB++;
            winsA = 0;
            if (nb === 1) return;
          }
        } while (winsA < this.#gallopAt && winsB < this.#gallopAt);
        this.#gallopAt++;
        do {
          if (this.#gallopAt > 1) this.#gallopAt--;
          winsA = na - countNotGreater(b[nb - 1] as T, { items, start, length: na }, na - 1, less);
          takeA(winsA);
          if (na === 0) return;
          takeB(1);
          if (nb === 1) return;
          const highest = items[start + na - 1] as T;
          winsB = nb - countLess(highest, { items: b, start: 0, length: nb }, nb - 1, less);
          takeB(winsB);
          if (nb <= 1) return;
          takeA(1);
          if (na === 0) return;
        } while (winsA >= GALLOP || winsB >= GALLOP);
        this.#gallopAt++;
      }
    } finally {
      if (nb === 1) takeA(na);
      takeB(nb);
    }
  }
}

/**
 * How deep two neighbouring runs meet in a balanced tree of merges over `total` items: the first binary digit in which
 * the places of their middles, as fractions of the whole, differ.
 */
function powerOf(run: Run, nextLength: number, total: number): number {
  let a = 2 * run.start + run.length;
  let b = a + run.length + nextLength;
  for (let power = 1; ; power++) {
    if (a >= total) {
      a -= total;
      b -= total;
    } else if (b >= total) return power;
    a *= 2;
    b *= 2;
  }
}
