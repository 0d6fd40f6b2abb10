// The form in which a protocol says how its hook reaches JavaScript's own protocol.

/**
 * One bridge: a class that defines the special method `hook` gets `method` under `key`, once, not enumerable, and only
 * where the class has no such property of its own. A hook set to `null` hides an inherited bridge.
 */
export interface Bridge {
  readonly hook: string;
  readonly key: PropertyKey;
  // biome-ignore lint/suspicious/noExplicitAny: bridges take whatever JavaScript's protocol passes
  readonly method: (this: any, ...args: any[]) => unknown;
}
