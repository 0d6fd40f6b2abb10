// Many transfers at once, over a bounded number of connections.

import { ConnectionError, Exception, OSError, TimeoutError } from "../../../protocols/errors.ts";
import { AuthenticationError } from "../auth/authentication-error.ts";
import type { StoredFile } from "../storage/blob-store.ts";
import type { Link } from "./link.ts";

/** How many transfers of one connection are under way. */
const IN_FLIGHT = 32;

/** Some of many files could not be transferred; the others were. */
export class BatchError extends Exception {
  readonly code = "batch_failed";
  /** What went wrong, by the names of the files. */
  readonly errors: ReadonlyMap<string, Error>;
  /** The files that were transferred. */
  readonly done: readonly StoredFile[];

  constructor(errors: ReadonlyMap<string, Error>, done: readonly StoredFile[]) {
    const [first] = errors;
    super(
      `${errors.size} of ${errors.size + done.length} files failed, ${first?.[0]}: ${first?.[1].message}`,
    );
    this.errors = errors;
    this.done = done;
  }
}

/**
 * Does `work` for each item, over all links beside each other.
 *
 * @throws BatchError when some failed; at once what ends them all: a lost connection, a signal's reason
 */
export async function inParallel<T>(
  items: AsyncIterable<T> | Iterable<T>,
  links: readonly Link[],
  nameOf: (item: T) => string,
  work: (item: T, link: Link) => Promise<StoredFile>,
  signal?: AbortSignal,
): Promise<StoredFile[]> {
  const queue = fetched(items);
  const done = new Map<number, StoredFile>();
  const errors = new Map<string, Error>();
  let stopped: { readonly error: unknown } | undefined;
  let count = 0;
  const one = async (link: Link) => {
    while (stopped === undefined) {
      const { done: isOver, value } = await queue();
      if (isOver || stopped !== undefined) return;
      const at = count++;
      try {
        done.set(at, await work(value, link));
      } catch (error) {
        if (signal?.aborted || isFatal(error)) stopped ??= { error };
        else errors.set(nameOf(value), error as Error);
      }
    }
  };
  // In turn, so that a few large files do not all take the first connection.
  const lanes = Array.from({ length: IN_FLIGHT }, () => links.map(one)).flat();
  for (const result of await Promise.allSettled(lanes)) {
    if (result.status === "rejected") stopped ??= { error: result.reason };
  }
  if (stopped !== undefined) throw stopped.error;
  const stored = [...done].sort(([a], [b]) => a - b).map(([, file]) => file);
  if (errors.size > 0) throw new BatchError(errors, stored);
  return stored;
}

/** The next item, for many callers at once. */
function fetched<T>(items: AsyncIterable<T> | Iterable<T>): () => Promise<IteratorResult<T, unknown>> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const next = last.then(() => iterator.next());
    last = next.catch(() => {});
    return next;
  };
}

/** True where the next file would fail for the same reason. */
function isFatal(error: unknown): boolean {
  const isNetwork = error instanceof ConnectionError || error instanceof TimeoutError;
  return (
    isNetwork || error instanceof AuthenticationError || (error instanceof OSError && error.errno === 113)
  );
}
