// The parts of an array that the merge sort starts from: runs that are in order already, or are put in order.

/** Whether the first of two items must come before the second. */
export type Less<T> = (a: T, b: T) => boolean;

/**
 * The end of the run that begins at `start`: as long as it ascends, or descends; a descending one is reversed in place.
 * Equal items never change places.
 */
export function naturalRun<T>(items: T[], start: number, end: number, less: Less<T>): number {
  let at = ascent(items, start + 1, end, less);
  if (at === end) return end;
  // The item at `at` is less than the one before. Where all before it are equal, the run descends after all.
  if (at > start + 1) {
    if (less(items[start] as T, items[at - 1] as T)) return at;
    reverse(items, start, at);
  }
  at = descent(items, at + 1, end, less);
  reverse(items, start, at);
  return ascent(items, at, end, less);
}

/** Where an ascent that holds up to `at` ends. */
function ascent<T>(items: T[], at: number, end: number, less: Less<T>): number {
  let i = at;
  while (i < end && !less(items[i] as T, items[i - 1] as T)) i++;
  return i;
}

/**
 * Where a descent that holds up to `at` ends. The equal items within it are reversed, so that they are as they were
 * when the whole run is.
 */
function descent<T>(items: T[], at: number, end: number, less: Less<T>): number {
  let i = at;
  let equals = i - 1;
  for (; i < end; i++) {
    if (less(items[i] as T, items[i - 1] as T)) {
      reverse(items, equals, i);
      equals = i;
    } else if (less(items[i - 1] as T, items[i] as T)) break;
  }
  reverse(items, equals, i);
  return i;
}

/** Puts the items from `sorted` to `end` where they belong among those before them, each found by halving. */
export function insertInto<T>(items: T[], start: number, sorted: number, end: number, less: Less<T>): void {
  for (let next = sorted; next < end; next++) {
    const item = items[next] as T;
    let low = start;
    let high = next;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (less(item, items[middle] as T)) high = middle;
      else low = middle + 1;
    }
    for (let i = next; i > low; i--) items[i] = items[i - 1] as T;
    items[low] = item;
  }
}

/** Reverses the items from `start` up to, and without, `end`. */
export function reverse<T>(items: T[], start: number, end: number): void {
  for (let low = start, high = end - 1; low < high; low++, high--) {
    const item = items[low] as T;
    items[low] = items[high] as T;
    items[high] = item;
  }
}

/** Below this length an array is one run. */
const SHORT = 64;

/** The length that runs shorter by nature are brought to: `length` divided by it is just below a power of two. */
export function leastRun(length: number): number {
  let rest = length;
  let dropped = 0;
  while (rest >= SHORT) {
    dropped |= rest & 1;
    rest = Math.floor(rest / 2);
  }
  return rest + dropped;
}
