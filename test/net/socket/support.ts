// Sockets for a test, closed when it ends.

import { afterEach } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";

type Closable = Pick<socket.socket, "close" | "setsockopt" | "type" | "fileno">;

const open: Closable[] = [];

afterEach(async () => {
  for (const made of open.splice(0)) {
    // An orderly end would wait for peers that never read.
    const linger = Int32Array.of(1, 0);
    if (made.fileno() >= 0) made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger);
    void made.close();
  }
});

/** Remembers a socket, to close it when the test ends. */
export function keep<S extends Closable>(made: S): S {
  open.push(made);
  return made;
}

/** A TCP socket that listens on 127.0.0.1. */
export async function listening(): Promise<socket.socket> {
  const server = keep(new socket.socket(socket.AF_INET, socket.SOCK_STREAM));
  await server.bind(["127.0.0.1", 0]);
  await server.listen();
  return server;
}

/** Two ends of a TCP connection. */
export async function connected(): Promise<{ client: socket.socket; conn: socket.socket }> {
  const server = await listening();
  const client = keep(new socket.socket());
  await client.connect(server.getsockname());
  const [conn] = await server.accept();
  return { client, conn: keep(conn) };
}

type Datagrams = socket.socket<typeof socket.AF_INET, typeof socket.SOCK_DGRAM>;

/** A UDP socket with an address on 127.0.0.1, and one without. */
export async function datagrams(): Promise<{ server: Datagrams; client: Datagrams }> {
  const server = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
  await server.bind(["127.0.0.1", 0]);
  server.settimeout(5);
  return { server, client: keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) };
}

/** A port on which nobody is. */
export async function freePort(): Promise<number> {
  const held = new socket.socket();
  await held.bind(["127.0.0.1", 0]);
  const [, port] = held.getsockname();
  await held.close();
  return port;
}

export const b = (text: string): Uint8Array => new TextEncoder().encode(text);
export const s = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The error of a promise, or of a call. */
export async function errorOf(work: () => unknown): Promise<Error> {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was raised");
}
