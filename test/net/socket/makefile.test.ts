// Files over a connection: `makefile`.

import { open } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, expectTypeOf, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import { OSError, TimeoutError, ValueError } from "../../../src/protocols/errors.ts";
import { b, connected, errorOf, pause, s } from "./support.ts";

/** A file for reading what `text` says. */
async function reading(text: string | Uint8Array, mode = "r", options: socket.FileOptions = {}) {
  const { client, conn } = await connected();
  await client.sendall(typeof text === "string" ? b(text) : text);
  client.shutdown(socket.SHUT_WR);
  return { file: conn.makefile(mode, options) as socket.TextFile, conn };
}

describe("text", () => {
  test("lines of every kind end in a newline", async () => {
    const { file } = await reading("héllo\r\nworld\rx\n\nlast");
    expect(await file.readline()).toBe("héllo\n");
    expect(await file.readline(3)).toBe("wor");
    expect(await file.readlines()).toEqual(["ld\n", "x\n", "\n", "last"]);
    expect([await file.read(), await file.readline()]).toEqual(["", ""]);
  });

  test("`newline` leaves the ends of lines as they are", async () => {
    const lines = async (newline: socket.FileOptions["newline"]) =>
      (await reading("a\r\nb\rc\n", "r", { newline: newline ?? null })).file.readlines();
    expect(await lines("")).toEqual(["a\r\n", "b\r", "c\n"]);
    expect(await lines("\n")).toEqual(["a\r\n", "b\rc\n"]);
    expect(await lines("\r\n")).toEqual(["a\r\n", "b\rc\n"]);
    expect(await lines("\r")).toEqual(["a\r", "\nb\r", "c\n"]);
  });

  test("is iterated line by line", async () => {
    const { file } = await reading("one\ntwo\nthree");
    const lines: string[] = [];
    for await (const line of file) lines.push(line);
    expect(lines).toEqual(["one\n", "two\n", "three"]);
  });

  test("a character that arrives in pieces is decoded when it is whole", async () => {
    const { client, conn } = await connected();
    const line = conn.makefile("r", { encoding: "utf-8" }).readline();
    for (const byte of b("狗哥€😀\r\n")) {
      await client.sendall(Uint8Array.of(byte));
      await pause(1);
    }
    expect(await line).toBe("狗哥€😀\n");
  });

  test("read counts characters as Python does", async () => {
    const { file } = await reading("😀ab😀c");
    expect([await file.read(2), await file.read(2), await file.read()]).toEqual(["😀a", "b😀", "c"]);
  });

  test("what is no text of its encoding is a UnicodeDecodeError, or what `errors` says", async () => {
    const bad = Uint8Array.of(97, 0xff, 98);
    await expect((await reading(bad)).file.read()).rejects.toThrow(
      "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
    );
    expect(await (await reading(bad, "r", { errors: "replace" })).file.read()).toBe("a\ufffdb");
    expect(await (await reading(bad, "r", { encoding: "latin-1" })).file.read()).toBe("aÿb");
  });

  test("is gathered by write, sent by flush and close", async () => {
    const { client, conn } = await connected();
    const file = client.makefile("w", { newline: "\r\n" });
    expectTypeOf(file).toEqualTypeOf<socket.TextFile>();
    expect(await file.write("grün\n")).toBe(5);
    conn.settimeout(0.03);
    await expect(conn.recv(10)).rejects.toThrow(TimeoutError);
    await file.flush();
    expect(s(await conn.recv(100))).toBe("grün\r\n");
    await file.write("bye");
    await file.close();
    expect(s(await conn.recv(100))).toBe("bye");
  });
});

