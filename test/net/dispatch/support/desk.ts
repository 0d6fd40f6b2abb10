// A handler with a command of each kind, and what was observed of it.

import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { metaclass } from "../../../../src/meta/metaclass.ts";
import type { CommandCall } from "../../../../src/net/dispatch/call.ts";
import { command } from "../../../../src/net/dispatch/command.ts";
import { CommandError } from "../../../../src/net/dispatch/command-error.ts";
import { CommandHandler } from "../../../../src/net/dispatch/command-handler.ts";
import { CommandMeta } from "../../../../src/net/dispatch/command-meta.ts";
import { type Part, Reply } from "../../../../src/net/dispatch/reply.ts";
import type { Body } from "../../../../src/net/frames.ts";
import type { JsonObject } from "../../../../src/net/json/index.ts";
import type {
  AuthenticationEvent,
  CommandEvent,
  ConnectionEvent,
} from "../../../../src/net/services/observe/observer.ts";

const Sum = v.object({
  numbers: v.pipe(v.array(v.number()), v.maxLength(3)),
  start: v.optional(v.number(), 0),
});

const Nap = v.object({ ms: v.number(), name: v.optional(v.string()), fail: v.optional(v.boolean()) });

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 30));

const Bytes = v.object({
  size: whole,
  length: v.optional(whole),
  piece: v.optional(v.pipe(whole, v.minValue(1)), 1000),
  fails: v.optional(v.boolean(), false),
});

const Count = v.object({ to: whole, ms: v.optional(whole, 0), fails: v.optional(v.boolean(), false) });

@metaclass(CommandMeta)
export class Desk extends CommandHandler {
  /** What happened, in order. */
  log: string[] = [];

  @command("sum", { header: Sum })
  sum({ numbers, start }: v.InferOutput<typeof Sum>) {
    "Add numbers.\n\nThree at most.";
    return { sum: numbers.reduce((a, b) => a + b, start) };
  }

  @command("upper")
  async upper(_header: JsonObject, body: Body) {
    "Tell the body in capitals.";
    return { text: new TextDecoder().decode(await body.read()).toUpperCase() };
  }

  @command("ignore")
  ignore() {
    "Leave the body unread.";
    return {};
  }

  @command("nap", { header: Nap, pipelined: true })
  async nap({ ms, name, fail }: v.InferOutput<typeof Nap>, body: Body, { signal }: CommandCall) {
    "Sleep for some milliseconds.";
    this.log.push(`begin ${name}`);
    try {
      await sleep(ms, undefined, { signal });
    } finally {
      this.log.push(`end ${name}`);
    }
    if (fail) throw new CommandError("overslept", "too late");
    return { name, text: new TextDecoder().decode((await body.read()).subarray(0, 10)) };
  }

  @command("rest", { header: Nap })
  async rest({ ms, name }: v.InferOutput<typeof Nap>, _body: Body, { signal }: CommandCall) {
    "Sleep, alone.";
    this.log.push(`begin ${name}`);
    try {
      await sleep(ms, undefined, { signal });
    } catch {
      this.log.push(`gave up ${name}: ${(signal.reason as Error).name}`);
    }
    this.log.push(`end ${name}`);
    return { name };
  }

  /** Bytes by the size that is asked for: of length `length`, in pieces of `piece`. */
  @command("bytes", { header: Bytes })
  bytes({ size, length = size, piece, fails }: v.InferOutput<typeof Bytes>) {
    "Send bytes.";
    const { log } = this;
    async function* produce() {
      for (let left = size; left > 0; left -= piece) {
        log.push("piece");
        yield new Uint8Array(Math.min(left, piece)).fill(7);
      }
      if (fails) throw new TypeError("the source failed");
    }
    const body = { [Symbol.asyncIterator]: produce, close: () => log.push("closed") };
    return new Reply({ size }, body, length);
  }

  @command("count", { header: Count })
  async *count({ to, ms, fails }: v.InferOutput<typeof Count>): AsyncGenerator<Part, object> {
    "Count in parts.";
    try {
      for (let i = 0; i < to; i++) {
        yield { header: { i }, body: new TextEncoder().encode(`part ${i}`) };
        await sleep(ms);
      }
      if (fails) throw new CommandError("lost_count", "where was I");
      return { to };
    } finally {
      this.log.push("counted");
    }
  }

  @command("crash")
  crash({ how }: JsonObject): object {
    "Make a mistake.";
    if (how === "unsayable") return { said: () => {} };
    if (how === "long") return { text: "x".repeat(70_000) };
    throw new TypeError("secret detail");
  }
}

/** What an observer is told. */
export class Notes {
  readonly connections: ConnectionEvent[] = [];
  readonly commands: CommandEvent[] = [];
  readonly authentications: AuthenticationEvent[] = [];
  connection = (event: ConnectionEvent) => void this.connections.push(event);
  command = (event: CommandEvent) => void this.commands.push(event);
  authentication = (event: AuthenticationEvent) => void this.authentications.push(event);
}
