// A socket's family and type say what its addresses look like, and whether what it receives has a sender.

import type { socket } from "../../src/net/index.ts";
import { socket as net } from "../../src/net/index.ts";
import { type Equal, type Expect, expectType } from "../support/types.ts";

type Received<S> = S extends { recvfrom(size: number): Promise<[Uint8Array, infer A]> } ? A : never;

const datagrams = () => new net.socket(net.AF_INET, net.SOCK_DGRAM);
const datagrams6 = () => new net.socket(net.AF_INET6, net.SOCK_DGRAM);
const stream = () => new net.socket(net.AF_INET, net.SOCK_STREAM);
const either = () => new net.socket();

export type Cases = [
  Expect<Equal<Received<ReturnType<typeof datagrams>>, socket.Address>>,
  Expect<Equal<Received<ReturnType<typeof datagrams6>>, socket.Address6>>,
  Expect<Equal<Received<ReturnType<typeof stream>>, null>>,
  Expect<Equal<Received<ReturnType<typeof either>>, socket.Address | null>>,
];

export async function answer(): Promise<void> {
  const server = datagrams();
  const [, addr] = await server.recvfrom(1024);
  // The sender's address needs no look before it is answered to.
  await server.sendto(new Uint8Array(0), addr);
  const [count, from] = await server.recvfrom_into(new Uint8Array(8));
  expectType<number>()(count);
  expectType<socket.Address>()(from);
  // Whoever takes any socket takes one of datagrams too.
  const any: socket.socket = server;
  // @ts-expect-error an address of another family
  await any.sendto(new Uint8Array(0), "/tmp/s");
}
