// Requests in processes of their own (socketserver.ForkingMixIn).

import cluster from "node:cluster";
import { availableParallelism } from "node:os";
import { RuntimeError } from "../../protocols/errors.ts";
import { object } from "../../protocols/object.ts";
import type { ShutdownOptions } from "../base-server.ts";
import type { Awaitable } from "../request-handler.ts";
import { type AnyHandlerClass, after, hostOf } from "./mixin.ts";
import { isWorkerOf, WorkerSide } from "./worker.ts";
import { WorkerPool } from "./worker-pool.ts";

let servers = 0;

/**
 * Serves requests in worker processes (`socketserver.ForkingMixIn`). Node cannot fork in the middle of a program, so
 * that `node:cluster` starts `max_children` workers that run the whole program again; in them, the same `new Server(…)`
 * and `serve_forever` take the requests that the first process has accepted, and never return. What is for the first
 * process alone stands behind `cluster.isPrimary`.
 *
 * `get_request`, `verify_request` and `process_request` run in the first process, `finish_request` and the handler in
 * the worker, as in Python. A worker serves many requests at once; when it crashes, its own are lost and no others, and
 * another one takes its place.
 *
 * Attributes: `max_children`, `active_children`, `block_on_close`, `timeout`. Methods: `collect_children`.
 *
 * @example
 * class Server extends bases(ForkingMixIn, TCPServer<Address>) {}
 * await new Server(["127.0.0.1", 8080], MyHandler).serve_forever();
 */
export class ForkingMixIn extends object {
  /** Seconds that `handle_request` waits. */
  timeout: number | null = 300;
  /** How many workers; one for each processor, where Python's 40 are of the lighter kind. */
  max_children: number = availableParallelism();
  /** Whether `server_close` waits until all workers have ended. */
  block_on_close = true;

  readonly #number = ++servers;
  #pool: WorkerPool | undefined;

  // What `super` goes on to is the constructor of the server it is mixed into.
  constructor(server_address: unknown, RequestHandlerClass: AnyHandlerClass, bind_and_activate?: boolean) {
    super(...([server_address, RequestHandlerClass, bind_and_activate] as unknown as []));
  }

  /** The process ids of the workers; `null` before there are any. */
  get active_children(): ReadonlySet<number> | null {
    return this.#pool?.pids ?? null;
  }

  /** Binds; in a worker, learns the address that is bound. */
  async server_bind(): Promise<void> {
    if (isWorkerOf(this.#number)) await new WorkerSide(hostOf(this)).join();
    // In a worker of another server of this program, this one stays idle.
    else if (cluster.isWorker) await never();
    else await after(ForkingMixIn, this).server_bind();
  }

  /** Begins to accept, and starts the workers. */
  async server_activate(): Promise<void> {
    if (cluster.isWorker) return;
    await after(ForkingMixIn, this).server_activate();
    if (!(this.max_children > 0)) throw new RuntimeError("max_children must be at least 1");
    const host = hostOf(this);
    const { socket } = host;
    this.#pool = new WorkerPool(this.#number, this.max_children, host.server_address, (data, address) =>
      socket.sendto(data, address),
    );
  }

  /** Handles requests until `shutdown`; in a worker, until the process ends. */
  async serve_forever(poll_interval = 0.5, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (cluster.isWorker) await this.#work();
    await after(ForkingMixIn, this).serve_forever(poll_interval, options);
  }

  /** Handles one request; in a worker, those that come until the process ends. */
  async handle_request(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (cluster.isWorker) await this.#work();
    await after(ForkingMixIn, this).handle_request(options);
  }

  /** Gives the request to a worker. */
  async process_request(request: unknown, client_address: unknown): Promise<void> {
    const host = hostOf(this);
    const pool = this.#pool;
    if (pool === undefined) throw new RuntimeError("the server has no workers");
    await pool.ready();
    host.in_background(pool.dispatch(client_address, host.pack_request(request)));
    await host.close_request(request);
  }

  /** Waits for the workers that are to end, if `blocking`. Those that crash are replaced without being asked for. */
  async collect_children(options: { readonly blocking?: boolean } = {}): Promise<void> {
    if (options.blocking) await this.#pool?.ended();
  }

  /** Calls `collect_children`. */
  handle_timeout(): Awaitable<void> {
    return this.collect_children();
  }

  /** Calls `collect_children`. */
  service_actions(): Awaitable<void> {
    return this.collect_children();
  }

  /** As any server's; the workers end once they are through with their requests. */
  async shutdown(options: ShutdownOptions = {}): Promise<void> {
    this.#pool?.stop();
    await after(ForkingMixIn, this).shutdown(options);
  }

  /** As any server's, and waits for the workers to end, unless `block_on_close` is false. */
  async server_close(): Promise<void> {
    await after(ForkingMixIn, this).server_close();
    await this.collect_children({ blocking: this.block_on_close });
  }

  /** Ours: cuts the requests that do not end in time, by ending the workers. */
  protected abort_requests(): void {
    after(ForkingMixIn, this).abort_requests();
    this.#pool?.kill();
  }

  /** Ours: whether `server_close` waits for requests in flight. */
  protected joins_requests(): boolean {
    return this.block_on_close;
  }

  async #work(): Promise<never> {
    await hostOf(this).ready;
    return never();
  }
}

/** In a worker, what follows the server in the program is for the first process. */
function never(): Promise<never> {
  return new Promise(() => {});
}
