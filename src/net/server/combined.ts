// The servers of many requests at once: a mix-in and a server, combined (socketserver.ThreadingTCPServer and the rest).

import { bases } from "../../meta/bases.ts";
import type { RequestHandlerClass } from "../request-handler.ts";
import type { Address } from "../socket/address.ts";
import { ForkingMixIn } from "./forking.ts";
import type { SocketOf } from "./socket-of.ts";
import { TCPServer, UnixStreamServer } from "./tcp-server.ts";
import { ThreadingMixIn } from "./threading.ts";
import { type DatagramRequest, UDPServer, UnixDatagramServer } from "./udp-server.ts";

/** A class of handlers for connections. */
type StreamHandler<A> = RequestHandlerClass<SocketOf<A>, A>;

/** A class of handlers for datagrams. */
type DatagramHandler<A> = RequestHandlerClass<DatagramRequest<A>, A>;

/**
 * A server of many TCP connections at once (`socketserver.ThreadingTCPServer`).
 *
 * @example
 * const server = await new ThreadingTCPServer(["127.0.0.1", 0], MyHandler).ready;
 * server.serve_forever();
 * console.log(server.server_address);
 */
export class ThreadingTCPServer extends bases(ThreadingMixIn, TCPServer<Address>) {
  constructor(
    server_address: Address,
    RequestHandlerClass: StreamHandler<Address>,
    bind_and_activate?: boolean,
  ) {
    super(server_address, RequestHandlerClass, bind_and_activate);
  }
}

/** A server of many UDP datagrams at once (`socketserver.ThreadingUDPServer`). */
export class ThreadingUDPServer extends bases(ThreadingMixIn, UDPServer<Address>) {
  constructor(
    server_address: Address,
    RequestHandlerClass: DatagramHandler<Address>,
    bind_and_activate?: boolean,
  ) {
    super(server_address, RequestHandlerClass, bind_and_activate);
  }
}

/** A server of many connections through a path at once (`socketserver.ThreadingUnixStreamServer`). */
export class ThreadingUnixStreamServer extends bases(ThreadingMixIn, UnixStreamServer) {
  constructor(
    server_address: string,
    RequestHandlerClass: StreamHandler<string>,
    bind_and_activate?: boolean,
  ) {
    super(server_address, RequestHandlerClass, bind_and_activate);
  }
}

/** `socketserver.ThreadingUnixDatagramServer`; see {@link UnixDatagramServer}. */
export class ThreadingUnixDatagramServer extends bases(ThreadingMixIn, UnixDatagramServer) {
  constructor(
    server_address: string,
    RequestHandlerClass: DatagramHandler<string>,
    bind_and_activate?: boolean,
  ) {
    super(server_address, RequestHandlerClass, bind_and_activate);
  }
}

/** A server of TCP connections in worker processes (`socketserver.ForkingTCPServer`). */
export class ForkingTCPServer extends bases(ForkingMixIn, TCPServer<Address>) {
  constructor(
    server_address: Address,
    RequestHandlerClass: StreamHandler<Address>,
    bind_and_activate?: boolean,
  ) {
    super(server_address, RequestHandlerClass, bind_and_activate);
  }
}

/** A server of UDP datagrams in worker processes (`socketserver.ForkingUDPServer`). */
export class ForkingUDPServer extends bases(ForkingMixIn, UDPServer<Address>) {
  constructor(
    server_address: Address,
    RequestHandlerClass: DatagramHandler<Address>,
    bind_and_activate?: boolean,
  ) {
    super(server_address, RequestHandlerClass, bind_and_activate);
  }
}

/** A server of connections through a path in worker processes (`socketserver.ForkingUnixStreamServer`). */
export class ForkingUnixStreamServer extends bases(ForkingMixIn, UnixStreamServer) {
  constructor(
    server_address: string,
    RequestHandlerClass: StreamHandler<string>,
    bind_and_activate?: boolean,
  ) {
    super(server_address, RequestHandlerClass, bind_and_activate);
  }
}

/** `socketserver.ForkingUnixDatagramServer`; see {@link UnixDatagramServer}. */
export class ForkingUnixDatagramServer extends bases(ForkingMixIn, UnixDatagramServer) {
  constructor(
    server_address: string,
    RequestHandlerClass: DatagramHandler<string>,
    bind_and_activate?: boolean,
  ) {
    super(server_address, RequestHandlerClass, bind_and_activate);
  }
}
