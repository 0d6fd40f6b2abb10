// The small context managers: `suppress`, `closing`, `aclosing` and `nullcontext`.

import { noAttribute } from "../attributes/plain-access.ts";
import { ASYNC_DISPOSE } from "../context/polyfill.ts";
import { isThenable } from "../context/thenable.ts";
import { AttributeError } from "../errors.ts";
import type { Class } from "../lookup.ts";
import { type WithoutNew, withoutNew } from "../without-new.ts";
import { AbstractAsyncContextManager, AbstractContextManager } from "./abstract.ts";

type Classes = Class | readonly Classes[];

class Suppress extends AbstractContextManager {
  readonly #exceptions: readonly Classes[];

  constructor(...exceptions: Classes[]) {
    super();
    this.#exceptions = exceptions;
  }

  override __enter__(): null {
    return null;
  }

  __exit__(exc_type: Class | null, exc: unknown, _traceback: string | null): boolean {
    return exc_type !== null && isAnyOf(exc, this.#exceptions);
  }
}

function isAnyOf(exc: unknown, classes: readonly Classes[]): boolean {
  return classes.some((cls) => {
    if (Array.isArray(cls)) return isAnyOf(exc, cls);
    if (typeof cls === "function") return exc instanceof cls;
    throw new TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union");
  });
}

/**
 * Ends errors of these classes: execution goes on after the body (library, "contextlib.suppress").
 *
 * @example with_(suppress(FileNotFoundError), () => remove("somefile.tmp"));
 */
export const suppress: WithoutNew<Classes[], Suppress> = named("suppress", Suppress);
export type suppress = Suppress;

type Closable = { close(): unknown } | Generator<unknown, unknown, never>;

class Closing<T> extends AbstractContextManager {
  readonly #thing: T;

  constructor(thing: T) {
    super();
    this.#thing = thing;
  }

  override __enter__(): T {
    return this.#thing;
  }

  __exit__(_exc_type: Class | null, _exc: unknown, _traceback: string | null): void {
    const closed = callFirst(this.#thing, "close", "return");
    if (isThenable(closed))
      throw new TypeError("close() returned a promise, which closing does not wait for: use aclosing");
  }
}

/**
 * Calls `thing.close()` after the body, which gets the thing (library, "contextlib.closing"). A generator is closed by
 * its `return`.
 *
 * @example with_(closing(socket), (socket) => socket.sendall(data));
 */
export const closing: {
  new <T extends Closable>(thing: T): Closing<T>;
  <T extends Closable>(thing: T): Closing<T>;
} = named("closing", Closing as new (thing: unknown) => Closing<unknown>) as never;
export type closing<T> = Closing<T>;

type AsyncClosable =
  | { aclose(): PromiseLike<unknown> }
  | { close(): PromiseLike<unknown> }
  | AsyncGenerator<unknown, unknown, never>;

class Aclosing<T> extends AbstractAsyncContextManager {
  readonly #thing: T;

  constructor(thing: T) {
    super();
    this.#thing = thing;
  }

  override __aenter__(): Promise<T> {
    return Promise.resolve(this.#thing);
  }

  async __aexit__(_exc_type: Class | null, _exc: unknown, _traceback: string | null): Promise<void> {
    await callFirst(this.#thing, "aclose", "return", "close");
  }
}

/**
 * Awaits `thing.aclose()` after the body, which gets the thing (library, "contextlib.aclosing"). An async generator is
 * closed by its `return`, a native thing by its asynchronous `close`.
 */
export const aclosing: {
  new <T extends AsyncClosable>(thing: T): Aclosing<T>;
  <T extends AsyncClosable>(thing: T): Aclosing<T>;
} = named("aclosing", Aclosing as new (thing: unknown) => Aclosing<unknown>) as never;
export type aclosing<T> = Aclosing<T>;

/** Calls the first of these methods that an object has. */
function callFirst(obj: unknown, ...names: [string, ...string[]]): unknown {
  const methods = Object(obj) as Record<string, unknown>;
  const name = names.find((each) => typeof methods[each] === "function");
  if (name === undefined) throw new AttributeError(noAttribute(obj, names[0]));
  return (methods[name] as () => unknown)();
}

class NullContext<T> extends AbstractContextManager {
  readonly enter_result: T;

  constructor(enter_result: T) {
    super();
    this.enter_result = enter_result;
  }

  override __enter__(): T {
    return this.enter_result;
  }

  __exit__(_exc_type: Class | null, _exc: unknown, _traceback: string | null): void {}

  __aenter__(): Promise<T> {
    return Promise.resolve(this.enter_result);
  }

  async __aexit__(_exc_type: Class | null, _exc: unknown, _traceback: string | null): Promise<void> {}

  async [ASYNC_DISPOSE](): Promise<void> {}
}

/**
 * Does nothing, for `with_` and `async_with` alike; the body gets `enter_result` (library, "contextlib.nullcontext").
 *
 * @example with_(path === null ? nullcontext(stdin) : open(path), (file) => file.read());
 */
export const nullcontext: {
  new <T = null>(enter_result?: T): NullContext<T>;
  <T = null>(enter_result?: T): NullContext<T>;
} = named(
  "nullcontext",
  class extends NullContext<unknown> {
    constructor(enter_result: unknown = null) {
      super(enter_result);
    }
  },
) as never;
export type nullcontext<T = null> = NullContext<T>;

function named<Args extends unknown[], T>(name: string, cls: new (...args: Args) => T): WithoutNew<Args, T> {
  return withoutNew(Object.defineProperty(cls, "name", { value: name }));
}
