// Mixed servers keep the members of all their classes, whether the addresses are told or not.

import { bases } from "../../src/meta/index.ts";
import {
  type Address,
  BaseRequestHandler,
  ForkingMixIn,
  TCPServer,
  ThreadingMixIn,
  UDPServer,
} from "../../src/net/index.ts";
import { type Equal, type Expect, expectType } from "../support/types.ts";

class Plain extends bases(ThreadingMixIn, TCPServer) {
  override request_queue_size = 1024;
  override daemon_threads = true;
}

class Told extends bases(ThreadingMixIn, TCPServer<Address>) {}

class Datagrams extends bases(ForkingMixIn, UDPServer) {
  override max_packet_size = 1024;
  override max_children = 2;
}

class Handler extends BaseRequestHandler {}

export type Cases = [
  // Nobody told of what form the addresses are.
  Expect<Equal<Plain["server_address"], unknown>>,
  Expect<Equal<Told["server_address"], Address>>,
  Expect<Equal<Datagrams["max_packet_size"], number>>,
];

export async function serve(): Promise<void> {
  const server = new Plain(["127.0.0.1", 0], Handler);
  await server.ready;
  expectType<Address>()(server.socket.getsockname());
  await server.serve_forever(0.5);
  await server.shutdown({ deadline: 1 });
  // @ts-expect-error no member of either class
  server.no_such_member;
}
