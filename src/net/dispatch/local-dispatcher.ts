// The default dispatcher: a command is a call of a method, here and now.

import { RuntimeError } from "../../protocols/errors.ts";
import { repr } from "../../protocols/text/repr.ts";
import { typeName } from "../../protocols/typename.ts";
import type { Command, CommandTable } from "./command.ts";
import { CommandError } from "./command-error.ts";
import type {
  CommandReply,
  CommandRequest,
  Dispatcher,
  DispatcherInfo,
  DoneReply,
  FailedReply,
  RequestOptions,
} from "./dispatcher.ts";
import { failedWith } from "./failure.ts";
import { validated } from "./header-schema.ts";
import { LocalCall } from "./local-call.ts";
import { type Part, Reply } from "./reply.ts";

/** Seconds for aborted commands to notice, after which nobody waits for them any more. */
const AFTER_ABORT = 1;

/** Names that peers make up are shown so far. */
const MAX_NAME = 80;

const NOTHING = Object.freeze({});

type AnyMethod = (header: unknown, body: unknown, call: LocalCall) => unknown;

type Parts = AsyncGenerator<Part, object | void, void>;

/** Runs commands in this process by calling the methods of the request's `target`. One serves any number of connections. */
export class LocalDispatcher implements Dispatcher {
  readonly #calls = new Set<LocalCall>();
  #table: CommandTable | undefined;
  #served = 0;
  #failed = 0;
  #draining = false;
  #onIdle: (() => void) | undefined;

  /** @throws RuntimeError when it was started with another table */
  start(table: CommandTable): void {
    if (this.#table !== undefined && this.#table !== table) {
      throw new RuntimeError("the dispatcher was started with other commands");
    }
    this.#table = table;
  }

