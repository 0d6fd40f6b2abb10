// How the options of the commands are declared: each takes one text, which is read by a function of its own.

import { UsageError } from "./usage.ts";

/** An option that takes one value. The reader throws a `UsageError` that says what was expected. */
export function value<T>(name: string, describe: string, read: (text: string) => T, shown?: string) {
  return {
    type: "string",
    describe,
    requiresArg: true,
    ...(shown === undefined ? {} : { defaultDescription: shown }),
    coerce(given: string | readonly string[] | undefined): T | undefined {
      if (given === undefined) return undefined;
      if (typeof given !== "string") throw new UsageError(`--${name} was given ${given.length} times`);
      try {
        return read(given);
      } catch (error) {
        if (error instanceof UsageError) throw new UsageError(`--${name}: ${error.message}`);
        throw error;
      }
    },
  } as const;
}

/** An option that takes a text as it is. */
export function text(name: string, describe: string, shown?: string) {
  return value(name, describe, (given) => given, shown);
}

/** An option that is given or not. */
export function flag(describe: string) {
  return { type: "boolean", default: false, describe } as const;
}
