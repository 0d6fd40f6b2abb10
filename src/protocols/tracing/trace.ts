// `trace`: hears each call of an object's special methods, whoever makes it.

import { rawOf } from "../attributes/raw.ts";
import { retypeCallables } from "../callable.ts";
import { hashHook } from "../comparison/hash.ts";
import { Keywords } from "../kw.ts";
import { type Hook, isClass } from "../lookup.ts";
import { isDunder } from "../names.ts";
import { object } from "../object.ts";
import { repr } from "../text/repr.ts";
import { str } from "../text/text.ts";
import { typeName } from "../typename.ts";
import { line, type TracedCall, TracedCalls, type TracedOutcome } from "./calls.ts";

/** How {@link trace} tells what it hears. */
export interface TraceOptions {
  /**
   * Called with the text of each outermost call as soon as it has ended, those inside it on lines of their own: `print`,
   * for example.
   */
  readonly to?: (text: string) => unknown;
}

interface Recorded extends TracedCall {
  outcome: TracedOutcome | null;
}

/**
 * Hears each call of a special method on `obj` from now on, whoever makes it: `len(obj)`, `for…of`, `with_`, `obj.x` where
 * its class has a hook for that, or a direct call. Other instances of its class are not touched.
 *
 * Special methods are looked up on the type (reference, 3.3.12), so the object becomes an instance of a class of its own,
 * which extends its class and has a listening method before each of those. Being the same object it keeps its identity and
 * its `#private` state. Plain reading and writing of attributes is no call; nor does a `super` call inside a method come
 * by here, since it starts behind the class that the method was written in.
 *
 * @throws TypeError for what has no special methods of its own (primitives, classes, plain arrays …) and for frozen objects
 * @example
 * const calls = trace(account);
 * with_(account, () => len(account));
 * print(calls);
 * // __enter__() -> self
 * // __len__() -> 100
 * // __exit__(None, None, None)
 * calls.stop();
 */
export function trace(obj: object, options: TraceOptions = {}): TracedCalls {
  const raw = checked(obj);
  const base: object = Object.getPrototypeOf(raw);
  const names = hooksOf(raw);
  if (names.length === 0)
    throw new TypeError(`trace() wants an object with special methods, not '${typeName(obj)}'`);
  const level: object = Object.create(base);
  const recorder = new Recorder(raw, level, options);
  for (const name of names) {
    const { [name]: method } = {
      [name](this: unknown, ...args: unknown[]): unknown {
        // Read now: the class may have got another one since.
        return recorder.call(this, Reflect.get(base, name, this) as Hook, name, args);
      },
    };
    Object.defineProperty(level, name, { value: method, writable: true, configurable: true });
  }
  if (typeof raw === "function") retypeCallables();
  Object.setPrototypeOf(raw, level);
  return new TracedCalls(recorder.calls, typeName(obj), () => {
    recorder.stop();
    // Another trace may have been put before this one.
    if (Object.getPrototypeOf(raw) === level) Object.setPrototypeOf(raw, base);
  });
}

/** The object itself, where it can become an instance of another class. */
function checked(obj: unknown): object {
  if ((typeof obj !== "object" && typeof obj !== "function") || obj === null || isClass(obj)) {
    const what = isClass(obj) ? `the class '${obj.name}'` : `'${typeName(obj)}'`;
    throw new TypeError(`trace() wants an object with special methods, not ${what}`);
  }
  const raw = rawOf(obj as object);
  if (!Object.isExtensible(raw))
    throw new TypeError(`trace() cannot listen to a frozen object ('${typeName(obj)}')`);
  return raw;
}

/** The special methods that an object's class has, inherited ones too. */
function hooksOf(raw: object): string[] {
  const names = new Set<string>();
  let level: object | null = Object.getPrototypeOf(raw);
  for (; level !== null && !NATIVE.has(level); level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) if (isDunder(name)) names.add(name);
  }
  const type: Record<string, unknown> = Object.getPrototypeOf(raw);
  return [...names].filter(
    (name) =>
      !ATTRIBUTES.has(name) &&
      typeof type[name] === "function" &&
      !(SILENT.has(name) && type[name] === (object.prototype as unknown as Record<string, unknown>)[name]) &&
      // To give it one would make an unhashable object hashable.
      !(name === "__hash__" && hashHook(raw) === null),
  );
}

// What every native object has is none of ours.
const NATIVE: ReadonlySet<object> = new Set([Object.prototype, Function.prototype, Array.prototype]);
// Accessors of every instance.
const ATTRIBUTES: ReadonlySet<string> = new Set(["__dict__", "__class__", "__doc__"]);
// Without a hook of the class, plain access to attributes does not call these: to record some of it would mislead.
const SILENT: ReadonlySet<string> = new Set(["__getattribute__", "__setattr__", "__delattr__", "__init__"]);

/** Keeps what is heard, as it looked at that moment. */
class Recorder {
  readonly calls: Recorded[] = [];
  readonly #raw: object;
  readonly #level: object;
  readonly #to: ((text: string) => unknown) | undefined;
  #depth = 0;
  #listening = true;

  constructor(raw: object, level: object, { to }: TraceOptions) {
    this.#raw = raw;
    this.#level = level;
    this.#to = to;
  }

  stop(): void {
    this.#listening = false;
  }

  call(self: unknown, hook: Hook, name: string, args: readonly unknown[]): unknown {
    // An implicit look-up that finds nothing comes to `__getattr__` with the class for an object.
    if (self === this.#level) return undefined;
    if (!this.#listening) return hook.apply(self, args as unknown[]);
    const shown = `${name}(${args.map((arg) => this.#show(arg)).join(", ")})`;
    const call: Recorded = { name, args, depth: this.#depth, shown, outcome: null };
    const index = this.calls.push(call) - 1;
    this.#depth++;
    try {
      const result = hook.apply(self, args as unknown[]);
      call.outcome = { result, shown: this.#show(result) };
      return result;
    } catch (error) {
      call.outcome = { error, shown: this.#showError(error) };
      throw error;
    } finally {
      this.#depth--;
      if (this.#depth === 0) this.#tell(index);
    }
  }

  #tell(index: number): void {
    if (this.#to === undefined) return;
    const text = this.calls.slice(index).map(line).join("\n");
    this.#unheard(() => this.#to?.(text));
  }

  #show(value: unknown): string {
    if (value === null || (typeof value !== "object" && typeof value !== "function")) return repr(value);
    if (rawOf(value) === this.#raw) return "self";
    if (value instanceof Keywords) {
      const pairs = Object.entries(value.values as object);
      return pairs.map(([name, each]) => `${name}=${this.#show(each)}`).join(", ");
    }
    return this.#unheard(() => {
      try {
        return repr(value);
      } catch {
        return `<${typeName(value)} object>`;
      }
    });
  }

  #showError(error: unknown): string {
    return this.#unheard(() => {
      try {
        const text = str(error);
        return text === "" ? typeName(error) : `${typeName(error)}: ${text}`;
      } catch {
        return typeName(error);
      }
    });
  }

  /** Does something whose own calls are not the program's. */
  #unheard<R>(act: () => R): R {
    const listening = this.#listening;
    this.#listening = false;
    try {
      return act();
    } finally {
      this.#listening = listening;
    }
  }
}
