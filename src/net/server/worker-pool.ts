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

/** A request that is a worker's. */
interface Order {
  readonly client_address: unknown;
  readonly packed: PackedRequest;
  readonly done: () => void;
  /** Whether the worker has it. */
  taken: boolean;
  /** Whether a worker that was given it has died before it had it. */
  again: boolean;
}

interface Child {
  readonly worker: Worker;
  readonly born: number;
  /** What it was given and has not finished. */
  readonly given: Map<number, Order>;
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
    return new Promise((done) => {
      this.#give({ client_address, packed, done, taken: false, again: false });
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

  #give(order: Order): void {
    const child = this.#idlest();
    if (child === undefined) {
      drop(order);
      return;
    }
    const { client_address, packed } = order;
    const number = ++this.#requests;
    child.given.set(number, order);
    const request = { tag: TAG, kind: "request", number, client_address, message: packed.message } as const;
    this.#tell(child, request, packed.handle);
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
    for (const order of child.given.values()) void this.#inherit(order);
    if (this.#stopping) return;
    const replace = () => {
      if (!this.#stopping && this.#children.size < this.#size) this.#fork();
    };
    if (performance.now() - child.born > BRIEF * 1000) replace();
    else setTimeout(replace, BRIEF * 1000).unref();
  }

  // What a dead worker had not got yet goes to another one; but once, for it may have been what killed it.
  async #inherit(order: Order): Promise<void> {
    if (order.taken || order.again || this.#stopping) {
      drop(order);
      return;
    }
    order.again = true;
    await this.ready();
    this.#give(order);
  }

  async #hear(child: Child, message: FromWorker): Promise<void> {
    if (message.kind === "ready") {
      this.#tell(child, { tag: TAG, kind: "bound", address: this.#address });
      child.ready = true;
      // It was not there yet to hear it.
      if (this.#stopping) this.#tell(child, { tag: TAG, kind: "stop" });
      this.#rouse();
    } else if (message.kind === "taken") {
      const order = child.given.get(message.number);
      if (order === undefined) return;
      order.taken = true;
      order.packed.handle?.destroy();
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
    // The connection stays open here until the worker says that it has it. A worker that has died in between is dealt
    // with where its end is noticed.
    child.worker.process.send(message, handle, { keepOpen: true }, () => {});
  }

  #rouse(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** Gives a request up. */
function drop({ packed, done }: Order): void {
  packed.handle?.destroy();
  done();
}
