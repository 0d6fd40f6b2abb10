// What a server makes for each connection: an object with `setup`, `handle` and `finish` (socketserver.BaseRequestHandler).

import { object } from "../protocols/object.ts";
import type { BaseServer } from "./base-server.ts";
import type { Address } from "./socket/address.ts";
import type { socket } from "./socket/socket.ts";

/** A value, or a promise of it: where Python blocks, a method here may be `async`. */
export type Awaitable<T> = T | PromiseLike<T>;

/**
 * Serves one connection (`socketserver.BaseRequestHandler`).
 *
 * May be overridden: `setup`, `handle`, `finish`, run in this order; `finish` runs when `handle` fails too, and not when
 * `setup` did. Attributes: `request` (the connection), `client_address`, `server`.
 *
 * Unlike Python's, the constructor only stores: it cannot wait, so the server's `finish_request` runs the three methods.
 * The server closes the connection when they are through, a handler need not.
 *
 * @example
 * class Upper extends BaseRequestHandler {
 *   override async handle() {
 *     await this.request.sendall(upper(await this.request.recv(1024)));
 *   }
 * }
 */
export class BaseRequestHandler<Request = socket, A = Address> extends object {
  /** The connection. */
  request: Request;
  /** Who is at its other end. */
  readonly client_address: A;
  /** The server that accepted it. */
  readonly server: BaseServer<Request, A>;

  constructor(request: Request, client_address: A, server: BaseServer<Request, A>) {
    super();
    this.request = request;
    this.client_address = client_address;
    this.server = server;
  }

  /** Runs before `handle`. Does nothing unless overridden. */
  setup(): Awaitable<void> {}

  /** Does the work of the connection. Does nothing unless overridden. */
  handle(): Awaitable<void> {}

  /** Runs after `handle`, however that ended. Does nothing unless overridden. */
  finish(): Awaitable<void> {}
}

/** A class of request handlers, as a server takes it. */
export type RequestHandlerClass<Request = socket, A = Address> = new (
  request: Request,
  client_address: A,
  server: BaseServer<Request, A>,
) => BaseRequestHandler<Request, A>;

/** A promise of what a call does, which may throw, wait, or do neither. */
export function attempt(call: () => Awaitable<void>): Promise<void> {
  try {
    return Promise.resolve(call());
  } catch (error) {
    return Promise.reject(error);
  }
}

/** What a handler does. */
type Handler = Pick<BaseRequestHandler, "setup" | "handle" | "finish">;

/**
 * Runs a handler as `BaseRequestHandler.__init__` does in Python.
 *
 * An async function would keep a frame of its own for as long as the connection lives, so that this waits only where
 * there is something to wait for.
 */
export function runHandler(handler: Handler): Promise<void> {
  const ready = handler.setup();
  return ready === undefined
    ? handleAndFinish(handler)
    : Promise.resolve(ready).then(() => handleAndFinish(handler));
}

function handleAndFinish(handler: Handler): Promise<void> {
  const handled = attempt(() => handler.handle());
  if (handler.finish === BaseRequestHandler.prototype.finish) return handled;
  return handled.then(
    () => handler.finish(),
    async (error: unknown) => {
      await handler.finish();
      throw error;
    },
  );
}
