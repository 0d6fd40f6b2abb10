// What the mix-ins see of the server that they are mixed into.

import { super_ } from "../../meta/super.ts";
import type { Class } from "../../protocols/lookup.ts";
import type { ShutdownOptions } from "../base-server.ts";
import { type Awaitable, attempt } from "../request-handler.ts";
import type { PackedRequest, ReplyTo } from "./tcp-server.ts";

/** A server class, as a mix-in's constructor gets the class of handlers. */
export type AnyHandlerClass = abstract new (...args: never[]) => object;

/** The steps of a server, those included that only its own classes may call. */
export interface Host {
  server_address: unknown;
  readonly ready: Promise<unknown>;
  serve_forever(poll_interval: number, options: { readonly signal?: AbortSignal }): Promise<void>;
  handle_request(options: { readonly signal?: AbortSignal }): Promise<void>;
  finish_request(request: unknown, client_address: unknown): Awaitable<void>;
  handle_error(request: unknown, client_address: unknown, error: unknown): Awaitable<void>;
  shutdown_request(request: unknown): Awaitable<void>;
  close_request(request: unknown): Awaitable<void>;
  server_bind(): Awaitable<void>;
  server_activate(): Awaitable<void>;
  server_close(): Promise<void>;
  shutdown(options?: ShutdownOptions): Promise<void>;
  in_background(work: Promise<void>): void;
  begin_request(): void;
  end_request(
    request: unknown,
    client_address: unknown,
    failure?: { readonly error: unknown },
  ): Promise<void>;
  abort_requests(): void;
  keep_request(request: unknown): void;
  pack_request(request: unknown): PackedRequest;
  unpack_request(packed: PackedRequest, reply: ReplyTo): unknown;
  readonly socket: { sendto(data: Uint8Array, address: unknown): Promise<number> };
}

/** The server, as its mix-in sees it. */
export function hostOf(self: object): Host {
  return self as unknown as Host;
}

/** Serves a request beside the server's loop, to its end. Never fails. */
export function serveBeside(host: Host, request: unknown, client_address: unknown): Promise<void> {
  host.begin_request();
  // An async function would keep a frame of its own for as long as the connection lives.
  return attempt(() => host.finish_request(request, client_address)).then(
    () => host.end_request(request, client_address),
    (error: unknown) => host.end_request(request, client_address, { error }),
  );
}

/** The methods of the classes that follow a mix-in in the order of the server's class. */
export function after(mixin: Class, self: object): Host {
  return super_(mixin as Class<object>, self) as Host;
}
