// A stream socket with Python's semantics.

import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ShortReadError } from "../../src/net/framing-errors.ts";
import type { socket } from "../../src/net/socket/socket.ts";
import { HIGH_WATER, LINGER, SHUT_RD, SHUT_WR } from "../../src/net/stream.ts";
import {
  BlockingIOError,
  BrokenPipeError,
  ConnectionError,
  ConnectionResetError,
  OSError,
  TimeoutError,
  ValueError,
} from "../../src/protocols/errors.ts";
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

describe("recv", () => {
  test("gives at most n bytes and leaves the rest for the next call", async () => {
    peer.write("hello");
    expect(text(await ours.recv(2))).toBe("he");
    expect(text(await ours.recv(1024))).toBe("llo");
  });

  test("two sends may arrive in one recv: there are no messages in a stream", async () => {
    peer.write("hello");
    peer.write("egg");
    await pause(20);
    await ours.recv(1);
    expect(text(await ours.recv(1024))).toBe("elloegg");
  });

  test("gives b'' at the end of the stream, however often it is asked", async () => {
    peer.end("bye");
    expect(text(await ours.recv(1024))).toBe("bye");
    expect(await ours.recv(1024)).toHaveLength(0);
    expect(await ours.recv(1024)).toHaveLength(0);
  });

  test("of nothing gives nothing, at once", async () => {
    expect(await ours.recv(0)).toHaveLength(0);
  });

  test("of less than nothing is a ValueError", async () => {
    await expect(ours.recv(-1)).rejects.toThrow(new ValueError("negative buffersize in recv"));
  });

  test("calls that overlap get the data in the order they were made", async () => {
    const calls = [ours.recv(1), ours.recv_exactly(2), ours.recv(10)];
    peer.write("abcdef");
    expect((await Promise.all(calls)).map(text)).toEqual(["a", "bc", "def"]);
  });

  test("gives what arrived before a reset, then the reset", async () => {
    peer.write("last words");
    await ours.recv(4);
    peer.resetAndDestroy();
    await pause(20);
    expect(text(await ours.recv(100))).toBe(" words");
    const error = await ours.recv(100).catch((error) => error);
    expect(error).toBeInstanceOf(ConnectionResetError);
    expect(error.message).toBe("[Errno 104] Connection reset by peer");
  });
});

describe("recv_exactly", () => {
  test("gathers its bytes from single ones", async () => {
    const whole = ours.recv_exactly(5);
    for (const letter of "hello!") {
      peer.write(letter);
      await pause(2);
    }
    expect(text(await whole)).toBe("hello");
    expect(text(await ours.recv(10))).toBe("!");
  });

  test("says how many bytes were missing when the stream ends before", async () => {
    peer.end("abc");
    await expect(ours.recv_exactly(5)).rejects.toThrow(new ShortReadError(5, 3));
  });

  test("can ask for more than is kept for a reader", async () => {
    const size = HIGH_WATER * 4;
    peer.write(Buffer.alloc(size, 7));
    expect(await ours.recv_exactly(size)).toHaveLength(size);
  });

  test("limits the time for all bytes together", async () => {
    const drip = setInterval(() => peer.write("x"), 10);
    await expect(ours.recv_exactly(1000, { timeout: 0.1 })).rejects.toThrow(new TimeoutError("timed out"));
    clearInterval(drip);
  });
});

describe("flow control", () => {
  test("a reader that does not read stops the sender", async () => {
    await Promise.all([ours.recv(1), pause(1), peer.write("x")]);
    const chunk = Buffer.alloc(64 * 1024);
    let sent = 0;
    const send = () => {
      while (sent < 1e9 && peer.write(chunk)) sent += chunk.length;
      sent += chunk.length;
    };
    peer.on("drain", send);
    send();
    let before = -1;
    while (before !== sent) {
      before = sent;
      await pause(100);
    }
    // What the kernel's two buffers hold beside ours is a few MiB.
    expect(sent).toBeLessThan(32 * 2 ** 20);
  });

  test("a sender waits for a peer that does not read", async () => {
    let sent = 0;
    const chunk = new Uint8Array(64 * 1024);
    const sender = (async () => {
      for (;;) {
        await ours.sendall(chunk);
        sent += chunk.length;
      }
    })().catch(() => {});
    let before = -1;
    while (before !== sent) {
      before = sent;
      await pause(100);
    }
    expect(sent).toBeLessThan(32 * 2 ** 20);
    ours.abort();
    await sender;
  });

  test("sends that nobody awaits are refused before they fill the memory", async () => {
    const chunk = new Uint8Array(16 * 2 ** 20);
    const sends = Array.from({ length: 8 }, () => ours.sendall(chunk).catch((error) => error));
    peer.resume();
    const results = await Promise.all(sends);
    expect(results[0]).toBeUndefined();
    expect(results.at(-1)).toMatchObject({ errno: 105, strerror: "No buffer space available" });
  });
});

