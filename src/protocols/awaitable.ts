// `__await__`: objects to wait for, by JavaScript's `await` (reference, 3.4.1).

import type { Bridge } from "./bridge.ts";
import { isThenable } from "./context/thenable.ts";
import { isStopIteration } from "./iteration/python-iterator.ts";
import { type Hook, lookup } from "./lookup.ts";
import { typeName } from "./typename.ts";

/**
 * Runs an object's `__await__` to its end.
 *
 * The hook gives an iterator, which a generator is: each value it yields is awaited and the result sent back to it, and
 * its return value is the result. It may also simply give a promise.
 *
 * @throws TypeError `__await__() returned non-iterator of type 'int'`
 */
async function run(obj: unknown): Promise<unknown> {
  const steps = (lookup(obj, "__await__") as Hook).call(obj);
  if (isThenable(steps)) return steps;
  const next = stepper(steps);
  let sent: unknown;
  for (;;) {
    const { done, value } = next(sent);
    if (done) return value;
    sent = await value;
  }
}

type Step = { readonly done?: boolean; readonly value: unknown };

function stepper(steps: unknown): (sent: unknown) => Step {
  const native = (steps as { next?: unknown } | null)?.next;
  if (typeof native === "function") return (sent) => native.call(steps, sent);
  const hook = lookup(steps, "__next__");
  if (hook == null) throw new TypeError(`__await__() returned non-iterator of type '${typeName(steps)}'`);
  return () => {
    try {
      return { value: hook.call(steps) };
    } catch (error) {
      if (!isStopIteration(error)) throw error;
      return { done: true, value: (error as { value?: unknown }).value };
    }
  };
}

/** `__await__` makes an object a thenable, which is what `await` asks for. */
export const awaitableBridges: readonly Bridge[] = [
  {
    hook: "__await__",
    key: "then",
    method(this: unknown, resolve: (value: unknown) => unknown, reject: (error: unknown) => unknown) {
      return run(this).then(resolve, reject);
    },
  },
];
