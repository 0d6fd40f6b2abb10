// A second dispatcher, which hands plain messages to a far side as one in a worker would: it proves the seam.

import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { CommandTable } from "../../../../src/net/dispatch/command.ts";
import type {
  CommandReply,
  CommandRequest,
  Dispatcher,
  DispatcherInfo,
  DoneReply,
  FailedReply,
  RequestOptions,
} from "../../../../src/net/dispatch/dispatcher.ts";
import { LocalDispatcher } from "../../../../src/net/dispatch/local-dispatcher.ts";
import type { Part } from "../../../../src/net/dispatch/reply.ts";
import { Body } from "../../../../src/net/frames.ts";
import { RuntimeError } from "../../../../src/protocols/errors.ts";

type Sent = Pick<CommandRequest, "cmd" | "header" | "client_address" | "key">;

type Ask =
  | { id: number; type: "request"; request: Sent; payload: Uint8Array; deadline: number | null }
  | { id: number; type: "next" | "stop" | "abort" };

type End =
  | { ok: true; header: object; payload: Uint8Array | null; length: number }
  | { ok: false; header: FailedReply["header"] };

type Answer =
  | { id: number; type: "end"; end: End }
  | { id: number; type: "parts" }
  | { id: number; type: "part"; part: Part }
  // The command itself is over, whenever its caller was answered.
  | { id: number; type: "over" };

/** The side that has the commands. */
function serve(port: MessagePort, dispatcher: LocalDispatcher, target: object): void {
  const calls = new Map<
    number,
    { abort: AbortController; parts?: AsyncIterator<Part, DoneReply | FailedReply> }
  >();
  const send = (answer: Answer) => port.postMessage(answer);
  const sendEnd = async (id: number, reply: DoneReply | FailedReply) => {
    let payload: Uint8Array | null = null;
    if (reply.ok && reply.body !== null) {
      const pieces: Uint8Array[] = [];
      for await (const piece of reply.body) pieces.push(piece);
      payload = Buffer.concat(pieces);
      await reply.body.close?.();
    }
    const { header } = reply;
    const end: End = reply.ok
      ? { ok: true, header, payload, length: reply.length }
      : { ok: false, header: reply.header };
    send({ id, type: "end", end });
    const others = calls.size - 1;
    while (dispatcher.info().pending > others) await new Promise((resolve) => setTimeout(resolve, 2));
    calls.delete(id);
    send({ id, type: "over" });
  };
  port.on("message", async (ask: Ask) => {
    const { id } = ask;
    if (ask.type === "request") {
      const abort = new AbortController();
      const call: { abort: AbortController; parts?: AsyncIterator<Part, DoneReply | FailedReply> } = {
        abort,
      };
      calls.set(id, call);
      const reply = await dispatcher.request(
        { ...ask.request, body: Body.of(ask.payload), target },
        { deadline: ask.deadline, signal: abort.signal },
      );
      if (!("parts" in reply)) return sendEnd(id, reply);
      call.parts = reply.parts;
      return send({ id, type: "parts" });
    }
    const call = calls.get(id);
    if (ask.type === "abort") return call?.abort.abort(new RuntimeError("given up"));
    const result = ask.type === "next" ? await call?.parts?.next() : await call?.parts?.return?.();
    if (result === undefined) return;
    return result.done ? sendEnd(id, result.value) : send({ id, type: "part", part: result.value });
  });
}

/** The side that has the connections. */
export class ChannelDispatcher implements Dispatcher {
  readonly #far: LocalDispatcher;
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #pending = new Set<number>();
  #table: CommandTable | undefined;
  #ids = 0;
  #counts = { served: 0, failed: 0 };
  #draining = false;

  constructor(target: object) {
    const { port1, port2 } = new MessageChannel();
    this.#far = new LocalDispatcher();
    this.#port = port1;
    serve(port2, this.#far, target);
    port1.on("message", (answer: Answer) => {
      if (answer.type === "over") this.#pending.delete(answer.id);
      else this.#waiting.get(answer.id)?.(answer);
    });
  }

  start(table: CommandTable): void {
    this.#far.start(table);
    this.#table = table;
  }

  async request(request: CommandRequest, options: RequestOptions = {}): Promise<CommandReply> {
    if (this.#draining) {
      return this.#counted({ ok: false, header: { error: "draining", message: "shutting down" } });
    }
    const { cmd, header, client_address, key } = request;
    const { deadline = null, signal } = options;
    const payload = await request.body.read();
    const id = ++this.#ids;
    const abort = () => this.#ask({ id, type: "abort" });
    this.#pending.add(id);
    const sent = { cmd, header, client_address, key };
    const answered = this.#answer({ id, type: "request", request: sent, payload, deadline });
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort);
    const answer = await answered;
    if (answer.type === "parts") return { ok: true, parts: this.#parts(id) };
    signal?.removeEventListener("abort", abort);
    return this.#endOf(id, answer);
  }

  async drain({ deadline = null }: { readonly deadline?: number | null } = {}): Promise<void> {
    this.#draining = true;
    const end = deadline === null ? Number.POSITIVE_INFINITY : performance.now() + deadline * 1000;
    while (this.#pending.size > 0 && performance.now() < end) await tick();
    for (const id of this.#pending) this.#ask({ id, type: "abort" });
    while (this.#pending.size > 0 && performance.now() < end + 1000) await tick();
  }

  info(): DispatcherInfo {
    const commands = [...(this.#table?.keys() ?? [])].sort();
    return { commands, pending: this.#pending.size, ...this.#counts, draining: this.#draining };
  }

  close(): void {
    this.#port.close();
  }

  #parts(id: number): AsyncIterator<Part, DoneReply | FailedReply, void> {
    const step = async (type: "next" | "stop") => {
      const answer = await this.#answer({ id, type });
      if (answer.type === "part") return { done: false as const, value: answer.part };
      return { done: true as const, value: this.#endOf(id, answer) };
    };
    return { next: () => step("next"), return: () => step("stop") };
  }

  #endOf(id: number, answer: Answer): DoneReply | FailedReply {
    const { end } = answer as Extract<Answer, { type: "end" }>;
    if (!end.ok) return this.#counted(end);
    const { payload, header, length } = end;
    if (payload === null) {
      this.#pending.delete(id);
      return this.#counted({ ok: true, header, body: null, length });
    }
    this.#pending.add(id);
    const close = () => this.#pending.delete(id);
    return this.#counted({ ok: true, header, length, body: { ...pieces(payload), close } });
  }

  #counted<R extends DoneReply | FailedReply>(reply: R): R {
    this.#counts[reply.ok ? "served" : "failed"]++;
    return reply;
  }

  #ask(ask: Ask): void {
    this.#port.postMessage(ask);
  }

  #answer(ask: Ask): Promise<Answer> {
    return new Promise((resolve) => {
      this.#waiting.set(ask.id, resolve);
      this.#ask(ask);
    });
  }
}

function pieces(payload: Uint8Array): AsyncIterable<Uint8Array> {
  return {
    async *[Symbol.asyncIterator]() {
      yield payload;
    },
  };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 2));
