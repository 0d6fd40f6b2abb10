// Sorting an array in place, with a key and in either direction: what `sorted` and `list.sort` share.

import { isPlainText } from "../comparison/text-order.ts";
import { ValueError } from "../errors.ts";
import { callKey, type KeyFunction } from "./arguments.ts";
import { lessFor, lessReal } from "./comparers.ts";
import { mergeSort } from "./merge-sort.ts";
import type { Less } from "./runs.ts";

/** How to sort. */
export interface SortPlan {
  /** Gives what an item is sorted by; called once for each. */
  readonly key: KeyFunction | undefined;
  readonly reverse: boolean;
}

/** Sorts `items` in place; stable also in reverse. */
export function sortItems(items: unknown[], { key, reverse }: SortPlan): void {
  if (key !== undefined) sortByKey(items, key, reverse);
  else if (!sortByValue(items, reverse)) inDirection(items, reverse, () => mergeSort(items, lessFor(items)));
}

/**
 * Python's `list.sort`: the list is empty while it is sorted, so that no hook sees it half done.
 *
 * @throws ValueError `list modified during sort`
 */
export function sortList(list: unknown[], plan: SortPlan): void {
  const items: unknown[] = [];
  for (let i = 0; i < list.length; i++) items[i] = list[i];
  list.length = 0;
  let modified = false;
  try {
    sortItems(items, plan);
    modified = list.length !== 0;
  } finally {
    list.length = 0;
    // On an array that is not JavaScript's own, `push` costs ten times as much.
    for (let i = 0; i < items.length; i++) list[i] = items[i];
  }
  if (modified) throw new ValueError("list modified during sort");
}

interface Keyed {
  readonly key: unknown;
  readonly item: unknown;
}

function sortByKey(items: unknown[], key: KeyFunction, reverse: boolean): void {
  const keyed = items.map((item): Keyed => ({ key: callKey(key, item), item }));
  const less = lessFor(keyed.map(({ key }) => key));
  // A call less for each comparison of numbers.
  const byKey: Less<Keyed> =
    less === lessReal ? (a, b) => (a.key as number) < (b.key as number) : (a, b) => less(a.key, b.key);
  try {
    inDirection(keyed, reverse, () => mergeSort(keyed, byKey));
  } finally {
    keyed.forEach(({ item }, i) => {
      items[i] = item;
    });
  }
}

/** Equal items keep their order in reverse too: they are sorted back to front, and turned round at the end. */
function inDirection(items: unknown[], reverse: boolean, sort: () => void): void {
  if (!reverse || items.length < 2) {
    sort();
    return;
  }
  items.reverse();
  try {
    sort();
  } finally {
    items.reverse();
  }
}

/** Leaves the work to JavaScript where equal items are identical and its order is Python's; answers whether it did. */
function sortByValue(items: unknown[], reverse: boolean): boolean {
  if (typeof items[0] === "number") {
    if (!sortNumbers(items)) return false;
  } else if (items.every((item) => typeof item === "string" && isPlainText(item))) items.sort();
  else return false;
  if (reverse) items.reverse();
  return true;
}

/** Sorts items that are all numbers, but NaN, which has no order, and -0, which is equal to 0 and another value. */
function sortNumbers(items: unknown[]): boolean {
  const numbers = new Float64Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== "number" || Number.isNaN(item) || Object.is(item, -0)) return false;
    numbers[i] = item;
  }
  numbers.sort();
  for (let i = 0; i < numbers.length; i++) items[i] = numbers[i];
  return true;
}