describe("bytes", () => {
  test("are read by size, by line, and whole", async () => {
    const { conn } = await reading("one\ntwo\nthree\nfour");
    const file = conn.makefile("rb");
    expectTypeOf(file).toEqualTypeOf<socket.BinaryFile>();
    expect(s(await file.read(2))).toBe("on");
    expect(s(await file.readline())).toBe("e\n");
    expect(s(await file.readline(2))).toBe("tw");
    const buffer = new Uint8Array(4);
    expect(await file.readinto(buffer)).toBe(4);
    expect(s(buffer)).toBe("o\nth");
    expect((await file.readlines()).map(s)).toEqual(["ree\n", "four"]);
    expect(await file.read()).toHaveLength(0);
  });

  test("read waits for all it was asked for", async () => {
    const { client, conn } = await connected();
    const file = conn.makefile("rb");
    const whole = file.read(6);
    await client.sendall(b("abc"));
    await pause(10);
    await client.sendall(b("defgh"));
    expect(s(await whole)).toBe("abcdef");
    expect(s(await file.read1(100))).toBe("gh");
  });

  test("without a buffer, a read is one recv and a write one send", async () => {
    const { client, conn } = await connected();
    const [there, here] = [client.makefile("wb", 0), conn.makefile("rb", { buffering: 0 })];
    expect(await there.write(b("hello"))).toBe(5);
    expect(s(await here.read(2))).toBe("he");
    expect(s(await conn.recv(100))).toBe("llo");
  });

  test("both ways over one file", async () => {
    const { client, conn } = await connected();
    const file = conn.makefile("rwb");
    await client.sendall(b("question\n"));
    await file.write(await file.readline());
    await file.flush();
    expect(s(await client.recv(100))).toBe("question\n");
  });
});

describe("the end", () => {
  test("the socket stays open until its last file is closed", async () => {
    const { client, conn } = await connected();
    const file = conn.makefile("rb");
    await conn.close();
    expect(conn.__repr__()).toContain("[closed] fd=");
    await client.sendall(b("for the file"));
    expect(s(await file.read(3))).toBe("for");
    void file.close();
    expect(await client.recv(1)).toHaveLength(0);
    expect(file.closed).toBe(true);
  });

  test("a file that is closed or of the other kind says so in CPython's words", async () => {
    const { client, conn } = await connected();
    const [r, rb, w, wb] = [
      conn.makefile("r"),
      conn.makefile("rb"),
      client.makefile("w"),
      client.makefile("wb"),
    ];
    await expect(r.write("x")).rejects.toThrow(new socket.UnsupportedOperation("not writable"));
    await expect(rb.write(b("x"))).rejects.toThrow(new socket.UnsupportedOperation("write"));
    await expect(wb.read()).rejects.toThrow(new socket.UnsupportedOperation("read"));
    await expect(w.write(b("x") as never)).rejects.toThrow("write() argument must be str, not bytes");
    await expect(wb.write("x" as never)).rejects.toThrow("a bytes-like object is required, not 'str'");
    expect(() => rb.seek(0)).toThrow("File or stream is not seekable.");
    for (const file of [r, rb, w, wb]) await file.close();
    await expect(r.read()).rejects.toThrow(new ValueError("I/O operation on closed file."));
    await expect(wb.write(b("x"))).rejects.toThrow(new ValueError("write to closed file"));
    await expect(wb.flush()).rejects.toThrow(new ValueError("flush of closed file"));
  });

  test.for([
    ["x", {}, "invalid mode 'x' (only r, w, b allowed)"],
    ["r", { buffering: 0 }, "unbuffered streams must be binary"],
  ] as const)("mode %j with %j is refused", async ([mode, options, message]) => {
    const { conn } = await connected();
    expect(() => conn.makefile(mode, options)).toThrow(new ValueError(message));
  });

  test("after a timeout nothing can be read any more", async () => {
    const { conn } = await connected();
    conn.settimeout(0.02);
    const file = conn.makefile("rb");
    await expect(file.readline()).rejects.toThrow(new TimeoutError("timed out"));
    await expect(file.readline()).rejects.toThrow(new OSError("cannot read from timed out object"));
  });
});

describe("sendfile", () => {
  test("sends a file, or a part of it", async () => {
    const path = fileURLToPath(import.meta.url);
    await using file = await open(path);
    const whole = await file.readFile();
    const { client, conn } = await connected();
    const [sent, received] = await Promise.all([
      client.sendfile(file),
      conn.recv(whole.length, socket.MSG_WAITALL),
    ]);
    expect(sent).toBe(whole.length);
    expect(Buffer.from(received).equals(whole)).toBe(true);
    expect(await client.sendfile(file, 3, 5)).toBe(5);
    expect(s(await conn.recv(100))).toBe(whole.toString("utf8", 3, 8));
    expect((await errorOf(() => client.sendfile(file, 0, 0))).message).toBe(
      "count must be a positive integer (got 0)",
    );
    const udp = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    expect((await errorOf(() => udp.sendfile(file))).message).toBe(
      "only SOCK_STREAM type sockets are supported",
    );
  });
});
