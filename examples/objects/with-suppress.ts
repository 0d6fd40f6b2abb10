// with and an error that may happen: a true answer of `__exit__` ends it.

import { type Class, getitem, issubclass, KeyError, object, print, repr, ValueError, with_ } from "dunder";

// Only the classes that were named. To answer `true` to everything would hide the next mistake in the body too.
class Tolerate extends object {
  readonly expected: readonly Class[];
  error: unknown = null;

  constructor(...expected: Class[]) {
    super();
    this.expected = expected;
  }
  __enter__(): this {
    return this;
  }
  __exit__(exc_type: Class | null, exc: unknown): boolean {
    if (exc_type === null || !issubclass(exc_type, this.expected)) return false;
    this.error = exc;
    return true;
  }
}

const prices = new Map([
  ["bread", 3],
  ["cheese", 9],
]);
let total = 0;
for (const item of ["bread", "truffles", "cheese"]) {
  const attempt = new Tolerate(KeyError);
  with_(attempt, () => {
    total += getitem(prices, item);
    print("bought", item);
  });
  // The program goes on here, behind the body: what the body had left to do was not done.
  if (attempt.error !== null) print("not sold here:", attempt.error);
}
print("total", total);

// An error of another class passes through.
try {
  with_(new Tolerate(KeyError), () => {
    throw new ValueError("nobody expected this");
  });
} catch (error) {
  print(repr(error));
}
