// The commands that the contract of dispatchers is shown with.

import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { metaclass } from "../../../../src/meta/metaclass.ts";
import type { CommandCall } from "../../../../src/net/dispatch/call.ts";
import { command } from "../../../../src/net/dispatch/command.ts";
import { CommandError } from "../../../../src/net/dispatch/command-error.ts";
import { CommandMeta } from "../../../../src/net/dispatch/command-meta.ts";
import { type Part, Reply } from "../../../../src/net/dispatch/reply.ts";
import type { Body } from "../../../../src/net/frames.ts";
import type { JsonObject } from "../../../../src/net/json/index.ts";
import { osError } from "../../../../src/net/oserror.ts";
import { object } from "../../../../src/protocols/object.ts";

const Amount = v.object({ by: v.pipe(v.number(), v.integer(), v.minValue(1)), note: v.optional(v.string()) });

/** Counts, and notes what becomes of its commands. */
@metaclass(CommandMeta)
export class Counter extends object {
  count = 0;
  /** What happened to commands that were given up, and to bodies. */
  readonly noted: string[] = [];

  @command("add", { header: Amount, pipelined: true })
  add({ by }: { by: number }) {
    "Add to the count.\n\nTells what it is then.";
    this.count += by;
    return { count: this.count };
  }

  @command("echo")
  async echo(header: JsonObject, body: Body, { cmd, client_address, key }: CommandCall) {
    "Tell what was asked.";
    return {
      header: { ...header },
      body: new TextDecoder().decode(await body.read()),
      cmd,
      client_address,
      key,
    };
  }

  @command("nothing")
  nothing() {
    "Answer nothing.";
  }

  @command("fail")
  fail({ how }: JsonObject) {
    "Fail in one way or another.";
    if (how === "refuse") throw new CommandError("too_much", "no more of it");
    if (how === "disk") throw osError("ENOSPC", "/srv/secret/path");
    if (how === "list") return [1] as object;
    throw new TypeError("secret detail");
  }

  @command("wait")
  async wait({ seconds }: JsonObject, _body: Body, { signal }: CommandCall) {
    "Take some time; obedient to its signal.";
    try {
      await sleep(Number(seconds) * 1000, undefined, { signal });
    } catch {
      this.noted.push(`gave up: ${(signal.reason as Error).name}`);
    }
    return { waited: seconds };
  }

  @command("stubborn")
  async stubborn({ seconds }: JsonObject) {
    "Take some time, whatever the caller says, and answer with a body.";
    await sleep(Number(seconds) * 1000);
    return this.numbers({ to: 3 });
  }

  @command("numbers")
  numbers({ to, length = to, fails = false }: JsonObject) {
    "Answer with a body of so many bytes.";
    const { noted } = this;
    async function* count() {
      for (let i = 0; i < Number(to); i++) yield Uint8Array.of(i);
      if (fails) throw new TypeError("secret detail");
    }
    const body = { [Symbol.asyncIterator]: count, close: () => noted.push("closed") };
    return new Reply({ to }, body, Number(length));
  }

  @command("parts")
  async *parts({ to, pause = 0, fails = false }: JsonObject): AsyncGenerator<Part, object> {
    "Answer in so many parts.";
    try {
      for (let i = 0; i < Number(to); i++) {
        yield { header: { part: i }, body: Uint8Array.of(i, i) };
        await sleep(Number(pause) * 1000);
      }
      if (fails) throw new CommandError("too_much", "no more of it");
      return { parts: to };
    } finally {
      this.noted.push("ended");
    }
  }

  secret() {
    return { secret: true };
  }
}
