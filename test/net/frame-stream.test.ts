// Whole frames of a connection: one at a time, one after the other, in every byte order.

import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { frames, MAX_HELD_BODY, recv_exactly, recv_frame } from "../../src/net/frame-stream.ts";
import { send_frame } from "../../src/net/frames.ts";
import { type ByteOrder, packHeader } from "../../src/net/framing.ts";
import {
  HeaderSyntaxError,
  HeaderTypeError,
  NegativeLengthError,
  OversizedLengthError,
  ShortReadError,
} from "../../src/net/framing-errors.ts";
import type { socket } from "../../src/net/socket/socket.ts";
import { bytes, everything, socketPair, text } from "./support/pair.ts";

let ours: socket;
let peer: Socket;

beforeEach(async () => {
  ({ ours, peer } = await socketPair());
});

afterEach(() => {
  ours.abort();
  peer.destroy();
});

test("recv_exactly gathers what comes in pieces", async () => {
  peer.write("he");
  setTimeout(() => peer.write("llo"), 20);
  expect(text(await recv_exactly(ours, 5))).toBe("hello");
});

describe.each<ByteOrder>(["little", "big", "native"])("in %s order", (order) => {
  test("a frame that is sent is the bytes of packHeader, and the body", async () => {
    await send_frame(ours, { data_size: 2 }, bytes("ok"), { order });
    ours.shutdown(1);
    expect(await everything(peer)).toEqual(
      Buffer.concat([packHeader({ data_size: 2 }, { order }), bytes("ok")]),
    );
  });

  test("recv_frame gives header and body, and null at the end", async () => {
    peer.write(packHeader({ cmd: "a", data_size: 5 }, { order }));
    peer.end("hello");
    expect(await recv_frame(ours, { order })).toEqual({
      header: { cmd: "a", data_size: 5 },
      body: new Uint8Array(bytes("hello")),
    });
    expect(await recv_frame(ours, { order })).toBe(null);
  });
});

describe("recv_frame", () => {
  test("takes a body at the limit, and none that is longer", async () => {
    peer.write(packHeader({ data_size: MAX_HELD_BODY }));
    peer.write(Buffer.alloc(MAX_HELD_BODY));
    expect((await recv_frame(ours))?.body).toHaveLength(MAX_HELD_BODY);
    peer.write(packHeader({ data_size: MAX_HELD_BODY + 1 }));
    await expect(recv_frame(ours)).rejects.toThrow(OversizedLengthError);
  });

  test.each([
    ["a negative length", Buffer.from([255, 255, 255, 255]), NegativeLengthError],
    ["an oversized length", Buffer.from([255, 255, 255, 127]), OversizedLengthError],
    ["a header that is no JSON", Buffer.from([1, 0, 0, 0, 123]), HeaderSyntaxError],
    ["a header that is no object", Buffer.from([2, 0, 0, 0, 91, 93]), HeaderTypeError],
    ["a stream that ends within", Buffer.from([9, 0, 0, 0, 123]), ShortReadError],
  ])("names %s", async (_, data, kind) => {
    peer.end(data);
    await expect(recv_frame(ours)).rejects.toThrow(kind);
  });
});

describe("frames", () => {
  test("gives one frame after the other, and drops what is not read of a body", async () => {
    for (const name of ["a", "b", "c"]) {
      peer.write(packHeader({ name, data_size: 3 }));
      peer.write(name.repeat(3));
    }
    peer.end();
    const seen: string[] = [];
    for await (const { header, body } of frames(ours)) {
      seen.push(`${header.name}${header.name === "b" ? text(await body.recv(2)) : ""}`);
    }
    expect(seen).toEqual(["a", "bbb", "c"]);
  });

  test("leaves the connection open for who leaves the loop", async () => {
    peer.write(packHeader({ name: "a" }));
    for await (const { header } of frames(ours)) {
      expect(header).toEqual({ name: "a" });
      break;
    }
    peer.write("more");
    expect(text(await ours.recv(10))).toBe("more");
  });

  test("ends with the reason of a signal", async () => {
    const controller = new AbortController();
    const loop = frames(ours, { signal: controller.signal }).next();
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await expect(loop).rejects.toThrow("enough");
  });
});
