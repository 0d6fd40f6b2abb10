// The worker processes of a forking server: started, given requests, replaced when they crash.

import cluster, { type Worker } from "node:cluster";
import { OSError } from "../../protocols/errors.ts";
import type { PackedRequest } from "./tcp-server.ts";
import {
  type FromWorker,
  isOurs,
  SERVER_VARIABLE,
  type SendResult,
  TAG,
  type ToWorker,
} from "./worker-messages.ts";

/** Seconds: a worker that did not live longer is replaced after that time, lest a broken program forks without end. */
const BRIEF = 1;

/** Sends a datagram from the server's socket. */
export type Sendto = (data: Uint8Array, address: unknown) => Promise<number>;

interface Child {
  readonly worker: Worker;
  readonly born: number;
  /** What it was given and has not finished. */
  readonly given: Map<number, { readonly packed: PackedRequest; readonly done: () => void }>;
  ready: boolean;
}

/** A number of worker processes that run this program again. */
export class WorkerPool {
  readonly #server: number;
  readonly #size: number;
  readonly #address: unknown;
  readonly #sendto: Sendto;
  readonly #children = new Set<Child>();
  readonly #ended = new Set<Promise<void>>();
  #requests = 0;
  #stopping = false;
  #wake: (() => void)[] = [];

  /** Starts the workers. */
  constructor(server: number, size: number, address: unknown, sendto: Sendto) {
    this.#server = server;
    this.#size = size;
    this.#address = address;
    this.#sendto = sendto;
    for (let i = 0; i < size; i++) this.#fork();
  }

  /** The process ids of the workers that live. */
  get pids(): Set<number> {
    return new Set([...this.#children].map(({ worker }) => worker.process.pid ?? -1));
  }

  /** Waits until there is a worker to give a request to. */
  async ready(): Promise<void> {
    while (!this.#stopping && this.#idlest() === undefined) {
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Gives a request to the worker that has the fewest; resolves when it is done with it, or dead. */
  dispatch(client_address: unknown, packed: PackedRequest): Promise<void> {
    const child = this.#idlest();
    if (child === undefined) {
      packed.handle?.destroy();
      return Promise.resolve();
    }
    const number = ++this.#requests;
    return new Promise((resolve) => {
      child.given.set(number, { packed, done: resolve });
      const request = { tag: TAG, kind: "request", number, client_address, message: packed.message } as const;
      this.#tell(child, request, packed.handle);
    });
  }

  /** Has the workers end once they are through with what they were given. */
  stop(): void {
    this.#stopping = true;
    this.#rouse();
    for (const child of this.#children) this.#tell(child, { tag: TAG, kind: "stop" });
  }

  /** Ends the workers at once. */
  kill(): void {
    this.#stopping = true;
    for (const { worker } of this.#children) worker.process.kill("SIGKILL");
  }

  /** Resolves when all workers have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#ended);
  }

  #idlest(): Child | undefined {
    let idlest: Child | undefined;
    for (const child of this.#children) {
      if (child.ready && (idlest === undefined || child.given.size < idlest.given.size)) idlest = child;
    }
    return idlest;
  }

  #fork(): void {
    const worker = cluster.fork({ [SERVER_VARIABLE]: String(this.#server) });
    const child: Child = { worker, born: performance.now(), given: new Map(), ready: false };
    this.#children.add(child);
    worker.on("message", (message: unknown) => {
      if (isOurs(message)) void this.#hear(child, message as FromWorker);
    });
    // A worker that cannot be reached any more is about to end.
    worker.on("error", () => {});
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve())).then(() => {
      this.#ended.delete(ended);
      this.#bury(child);
    });
    this.#ended.add(ended);
  }

  #bury(child: Child): void {
    this.#children.delete(child);
    for (const { packed, done } of child.given.values()) {
      packed.handle?.destroy();
      done();
    }
    if (this.#stopping) return;
    const replace = () => {
      if (!this.#stopping && this.#children.size < this.#size) this.#fork();
    };
    if (performance.now() - child.born > BRIEF * 1000) replace();
    else setTimeout(replace, BRIEF * 1000).unref();
  }

  async #hear(child: Child, message: FromWorker): Promise<void> {
    if (message.kind === "ready") {
      this.#tell(child, { tag: TAG, kind: "bound", address: this.#address });
      child.ready = true;
      // It was not there yet to hear it.
      if (this.#stopping) this.#tell(child, { tag: TAG, kind: "stop" });
      this.#rouse();
    } else if (message.kind === "done") {
      child.given.get(message.number)?.done();
      child.given.delete(message.number);
    } else {
      const result = await this.#send(Buffer.from(message.data, "base64"), message.address);
      this.#tell(child, { tag: TAG, kind: "sent", call: message.call, result });
    }
  }

  async #send(data: Uint8Array, address: unknown): Promise<SendResult> {
    try {
      return { sent: await this.#sendto(data, address) };
    } catch (error) {
      return { error: error instanceof OSError ? error.args : [String(error)] };
    }
  }

  #tell(child: Child, message: ToWorker, handle?: PackedRequest["handle"]): void {
    if (!child.worker.isConnected()) return;
    child.worker.send(message, handle, (error) => {
      // It has died in between; its end is dealt with where it is noticed.
      if (error !== null && message.kind === "request") handle?.destroy();
    });
  }

  #rouse(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