  async request(request: CommandRequest, options: RequestOptions = NOTHING): Promise<CommandReply> {
    const command = this.#admit(request);
    if (!("method" in command)) return this.#count(command);
    const call = new LocalCall(request);
    const { deadline = null, signal } = options;
    const abort = signal && (() => call.giveUp("aborted", signal.reason));
    const end = () => {
      if (abort !== undefined) signal?.removeEventListener("abort", abort);
      this.#calls.delete(call);
      if (this.#calls.size === 0) this.#onIdle?.();
    };
    this.#calls.add(call);
    if (abort !== undefined) {
      if (signal?.aborted) abort();
      else signal?.addEventListener("abort", abort);
    }
    const work = invoke(command, request, call);
    try {
      const result = await call.within(work, deadline);
      if (isParts(result)) return { ok: true, parts: this.#stream(command, result, call, deadline, end) };
      return this.#count(doneWith(command, result, end));
    } catch (error) {
      // One that was given up may go on for a while, and nobody takes what it answers then.
      if (call.givenUp === null) end();
      else work.then(dispose, ignore).then(end);
      return this.#count(failureOf(call, error));
    }
  }

  async drain(options: { readonly deadline?: number | null } = {}): Promise<void> {
    const { deadline = null } = options;
    this.#draining = true;
    if (await this.#idleWithin(deadline)) return;
    const reason = new CommandError("aborted", "the server is shutting down");
    for (const call of this.#calls) call.giveUp("aborted", reason);
    await this.#idleWithin(AFTER_ABORT);
  }

  info(): DispatcherInfo {
    return {
      commands: [...(this.#table?.keys() ?? [])].sort(),
      pending: this.#calls.size,
      served: this.#served,
      failed: this.#failed,
      draining: this.#draining,
    };
  }

  #admit({ cmd }: CommandRequest): Command | FailedReply {
    if (this.#draining) return failed("draining", "the server is shutting down");
    if (this.#table === undefined) return failedWith(new RuntimeError("the dispatcher was not started"));
    const command = this.#table.get(cmd);
    return command ?? failed("unknown_command", `no command ${repr(cmd.slice(0, MAX_NAME))}`);
  }

  #count<R extends DoneReply | FailedReply>(reply: R): R {
    if (reply.ok) this.#served++;
    else this.#failed++;
    return reply;
  }

  #stream(
    command: Command,
    generator: Parts,
    call: LocalCall,
    deadline: number | null,
    end: () => void,
  ): AsyncIterator<Part, DoneReply | FailedReply, void> {
    let over = false;
    const finish = (reply: DoneReply | FailedReply) => {
      over = true;
      return { done: true as const, value: this.#count(reply) };
    };
    return {
      next: async () => {
        if (over) return { done: true, value: failed("aborted", "the command is over") };
        const step = generator.next();
        try {
          const result = await call.within(step, deadline);
          if (!result.done) return { done: false, value: partOf(command, result.value) };
          const reply = doneWith(command, result.value, end);
          return finish(reply);
        } catch (error) {
          if (call.givenUp === null) end();
          else generator.return().then(ignore, ignore).then(end);
          return finish(failureOf(call, error));
        }
      },
      return: async () => {
        const reply = failed("aborted", "nobody waits for it any more");
        if (over) return { done: true, value: reply };
        call.giveUp("aborted", new CommandError("aborted", reply.header.message));
        generator.return().then(ignore, ignore).then(end);
        return finish(reply);
      },
    };
  }

  async #idleWithin(seconds: number | null): Promise<boolean> {
    if (this.#calls.size === 0) return true;
    return await new Promise<boolean>((resolve) => {
      const before = this.#onIdle;
      const timer = seconds === null ? undefined : setTimeout(() => resolve(false), seconds * 1000);
      this.#onIdle = () => {
        before?.();
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

async function invoke(command: Command, request: CommandRequest, call: LocalCall): Promise<unknown> {
  const { header, method } = command;
  const { target, body } = request;
  const fields = header === null ? request.header : await validated(header, request.header);
  return (target as Record<string, AnyMethod>)[method]?.call(target, fields, body, call);
}

/** What a command answered, as a reply; `end` is called when its bytes were fetched. */
function doneWith(command: Command, result: unknown, end: () => void): DoneReply {
  if (result instanceof Reply && result.body !== null) {
    const { header, body, length } = result;
    let closed = false;
    const close = async () => {
      if (closed) return;
      closed = true;
      try {
        await body.close?.();
      } finally {
        end();
      }
    };
    return {
      ok: true,
      header,
      length,
      body: { [Symbol.asyncIterator]: () => body[Symbol.asyncIterator](), close },
    };
  }
  const header = result instanceof Reply ? result.header : (result ?? NOTHING);
  if (!isPlain(header)) {
    throw new TypeError(`command ${repr(command.name)} must answer with an object, not ${typeName(header)}`);
  }
  end();
  return { ok: true, header, body: null, length: 0 };
}

function partOf(command: Command, part: Part): Part {
  if (isPlain(part?.header) && (part.body === undefined || part.body instanceof Uint8Array)) return part;
  throw new TypeError(`command ${repr(command.name)} must yield { header, body? }, not ${repr(part)}`);
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isParts(value: unknown): value is Parts {
  return isPlain(value) && Symbol.asyncIterator in value && typeof (value as Parts).next === "function";
}

/** Lets go of what a command answered when nobody waited any more. */
async function dispose(late: unknown): Promise<void> {
  try {
    if (late instanceof Reply) await late.body?.close?.();
    else if (isParts(late)) await late.return();
  } catch {
    // It was the last thing to be done with it.
  }
}

function ignore(): void {}

function failureOf(call: LocalCall, error: unknown): FailedReply {
  if (call.givenUp === null) return failedWith(error);
  const message = error instanceof Error ? error.message : String(error);
  return { ...failed(call.givenUp, message), cause: error };
}

function failed(error: string, message: string): FailedReply {
  return { ok: false, header: { error, message } };
}
