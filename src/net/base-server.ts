// The loop that every server has, and the steps of a request in CPython's order (socketserver.BaseServer).

import {
  BrokenPipeError,
  ConnectionAbortedError,
  ConnectionResetError,
  OSError,
  RuntimeError,
} from "../protocols/errors.ts";
import { object } from "../protocols/object.ts";
import { type Awaitable, type RequestHandlerClass, runHandler } from "./request-handler.ts";
import { type Address, shown } from "./socket/address.ts";
import type { socket } from "./socket/socket.ts";

const QUIET = [ConnectionResetError, BrokenPipeError, ConnectionAbortedError];

/** Where errors are reported: `process.stderr`, or anything with its `write`. */
export interface TextSink {
  write(text: string): unknown;
}

/** What every server asks of its socket. */
export type ServerSocket = Pick<socket, "gettimeout" | "fileno">;

/** How {@link BaseServer.shutdown} ends. */
export interface ShutdownOptions {
  readonly deadline?: number | null;
  readonly abandon?: boolean;
}

/** Seconds for an aborted handler to notice, after which nobody waits for it any more. */
const AFTER_ABORT = 1;

/**
 * The base of all servers (`socketserver.BaseServer`).
 *
 * - For the caller: `ready`, `serve_forever`, `shutdown`, `handle_request`, `server_close`, `fileno`, `await using`.
 * - May be overridden: `server_bind`, `server_activate`, `get_request`, `verify_request`, `process_request`,
 *   `finish_request`, `shutdown_request`, `close_request`, `service_actions`, `handle_error`, `handle_timeout`. Each may
 *   be `async`, and they are called in the order in which CPython calls them.
 * - Attributes: `server_address`, `RequestHandlerClass`, `socket`, `timeout`, `shutdown_deadline`, `stderr`.
 *
 * Binding takes time, which a constructor has not got: it begins right after construction, when the fields of subclasses
 * are in place. `await server.ready` (or `serve_forever`, which does it) waits for it and throws what went wrong.
 */
export abstract class BaseServer<Request, A = Address> extends object {
  /** The address asked for; once `ready`, the one that was bound (a port of 0 has become a real one). */
  server_address: A;
  /** What serves a connection: constructed for each one. */
  readonly RequestHandlerClass: RequestHandlerClass<Request, A>;
  /** Seconds that `handle_request` waits for a connection; `null` is for ever. */
  timeout: number | null = null;
  /** Seconds that `shutdown` and `server_close` give to requests in flight; `null` is for ever. */
  shutdown_deadline: number | null = 30;
  /** Where `handle_error` reports. */
  stderr: TextSink = process.stderr;

  #active = 0;
  #wakeIdle: (() => void) | undefined;
  #ready: Promise<this> | undefined;
  #closed = false;
  #stopping = new AbortController();
  #loop: Promise<void> | undefined;

