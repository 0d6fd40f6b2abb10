// A command's header is typed by its schema: one that the schema does not make does not compile, in any form.

import type { StandardSchemaV1 } from "@standard-schema/spec";
import * as v from "valibot";
import { expect, expectTypeOf, test } from "vitest";
import { metaclass } from "../../../src/meta/metaclass.ts";
import type { CommandCall } from "../../../src/net/dispatch/call.ts";
import { command, type HeaderOf } from "../../../src/net/dispatch/command.ts";
import { CommandError } from "../../../src/net/dispatch/command-error.ts";
import { CommandMeta, commandsOf } from "../../../src/net/dispatch/command-meta.ts";
import { validated } from "../../../src/net/dispatch/header-schema.ts";
import { commandHelp } from "../../../src/net/dispatch/help.ts";
import type { Part } from "../../../src/net/dispatch/reply.ts";
import type { Body } from "../../../src/net/frames.ts";
import { type JsonObject, loads } from "../../../src/net/json/index.ts";
import { object } from "../../../src/protocols/object.ts";

const Order = v.object({ item: v.string(), count: v.optional(v.number(), 1) });

/** A schema of no library: a text of so many characters in the field `name`. */
const named: StandardSchemaV1<unknown, { readonly name: string }> = {
  "~standard": {
    version: 1,
    vendor: "nobody",
    validate: async (value) => {
      const { name } = value as { name?: unknown };
      if (typeof name === "string") return { value: { name } };
      return { issues: [{ message: "expected a text", path: [{ key: "name" }] }] };
    },
  },
};

test("a method gets what the schema makes", () => {
  @metaclass(CommandMeta)
  class Shop extends object {
    @command("buy", { header: Order })
    buy({ item, count }: { item: string; count: number }, body: Body, call: CommandCall) {
      "Buy.";
      return { item, count, size: body.length, cmd: call.cmd };
    }
    @command("look", { header: Order, pipelined: true })
    look({ item }: { readonly item: string }) {
      "A method may look at less.";
      return { item };
    }
    @command("ask", { header: named })
    async ask({ name }: { readonly name: string }) {
      "Any library's schema will do.";
      return { name };
    }
    @command("tell")
    tell(this: Shop, header: JsonObject) {
      "Without a schema the header is as it came.";
      return { ...header };
    }
    @command("list")
    async *list(): AsyncGenerator<Part, object> {
      "List in parts.";
      yield { header: { item: "spam" } };
      return {};
    }
  }
  const { buy, look } = Object.fromEntries(commandsOf(Shop));
  expect(buy).toEqual({ name: "buy", method: "buy", doc: "Buy.", header: Order, pipelined: false });
  expect(look).toMatchObject({ pipelined: true });
});

test("a method that wants another header does not compile", () => {
  class Wrong extends object {
    // @ts-expect-error: item is a string
    @command("a", { header: Order })
    a(_header: { item: number }) {
      return {};
    }
    // @ts-expect-error: the schema knows no price
    @command("b", { header: Order })
    b(_header: { price: string }) {
      return {};
    }
    // @ts-expect-error: without a schema nothing is known of the fields
    @command("c")
    c(_header: { item: string }) {
      return {};
    }
    // @ts-expect-error: a command answers with an object
    @command("d", { header: Order })
    d() {
      return "done";
    }
    // @ts-expect-error: what a streamed command yields has a header
    @command("e")
    async *e() {
      yield new Uint8Array(3);
    }
    // @ts-expect-error: the body comes second
    @command("f")
    f(_header: JsonObject, _body: string) {
      return {};
    }
  }
  expect(Object.keys(new Wrong())).toEqual([]);
});

test("nor does it by a call", () => {
  class Shop extends object {
    buy(_header: { item: string }) {
      return {};
    }
    sell(_header: { item: number }) {
      return {};
    }
    price = 3;
  }
  command("buy", { header: Order })(Shop.prototype, "buy");
  // @ts-expect-error: item is a string
  command("sell", { header: Order })(Shop.prototype, "sell");
  // @ts-expect-error: no such method
  expect(() => command("x")(Shop.prototype, "missing")).toThrow("@command needs a method, not None");
  // @ts-expect-error: no method
  expect(() => command("x")(Shop.prototype, "price")).toThrow("@command needs a method");
  const marked = command("buy", { header: Order })((header: { item: string }) => ({ ...header }));
  expectTypeOf(marked).toEqualTypeOf<(header: { item: string }) => { item: string }>();
  // @ts-expect-error: item is a string
  command("buy", { header: Order })((_header: { item: number }) => ({}));
});

test("the type of a header can be named", () => {
  expectTypeOf<HeaderOf<{ header: typeof Order }>>().toEqualTypeOf<{ item: string; count: number }>();
  expectTypeOf<HeaderOf<{ pipelined: true }>>().toEqualTypeOf<JsonObject>();
});

test("what is no schema is refused at once", () => {
  // @ts-expect-error: a plain object is no schema
  expect(() => command("x", { header: { item: "string" } })).toThrow(
    new TypeError("the header of a command must be a Standard Schema, not {'item': 'string'}"),
  );
});

test("a schema may take its time, and its faults are told in the same words", async () => {
  expect(await validated(named, { cmd: "ask", name: "egon" })).toEqual({ name: "egon" });
  await expect(validated(named, { cmd: "ask" })).rejects.toThrow(
    new CommandError("bad_header", "header field 'name': expected a text"),
  );
});

test("a schema sees the fields of the command alone", () => {
  const strict = v.strictObject({ item: v.string() });
  expect(validated(strict, { cmd: "buy", reply: true, item: "spam" })).toEqual({ item: "spam" });
  expect(() => validated(strict, { cmd: "buy", itme: "spam", item: "" })).toThrow("header field 'itme'");
});

test("keys that JavaScript has a meaning for are keys like others", () => {
  const header = loads('{"__proto__": {"item": "spam"}, "constructor": 1, "count": 2}') as JsonObject;
  expect(() => validated(Order, header)).toThrow("header field 'item'");
  const open = validated(v.looseObject({}), header) as object;
  expect(Object.getPrototypeOf(open)).toBe(Object.prototype);
  expect({}).not.toHaveProperty("item");
});

test("help tells the fields of a schema that can tell them", () => {
  const standard: StandardSchemaV1 = {
    "~standard": {
      ...named["~standard"],
      jsonSchema: {
        input: () => ({
          properties: { name: { type: "string" }, age: { type: "integer" } },
          required: ["name"],
        }),
      },
    } as StandardSchemaV1["~standard"],
  };
  const table = new Map(
    Object.entries({ buy: Order, ask: named, tell: standard }).map(([name, header]) => [
      name,
      { name, method: name, doc: "Do it.\n\n    All of it.", header, pipelined: false },
    ]),
  );
  expect(commandHelp(table, "buy")).toBe(
    "buy: Do it.\n\nAll of it.\n\nheader:\n  item   string\n  count  number (optional)",
  );
  expect(commandHelp(table, "ask")).toBe("ask: Do it.\n\nAll of it.");
  expect(commandHelp(table, "tell")).toMatch(/header:\n {2}name {2}string\n {2}age {3}integer \(optional\)$/);
  expect(() => commandHelp(table, "constructor")).toThrow(
    new CommandError("unknown_command", "no command 'constructor'"),
  );
});
