// The two sides of an instance that is a Proxy: the raw object, and the handle that programs hold.

// A base constructor that returns its argument lets a subclass put private fields on any object, a Proxy too. Reading
// them is as quick as a WeakMap, and making them costs a tenth: a WeakMap of many short-lived keys burdens the collector.
class Stamped {
  constructor(obj: object) {
    return obj;
  }
}

class Handle extends Stamped {
  readonly #raw: object;
  constructor(handle: object, raw: object) {
    super(handle);
    this.#raw = raw;
  }
  static raw(obj: object): object {
    return #raw in obj ? obj.#raw : obj;
  }
}

class Raw extends Stamped {
  readonly #handle: object | WeakRef<object>;
  constructor(raw: object, handle: object | WeakRef<object>) {
    super(raw);
    this.#handle = handle;
  }
  static handle(obj: object): object {
    if (!(#handle in obj)) return obj;
    const handle = obj.#handle;
    return handle instanceof WeakRef ? (handle.deref() ?? obj) : handle;
  }
}

/** Remembers that `handle` stands for `raw`; the way back is weak where the handle's end is to be noticed. */
export function pair(handle: object, raw: object, weakly: boolean): void {
  new Handle(handle, raw);
  new Raw(raw, weakly ? new WeakRef(handle) : handle);
}

// Hooks ask for the raw object of the handle that a trap has just been called for.
let lastHandle: object | undefined;
let lastRaw: object | undefined;

/** Says that the next question will likely be for the raw object of this handle. */
export function expectRawOf(handle: object, raw: object): void {
  lastHandle = handle;
  lastRaw = raw;
}

/** The object behind an instance's Proxy; the object itself where there is none. */
export function rawOf<T extends object>(obj: T): T {
  return (obj === lastHandle ? lastRaw : Handle.raw(obj)) as T;
}

/** The handle of a raw object; the object itself where there is none. */
export function handleOf<T extends object>(raw: T): T {
  return Raw.handle(raw) as T;
}
