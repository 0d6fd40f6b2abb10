// Two connected sockets: one of ours, and one of Node's own to play the peer.

import { connect, createServer, type Socket } from "node:net";
import { socket } from "../../../src/net/socket/socket.ts";

/** A connection on 127.0.0.1; the peer is raw, paused until it is read. */
export async function socketPair(): Promise<{ ours: socket; peer: Socket }> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
  const peer = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  peer.on("error", () => {});
  const [ours] = await Promise.all([accepted, new Promise((resolve) => peer.once("connect", resolve))]);
  server.close();
  return { ours: socket.over(ours), peer };
}

/** Everything that a raw socket receives until its end. */
export async function everything(peer: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  peer.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve) => {
    peer.once("end", resolve);
    peer.once("close", resolve);
  });
  return Buffer.concat(chunks);
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (data: Uint8Array): string => new TextDecoder().decode(data);
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