  /**
   * @param bind_and_activate `false` leaves both to the caller, who calls `server_bind` and `server_activate`
   */
  constructor(
    server_address: A,
    RequestHandlerClass: RequestHandlerClass<Request, A>,
    bind_and_activate = true,
  ) {
    super();
    this.server_address = server_address;
    this.RequestHandlerClass = RequestHandlerClass;
    if (!bind_and_activate) this.#ready = Promise.resolve(this);
    queueMicrotask(() => {
      if (!this.#stopping.signal.aborted) this.#start();
    });
  }

  /** Resolves to the server when it is bound and listens. @throws OSError when the address cannot be bound */
  get ready(): Promise<this> {
    return this.#start();
  }

  /** Aborted when `shutdown` is called: the sign for handlers that wait for a next command to end. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Ours: how many requests are being served beside the loop, connections that are closing included. */
  get active_requests(): number {
    return this.#active;
  }

  /**
   * Handles requests until `shutdown`. After one it can be called again and binds again.
   *
   * @param poll_interval seconds between two calls of `service_actions` while nothing happens
   * @param options.signal shuts the server down when it aborts
   * @throws OSError when the address cannot be bound
   */
  async serve_forever(poll_interval = 0.5, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (this.#loop !== undefined) throw new RuntimeError("serve_forever is already running");
    const { signal } = options;
    const stop = () => void this.shutdown();
    if (this.#stopping.signal.aborted) this.#stopping = new AbortController();
    this.#loop = this.#serve(poll_interval);
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
    try {
      await this.#loop;
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#loop = undefined;
    }
  }

  /**
   * Stops accepting, ends `serve_forever`, and lets requests in flight come to their end; those still running after
   * the deadline have their connections cut. Always resolves. A handler must not await it: it would await itself.
   *
   * @param options.deadline seconds; `shutdown_deadline` unless told
   * @param options.abandon true to wait for nothing: requests in flight go on by themselves
   */
  async shutdown(options: ShutdownOptions = {}): Promise<void> {
    this.#stopping.abort();
    const binding = this.#ready;
    this.#ready = undefined;
    // A listener can only be closed once it listens.
    await binding?.catch(() => {});
    this.stop_accepting();
    if (!options.abandon) {
      await this.#drain(options.deadline === undefined ? this.shutdown_deadline : options.deadline);
    }
    this.close_socket();
  }

  /**
   * Waits for one request and handles it, for at most `timeout` seconds (or the socket's own, if that is less); then
   * `handle_timeout` is called instead.
   *
   * @param options.signal gives up waiting when it aborts, with its reason
   */
  async handle_request(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    const { signal } = options;
    signal?.throwIfAborted();
    if (this.#stopping.signal.aborted) this.#stopping = new AbortController();
    const { signal: stopping } = this.#stopping;
    await this.ready;
    const seconds = shorter(this.socket.gettimeout(), this.timeout);
    const either = signal === undefined ? stopping : AbortSignal.any([stopping, signal]);
    const waiting = await this.wait_request(seconds, either);
    signal?.throwIfAborted();
    if (waiting) await this.#handleOne();
    else if (!stopping.aborted) await this.handle_timeout();
  }

  /** Closes the server: no more connections, and those in flight end as with `shutdown`. */
  async server_close(): Promise<void> {
    this.#closed = true;
    await this.shutdown({ abandon: !this.joins_requests() });
  }

  /** The number of the socket's file descriptor where the system has one; -1 when it is closed. */
  fileno(): number {
    return this.socket.fileno();
  }

  /** The socket that is bound; a new one after each `shutdown`. */
  abstract get socket(): ServerSocket;

  /** Binds the server to its address and puts the bound one into `server_address`. */
  abstract server_bind(): Awaitable<void>;

  /** Begins to accept. */
  abstract server_activate(): Awaitable<void>;

  /** The next connection and who it is from. An OSError thrown here is ignored: the peer may be gone already. */
  abstract get_request(): Awaitable<readonly [request: Request, client_address: A]>;

  /** Ours: waits for a request for so many seconds, or until the signal aborts; says whether there is one. */
  protected abstract wait_request(seconds: number | null, signal: AbortSignal): Promise<boolean>;

  /** Ours: lets nobody in any more. */
  protected abstract stop_accepting(): void;

  /** Ours: gives the socket up, once the requests that may still use it have ended. */
  protected close_socket(): void {}

  /** Ours: whether `server_close` waits for requests in flight. */
  protected joins_requests(): boolean {
    return true;
  }

  /** Ours: cuts all connections at once, for requests that do not end in time. */
  protected abstract abort_requests(): void;

  /** Whether to serve this connection. True unless overridden. */
  verify_request(_request: Request, _client_address: A): Awaitable<boolean> {
    return true;
  }

  /** Serves a connection and closes it. A server of many at once overrides this. */
  async process_request(request: Request, client_address: A): Promise<void> {
    await this.finish_request(request, client_address);
    await this.shutdown_request(request);
  }

  /** Constructs the handler and runs its `setup`, `handle` and `finish`. */
  finish_request(request: Request, client_address: A): Promise<void> {
    return runHandler(new this.RequestHandlerClass(request, client_address, this));
  }

  /** Ends a connection in an orderly way. */
  shutdown_request(request: Request): Awaitable<void> {
    return this.close_request(request);
  }

  /** Cleans up after a connection. */
  close_request(_request: Request): Awaitable<void> {}

  /** Called after each request and at least every `poll_interval` seconds. Does nothing unless overridden. */
  service_actions(): Awaitable<void> {}

  /** Called by `handle_request` when its time is over. Does nothing unless overridden. */
  handle_timeout(): Awaitable<void> {}

  /**
   * Called when a request failed. Reports to `stderr` in CPython's form; a peer that left early (ECONNRESET, EPIPE)
   * is everyday life and reported nowhere, and so is a connection that `shutdown` cut (ECONNABORTED).
   */
  handle_error(_request: Request, client_address: A, error: unknown): Awaitable<void> {
    if (QUIET.some((kind) => error instanceof kind)) return;
    const line = "-".repeat(40);
    const trace = error instanceof Error ? (error.stack ?? String(error)) : String(error);
    this.stderr.write(
      `${line}\nException occurred during processing of request from ${shown(client_address)}\n${trace}\n${line}\n`,
    );
  }

  async __aenter__(): Promise<this> {
    return this.ready;
  }

  async __aexit__(): Promise<void> {
    await this.server_close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server_close();
  }

  /** Ours: runs a request beside the loop; `shutdown` waits for it, and no failure of it is lost or fatal. */
  protected in_background(work: Promise<void>): void {
    this.#active++;
    // The same two functions for all requests: ten thousand idle ones should cost little memory.
    work.then(this.#over, this.#failed);
  }

  /** Ours: counts a request that is served beside the loop; {@link end_request} is its end. */
  protected begin_request(): void {
    this.#active++;
  }

  /** Ours: what follows a request that was served beside the loop, however it ended. Never fails. */
  protected async end_request(
    request: Request,
    client_address: A,
    failure?: { readonly error: unknown },
  ): Promise<void> {
    try {
      try {
        if (failure !== undefined) await this.handle_error(request, client_address, failure.error);
      } finally {
        await this.shutdown_request(request);
      }
    } catch (error) {
      // Only an overridden method can fail here.
      await BaseServer.prototype.handle_error.call(this, request, client_address, error);
    }
    this.#over();
  }

  readonly #over = (): void => {
    this.#active--;
    if (this.#active === 0) this.#wakeIdle?.();
  };

  readonly #failed = (error: unknown): void => {
    BaseServer.prototype.handle_error.call(this, undefined, "a client", error);
    this.#over();
  };

  #start(): Promise<this> {
    this.#ready ??= this.#bind();
    return this.#ready;
  }

  #bind(): Promise<this> {
    const bind = async (): Promise<this> => {
      if (this.#closed) throw new OSError(9, "Bad file descriptor");
      try {
        await this.server_bind();
        await this.server_activate();
      } catch (error) {
        this.stop_accepting();
        throw error;
      }
      return this;
    };
    const bound = bind();
    // Nobody may be waiting yet; whoever asks for `ready` later still gets the error.
    bound.catch(() => {});
    return bound;
  }

  async #serve(poll_interval: number): Promise<void> {
    const { signal } = this.#stopping;
    await this.ready;
    while (!signal.aborted) {
      const waiting = await this.wait_request(poll_interval, signal);
      if (signal.aborted) break;
      if (waiting) await this.#handleOne();
      await this.service_actions();
    }
  }

  // CPython's `_handle_request_noblock`, step by step.
  async #handleOne(): Promise<void> {
    let request: Request;
    let client_address: A;
    try {
      [request, client_address] = await this.get_request();
    } catch (error) {
      if (error instanceof OSError) return;
      throw error;
    }
    if (!(await this.verify_request(request, client_address))) {
      await this.shutdown_request(request);
      return;
    }
    try {
      await this.process_request(request, client_address);
    } catch (error) {
      await this.handle_error(request, client_address, error);
      await this.shutdown_request(request);
    }
  }

  async #drain(deadline: number | null): Promise<void> {
    const idle = this.#idle();
    if (await within(idle, deadline)) return;
    this.abort_requests();
    await within(idle, AFTER_ABORT);
  }

  async #idle(): Promise<void> {
    await Promise.allSettled([this.#loop]);
    // A request that ends leaves the closing of its connection behind.
    while (this.#active > 0) {
      await new Promise<void>((resolve) => {
        this.#wakeIdle = resolve;
      });
    }
  }
}

function shorter(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** Waits for `work` for so many seconds; says whether it ended in time. */
async function within(work: Promise<unknown>, seconds: number | null): Promise<boolean> {
  if (seconds === null) {
    await work;
    return true;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1000);
  });
  const inTime = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
