// Tests named `*.decorators.test.ts` run twice: with standard decorators and with the legacy ones.

import { expect, test } from "vitest";

test("the project compiles the dialect that it is named for", () => {
  let received: readonly unknown[] = [];
  function note(...args: unknown[]): void {
    received = args;
  }

  @note
  class Noted {}

  const context = process.env.DIALECT === "legacy" ? [] : [expect.objectContaining({ kind: "class" })];
  expect(received).toEqual([Noted, ...context]);
});
