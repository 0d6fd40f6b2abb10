// `contextlib.ExitStack`: a variable number of context managers and clean-ups, left together.

import type { ContextManager } from "../context/context.ts";
import { syncHooks } from "../context/context-hooks.ts";
import { NO_ERROR } from "../context/handling.ts";
import { isThenable } from "../context/thenable.ts";
import { type Class, type Hook, lookup } from "../lookup.ts";
import { qualifiedName } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import { withoutNew } from "../without-new.ts";
import { AbstractContextManager } from "./abstract.ts";
import { type ExitCallback, Unwinding } from "./unwind.ts";

/** A function with `__exit__`'s parameters; a true answer suppresses the error. */
export type ExitFunction = (exc_type: Class | null, exc: unknown, traceback: string | null) => unknown;

/** The callbacks of both kinds of stack. */
export class ExitCallbacks {
  #callbacks: ExitCallback[] = [];

  /** Adds what is to be called at the end, before everything that is there. */
  add(exit: (...info: never[]) => unknown, isSync: boolean): void {
    this.#callbacks.push({ exit: exit as ExitCallback["exit"], isSync });
  }

  /** Adds a call of `f`. Its answer counts for nothing, but a promise is an answer that should have been waited for. */
  call(f: (...args: never[]) => unknown, args: readonly unknown[]): void {
    const call = calledLater(f);
    this.add(() => {
      const answer = call.apply(undefined, args as unknown[]);
      return isThenable(answer) ? answer : null;
    }, true);
  }

  /** The last one added, which is then gone. */
  take(): ExitCallback | undefined {
    return this.#callbacks.pop();
  }

  /** Moves all of them into `other`. */
  moveTo(other: ExitCallbacks): void {
    other.#callbacks = this.#callbacks;
    this.#callbacks = [];
  }

  /** Enters a context manager, and adds its exit. */
  enter(cm: unknown): unknown {
    const { enter, exit } = syncHooks(cm, notManager);
    const value = enter.call(cm);
    this.add(exit.bind(cm), true);
    return value;
  }

  /** Adds the exit of a context manager that somebody entered, or a function of that form. */
  push(exit: unknown): void {
    const hook = lookup(exit, "__exit__");
    this.add(hook === undefined ? calledLater(exit) : bound(hook, exit), true);
  }
}

/** `'Foo' object does not support the context manager protocol`, with the class named as an exit stack names it. */
export function notManager(cm: unknown, missed: string): TypeError {
  const protocol = missed.startsWith("__a") ? "asynchronous context manager" : "context manager";
  return new TypeError(`'${fullTypeName(cm)}' object does not support the ${protocol} protocol`);
}

function fullTypeName(value: unknown): string {
  const isObject = typeof value === "object" && value !== null && typeof value.constructor === "function";
  const name = isObject ? qualifiedName(value.constructor as unknown as Class) : typeName(value);
  return name.includes(".") ? name : `builtins.${name}`;
}

/** A special method tied to its object. */
export function bound(hook: Hook | null, self: unknown): OmitThisParameter<Hook> {
  if (hook === null) throw new TypeError("first argument must be callable");
  return hook.bind(self);
}

/** A function as it was given; what cannot be called is found out when it is. */
export function calledLater(f: unknown): Hook {
  if (typeof f === "function") return f as Hook;
  return (...args) => {
    const call = lookup(f, "__call__");
    if (call === undefined) throw new TypeError(`'${typeName(f)}' object is not callable`);
    return bound(call, f)(...args);
  };
}

class Stack extends AbstractContextManager {
  readonly #callbacks = new ExitCallbacks();

  override __enter__(): this {
    return this;
  }

  /**
   * Calls what was pushed, last in first out. An error goes from one to the next until one suppresses it; an error that
   * one raises replaces it, and has it as context.
   *
   * @returns true when the error given was suppressed
   */
  __exit__(_exc_type: Class | null, exc: unknown, _traceback: string | null): boolean {
    const unwinding = new Unwinding(exc);
    for (let next = this.#callbacks.take(); next !== undefined; next = this.#callbacks.take()) {
      try {
        const answer = unwinding.call(next);
        if (isThenable(answer))
          throw new TypeError("a callback of ExitStack returned a promise: use AsyncExitStack");
        unwinding.answered(answer);
      } catch (error) {
        unwinding.raised(error);
      }
    }
    return unwinding.finish();
  }

  /**
   * Enters a context manager, and has it exited at the end.
   *
   * @returns what `__enter__` returned
   * @throws TypeError `'__main__.Foo' object does not support the context manager protocol`
   */
  enter_context<T>(cm: ContextManager<T>): T;
  enter_context<D extends Disposable>(cm: D): D;
  enter_context(cm: unknown): unknown {
    return this.#callbacks.enter(cm);
  }

  /** Has a context manager's `__exit__` called at the end, or a function with its parameters. Returns its argument. */
  push<E extends ExitFunction | Pick<ContextManager, "__exit__">>(exit: E): E {
    this.#callbacks.push(exit);
    return exit;
  }

  /** Has a function called with these arguments at the end; it cannot suppress errors. Returns the function. */
  callback<Args extends unknown[], R>(f: (...args: Args) => R, ...args: Args): (...args: Args) => R {
    this.#callbacks.call(f, args);
    return f;
  }

  /** A new stack with everything that was pushed; this one has nothing left to do. */
  pop_all(): this {
    const stack = new (this.constructor as new () => this)();
    this.#callbacks.moveTo(stack.#callbacks);
    return stack;
  }

  /** Calls what was pushed, now. */
  close(): void {
    this.__exit__(...NO_ERROR);
  }
}

/**
 * A context manager made of others: what is entered or pushed while its body runs is exited at its end, in reverse
 * order, as nested `with` statements would (library, "contextlib.ExitStack"). Called with or without `new`; works in
 * `using` too.
 *
 * @example
 * with_(ExitStack(), (stack) => {
 *   const files = names.map((name) => stack.enter_context(open(name)));
 *   stack.callback(print, "done");
 * });
 */
export const ExitStack = withoutNew(Object.defineProperty(Stack, "name", { value: "ExitStack" }));
export type ExitStack = Stack;
