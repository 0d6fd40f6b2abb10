// with: enter, do, and leave whatever happens.

import { type Class, object, ValueError, with_ } from "dunder";
import { equal, fill, koan, raises } from "../scripts/koans/koan.ts";

class Door extends object {
  readonly log: string[] = [];
  constructor(readonly forgiving = false) {
    super();
  }
  __enter__(): this {
    this.log.push("open");
    return this;
  }
  __exit__(exc_type: Class | null): boolean {
    this.log.push(exc_type === null ? "close" : `close after ${exc_type.name}`);
    return this.forgiving;
  }
}

koan("__enter__ comes before the body, __exit__ after it", () => {
  const door = new Door();
  with_(door, () => door.log.push("body"));
  equal(door.log, fill(["open", "body", "close"]));
});

koan("__exit__ is told of the body's error, which then goes on", () => {
  const door = new Door();
  raises(fill(ValueError), () =>
    with_(door, () => {
      throw new ValueError("no");
    }),
  );
  equal<unknown>(door.log.at(-1), fill("close after ValueError"));
});

koan("A true answer of __exit__ ends the error there", () => {
  const result = with_(new Door(true), () => {
    throw new ValueError("no");
  });
  equal<unknown>(result, fill(undefined));
});
