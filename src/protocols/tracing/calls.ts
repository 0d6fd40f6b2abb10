// The calls that a trace has heard, and their forms: records, text and a Mermaid diagram.

import { toMermaid } from "./mermaid.ts";

/** One call of a special method. */
export interface TracedCall {
  /** The method: `"__getattr__"`. */
  readonly name: string;
  /** The arguments themselves; {@link TracedCall.shown} has them as they looked then. */
  readonly args: readonly unknown[];
  /** How many other traced calls it happened in. */
  readonly depth: number;
  /** The call as text, its arguments as they were: `__getattr__('x')`. */
  readonly shown: string;
  /** What came of it. A method that has not ended yet has none. */
  readonly outcome: TracedOutcome | null;
}

/** What came of a call: a result or an error, and how that looked then: `1`, `ValueError: no`. */
export type TracedOutcome =
  | { readonly result: unknown; readonly shown: string }
  | { readonly error: unknown; readonly shown: string };

/** The calls heard so far, in the order in which they began. */
export class TracedCalls {
  readonly #calls: readonly TracedCall[];
  readonly #typeName: string;
  readonly #stop: () => void;

  constructor(calls: readonly TracedCall[], typeName: string, stop: () => void) {
    this.#calls = calls;
    this.#typeName = typeName;
    this.#stop = stop;
  }

  /** How many there are. */
  __len__(): number {
    return this.#calls.length;
  }

  /** One line for each call, those that happened inside another indented: `__len__() -> 3`. */
  toString(): string {
    return this.#calls.map(line).join("\n");
  }

  __str__(): string {
    return this.toString();
  }

  /** The calls as records; a copy, which later calls leave as it is. */
  toArray(): TracedCall[] {
    return [...this.#calls];
  }

  /** The text of a Mermaid sequence diagram: who called the object, and what it answered. */
  toMermaid(): string {
    return toMermaid(this.#calls, this.#typeName);
  }

  /** Stops listening: the object is as it was before. What was heard stays. */
  stop(): void {
    this.#stop();
  }

  __enter__(): this {
    return this;
  }

  __exit__(): void {
    this.stop();
  }
}

/** One call as a line of text. */
export function line({ depth, shown, outcome }: TracedCall): string {
  return `${"  ".repeat(depth)}${shown}${outcome === null ? " …" : answer(outcome)}`;
}

function answer(outcome: TracedOutcome): string {
  if ("error" in outcome) return ` raises ${outcome.shown}`;
  // What returns nothing has nothing to say, as at Python's own prompt.
  return outcome.result === undefined ? "" : ` -> ${outcome.shown}`;
}
