// `__del__`: an object's last words, at collection, at `del_(x)` or at the process's end (reference, 3.3.1).

import { handleOf, rawOf } from "./attributes/raw.ts";
import { lookup } from "./lookup.ts";
import { repr } from "./text/repr.ts";
import { typeName } from "./typename.ts";

// Held strongly: the raw object must outlive its handle, and at exit those left are finalized in order of creation.
const pending = new Set<object>();
const finalized = new WeakSet<object>();
const collected = new FinalizationRegistry<object>((raw) => finalize(raw));
let exitWatched = false;

/** Has `raw.__del__()` run when `handle`, the only reference that programs hold, is gone. */
export function finalizeWhenCollected(handle: object, raw: object): void {
  pending.add(raw);
  collected.register(handle, raw, raw);
  if (!exitWatched) watchExit();
}

/**
 * Finalizes an object now, as `del x` does in Python for the last reference: runs its `__del__`, once and for all.
 *
 * JavaScript cannot see how many references are left, so the caller says that this was the last one. Objects without
 * `__del__` are left alone. An error inside `__del__` is reported (see {@link setUnraisableHook}), never thrown.
 */
export function del_(obj: object): void {
  const raw = rawOf(obj);
  collected.unregister(raw);
  finalize(raw, obj);
}

/** @param self the handle where it is still there: `#private` state is on it, and on nothing else. */
function finalize(raw: object, self: object = raw): void {
  pending.delete(raw);
  const hook = lookup(raw, "__del__");
  if (hook == null || finalized.has(raw)) return;
  finalized.add(raw);
  try {
    hook.call(self);
  } catch (error) {
    unraisable({ error, message: `Exception ignored while calling deallocator ${repr(hook)}` });
  }
}

function watchExit(): void {
  exitWatched = true;
  // Browsers have no process, and end without a word; there, only collection and `del_` remain.
  const { process } = globalThis as { process?: { on?(event: "exit", listener: () => void): void } };
  process?.on?.("exit", () => {
    for (const raw of pending) finalize(raw, handleOf(raw));
  });
}

/** An error that no caller can receive, with CPython's words for where it came up. */
export interface Unraisable {
  readonly error: unknown;
  readonly message: string;
}

let unraisable: (report: Unraisable) => void = printUnraisable;

/**
 * Sets what is done with errors that cannot be thrown, such as those inside `__del__` (`sys.unraisablehook`). The
 * default prints them to the standard error stream.
 *
 * @returns the hook that was set before.
 */
export function setUnraisableHook(hook: (report: Unraisable) => void): (report: Unraisable) => void {
  const previous = unraisable;
  unraisable = hook;
  return previous;
}

function printUnraisable({ error, message }: Unraisable): void {
  const trace = error instanceof Error ? error.stack : `${typeName(error)}: ${repr(error)}`;
  console.error(`${message}:\n${trace}`);
}