describe("sendall", () => {
  test("sends every kind of bytes, and nothing else", async () => {
    const received = everything(peer);
    peer.end();
    await ours.sendall(bytes("a"));
    await ours.sendall(bytes("xbx").buffer.slice(1, 2) as ArrayBuffer);
    await ours.sendall(new DataView(bytes("xcx").buffer, 1, 1));
    await ours.sendall(new Uint8Array(0));
    await expect(ours.sendall("text" as never)).rejects.toThrow(
      new TypeError("a bytes-like object is required, not 'str'"),
    );
    await ours.close();
    expect(text(await received)).toBe("abc");
  });

  test("fails when the peer is gone", async () => {
    peer.resetAndDestroy();
    const send = async () => {
      for (;;) await ours.sendall(new Uint8Array(100_000));
    };
    const error = await send().catch((error) => error);
    expect(error).toBeInstanceOf(ConnectionError);
    await expect(ours.sendall(bytes("x"))).rejects.toThrow(BrokenPipeError);
  });

  test("a send that waits for a peer fails when the connection is cut", async () => {
    const send = ours.sendall(new Uint8Array(2 ** 25)).catch((error) => error);
    await pause(50);
    ours.abort();
    expect(await send).toBeInstanceOf(ConnectionError);
  });

  test("still reaches a peer that has sent its end", async () => {
    const answer = everything(peer);
    peer.end("question");
    expect(text(await ours.recv_exactly(8))).toBe("question");
    expect(await ours.recv(1)).toHaveLength(0);
    await ours.sendall(bytes("answer"));
    await ours.close();
    expect(text(await answer)).toBe("answer");
  });
});

describe("time", () => {
  test("settimeout limits a recv and a send", async () => {
    ours.settimeout(0.05);
    expect(ours.gettimeout()).toBe(0.05);
    await expect(ours.recv(1)).rejects.toThrow(new TimeoutError("timed out"));
    await expect(ours.sendall(new Uint8Array(2 ** 26))).rejects.toThrow(TimeoutError);
  });

  test("a recv that timed out takes nothing from the next one", async () => {
    ours.settimeout(0.02);
    await expect(ours.recv(1)).rejects.toThrow(TimeoutError);
    peer.write("x");
    await pause(20);
    expect(text(await ours.recv(10))).toBe("x");
  });

  test("a timeout of 0 is non-blocking, null waits", async () => {
    ours.settimeout(0);
    const error = await ours.recv(1).catch((error) => error);
    expect(error).toBeInstanceOf(BlockingIOError);
    expect(error.message).toBe("[Errno 11] Resource temporarily unavailable");
    ours.settimeout(null);
    expect(ours.gettimeout()).toBeNull();
    expect(() => ours.settimeout(-1)).toThrow(new ValueError("Timeout value out of range"));
  });
});

describe("the end", () => {
  test("shutdown(SHUT_WR) ends our half alone", async () => {
    const received = everything(peer);
    ours.shutdown(SHUT_WR);
    expect(text(await received)).toBe("");
    await expect(ours.sendall(bytes("x"))).rejects.toThrow(new BrokenPipeError(32, "Broken pipe"));
    peer.write("still here");
    expect(text(await ours.recv(100))).toBe("still here");
  });

  test("shutdown(SHUT_RD) ends a recv that waits", async () => {
    const waiting = ours.recv(10);
    ours.shutdown(SHUT_RD);
    expect(await waiting).toHaveLength(0);
  });

  test("every method of a closed socket raises EBADF", async () => {
    const closing = ours.close();
    peer.end();
    await closing;
    await closing;
    const message = "[Errno 9] Bad file descriptor";
    await expect(ours.recv(1)).rejects.toThrow(message);
    await expect(ours.sendall(bytes("x"))).rejects.toThrow(message);
    expect(() => ours.getpeername()).toThrow(new OSError(9, "Bad file descriptor"));
    expect(() => ours.shutdown(SHUT_WR)).toThrow(message);
    expect(ours.closed).toBe(true);
  });

  test("closing does not take the reply from a peer that is still sending", async () => {
    // A close with unread bytes in the kernel resets the connection, and the reset overtakes the reply.
    peer.write(Buffer.alloc(2 ** 20));
    await ours.recv(10);
    await ours.sendall(bytes("no, thank you"));
    const closing = ours.close();
    await pause(50);
    const answer = everything(peer);
    peer.end();
    expect(text(await answer)).toBe("no, thank you");
    await closing;
  });

  test("close waits for what was sent, not for the peer", async () => {
    const size = 2 ** 24;
    void ours.sendall(new Uint8Array(size));
    let closed = false;
    const closing = ours.close().then(() => {
      closed = true;
    });
    await pause(50);
    // More than the system takes while the peer does not read.
    expect(closed).toBe(false);
    const received = everything(peer);
    await closing;
    expect(await received).toHaveLength(size);
    // The peer has not ended, and nobody waited for it.
    expect(peer.writableEnded).toBe(false);
  });

  test("close resolves at once with a peer that never ends, and the connection ends all the same", async () => {
    const gone = new Promise((resolve) => peer.once("close", resolve));
    const start = performance.now();
    await ours.close();
    expect(performance.now() - start).toBeLessThan(LINGER * 500);
    const answer = await everything(peer);
    expect(answer).toHaveLength(0);
    const late = setInterval(() => peer.write("x"), 50);
    await gone;
    clearInterval(late);
    expect(performance.now() - start).toBeLessThan(LINGER * 2000);
  });

  test("await using closes", async () => {
    const received = everything(peer).then(() => peer.end());
    {
      await using socket = ours;
      await socket.sendall(bytes("x"));
    }
    await received;
    expect(ours.closed).toBe(true);
  });
});

test("both ends know their names", () => {
  expect(ours.getsockname()).toEqual(["127.0.0.1", peer.remotePort]);
  expect(ours.getpeername()).toEqual(["127.0.0.1", peer.localPort]);
});
