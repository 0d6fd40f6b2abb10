// Compares two functions in one process: alternating batches, medians of paired ratios.

/** How many objects a benched function goes over, so that no compiler folds the work on one of them away. */
export const OBJECTS = 512;

/** Two ways to do the same thing. */
export interface Comparison {
  readonly name: string;
  /** What the other side is: "get-trap Proxy". */
  readonly peer: string;
  /** The two sides; each call does the operation once for each of the `OBJECTS` objects, and answers what it made. */
  readonly setup: () => { ours: () => unknown; theirs: () => unknown };
  /** The greatest ratio ours / theirs that is good. */
  readonly atMost?: number;
  /** The same operation over 512 objects in Python, for `timeit`. */
  readonly python?: { readonly setup: string; readonly statement: string };
}

/** What one process measured; times are nanoseconds for one operation. */
export interface Measurement {
  readonly ours: number;
  readonly theirs: number;
  /** The median of the ratios of neighbouring batches; not the ratio of the medians, which drift moves. */
  readonly ratio: number;
}

/** Optimized code comes from another thread, some tens of milliseconds after a function has become hot. */
const WARM_UP_BATCHES = 40;

/** How long to measure. */
export interface Effort {
  /** Pairs of batches. */
  readonly rounds: number;
  /** About how long a batch lasts, in milliseconds. */
  readonly batch: number;
}

// What a side answers is kept where the compiler must expect a reader.
const kept: { last: unknown } = { last: undefined };

/** Measures one comparison; the sides take turns in going first. */
export function measure({ setup }: Comparison, { rounds, batch }: Effort): Measurement {
  const { ours, theirs } = setup();
  const timeOurs = timer(ours, batch);
  const timeTheirs = timer(theirs, batch);
  const times: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = timeOurs();
      times.push({ ours: first, theirs: timeTheirs() });
    } else {
      const first = timeTheirs();
      times.push({ ours: timeOurs(), theirs: first });
    }
  }
  return {
    ours: median(times.map((pair) => pair.ours)),
    theirs: median(times.map((pair) => pair.theirs)),
    ratio: median(times.map((pair) => pair.ours / pair.theirs)),
  };
}

/** Warms the side up, and answers how to time one batch of it. */
function timer(side: () => unknown, batch: number): () => number {
  const warm = performance.now() + WARM_UP_BATCHES * batch;
  let calls = 0;
  for (; performance.now() < warm; calls++) kept.last = side();
  // The later calls are the fast ones: a batch of this many lasts at most as long as it should.
  const repeats = Math.ceil(calls / WARM_UP_BATCHES);
  return () => time(side, repeats);
}

/** Nanoseconds for one operation, over `repeats` calls. */
function time(side: () => unknown, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) kept.last = side();
  return ((performance.now() - start) * 1e6) / (repeats * OBJECTS);
}

/** The middle value; of an even number of values the lower of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1]!;
}
