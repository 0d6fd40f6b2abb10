// Frames over a connection, and the wrapper that a handler speaks them through.

import type { Socket } from "node:net";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { framed } from "../../src/net/framed.ts";
import { Body, recv_header, send_frame } from "../../src/net/frames.ts";
import { packHeader } from "../../src/net/framing.ts";
import { ShortReadError } from "../../src/net/framing-errors.ts";
import type { socket } from "../../src/net/socket/socket.ts";
import { TimeoutError } from "../../src/protocols/errors.ts";
import { bytes, everything, pause, socketPair, text } from "./support/pair.ts";

let ours: socket;
let peer: Socket;

beforeEach(async () => {
  ({ ours, peer } = await socketPair());
});

afterEach(() => {
  ours.abort();
  peer.destroy();
});

test("recv_header gives each header, then null at the end between two frames", async () => {
  peer.write(packHeader({ cmd: "a" }));
  peer.end(packHeader({ cmd: "b" }));
  expect(await recv_header(ours)).toEqual({ cmd: "a" });
  expect(await recv_header(ours)).toEqual({ cmd: "b" });
  expect(await recv_header(ours)).toBeNull();
});

test.each([1, 3, 4, 10])("recv_header is cut short after %d bytes", async (count) => {
  peer.end(packHeader({ cmd: "a long one" }).subarray(0, count));
  await expect(recv_header(ours)).rejects.toThrow(ShortReadError);
});

test("recv_header limits the idle time and the header's own time apart", async () => {
  const start = performance.now();
  await expect(recv_header(ours, {}, { idle: 0.05, header: 10 })).rejects.toThrow(TimeoutError);
  peer.write(Uint8Array.of(20));
  await expect(recv_header(ours, {}, { idle: 10, header: 0.05 })).rejects.toThrow(TimeoutError);
  expect(performance.now() - start).toBeLessThan(2000);
  expect(ours.gettimeout()).toBeNull();
});

test("a frame leaves in one piece: header and body", async () => {
  const received = everything(peer);
  await send_frame(ours, { filesize: 2 }, bytes("hi"));
  peer.end();
  await ours.close();
  expect(text(await received)).toBe(`${text(packHeader({ filesize: 2 }))}hi`);
});

test("a body never reads into the next frame", async () => {
  peer.write("bodyNEXT");
  await pause(10);
  const body = new Body(ours, 4);
  expect([text(await body.recv(3)), body.left]).toEqual(["bod", 1]);
  expect(text(await body.recv(1000))).toBe("y");
  expect(await body.recv(1000)).toHaveLength(0);
  expect(text(await ours.recv(1000))).toBe("NEXT");
});

test("a body that ends before its length is an error that says where", async () => {
  peer.end("abc");
  const body = new Body(ours, 10);
  expect(text(await body.recv(10))).toBe("abc");
  await expect(body.recv(10)).rejects.toThrow(new ShortReadError(10, 3));
});

test("drain passes over what is left", async () => {
  peer.write(`${"x".repeat(100_000)}NEXT`);
  const body = new Body(ours, 100_000);
  await body.recv(10);
  await body.drain();
  expect(text(await ours.recv(4))).toBe("NEXT");
});

test("framed() has the socket's methods by delegation, and those for frames", async () => {
  const connection = framed(ours);
  peer.end(packHeader({ cmd: "a" }));
  expect(await connection.recv_header()).toEqual({ cmd: "a" });
  expect(await connection.recv(10)).toHaveLength(0);
  expect(connection.getpeername()).toEqual(ours.getpeername());
  const received = everything(peer);
  await connection.send_frame({ ok: true });
  await connection.close();
  expect(text(await received)).toContain('{"ok": true}');
  expect(connection.closed).toBe(true);
});

test("framed() survives being awaited and printed", async () => {
  const connection = framed(ours);
  expect(await connection).toBe(connection);
  expect(inspect(connection)).toContain("socket.socket");
});
