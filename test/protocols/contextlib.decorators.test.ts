// Context managers as decorators of methods, in both dialects.

import { expect, test } from "vitest";
import { contextlib, ValueError } from "../../src/protocols/index.ts";

const log: string[] = [];

const logged = contextlib.contextmanager(function* (name: string) {
  log.push(`enter ${name}`);
  try {
    yield;
  } finally {
    log.push(`exit ${name}`);
  }
});

const connected = contextlib.asynccontextmanager(async function* () {
  log.push("open");
  yield;
  log.push("close");
});

class Account {
  balance = 10;

  @logged("withdraw")
  withdraw(amount: number): number {
    if (amount > this.balance) throw new ValueError("not enough");
    this.balance -= amount;
    return this.balance;
  }

  @connected()
  async fetch(): Promise<number> {
    return this.balance;
  }
}

test("a decorated method runs inside the context, with its own `this`", () => {
  log.length = 0;
  const account = new Account();
  expect([account.withdraw(3), account.withdraw(2)]).toEqual([7, 5]);
  expect(() => account.withdraw(100)).toThrow("not enough");
  expect(log).toEqual(Array(3).fill(["enter withdraw", "exit withdraw"]).flat());
  expect(Account.prototype.withdraw.name).toBe("withdraw");
});

test("an async method inside an asynchronous context", async () => {
  log.length = 0;
  expect(await new Account().fetch()).toBe(10);
  expect(log).toEqual(["open", "close"]);
});
