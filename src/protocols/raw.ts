// The two sides of an instance that is a Proxy: the raw object, and the handle that programs hold.

const rawByHandle = new WeakMap<object, object>();
const handleByRaw = new WeakMap<object, object | WeakRef<object>>();

/** Remembers that `handle` is the Proxy of `raw`; weakly both ways where the handle's end is to be noticed. */
export function pair(handle: object, raw: object, weakly: boolean): void {
  rawByHandle.set(handle, raw);
  handleByRaw.set(raw, weakly ? new WeakRef(handle) : handle);
}

/** The object behind an instance's Proxy; the object itself where there is none. */
export function rawOf<T extends object>(obj: T): T {
  return (rawByHandle.get(obj) as T | undefined) ?? obj;
}

/** The handle of a raw object; the object itself where there is none. */
export function handleOf<T extends object>(raw: T): T {
  const handle = handleByRaw.get(raw) as T | WeakRef<T> | undefined;
  if (handle instanceof WeakRef) return handle.deref() ?? raw;
  return handle ?? raw;
}
