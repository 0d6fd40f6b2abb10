// Uploads from end to end: files arrive whole or not at all, and a peer reaches commands and nothing else.

import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connect, type FileTransferClient } from "../../src/net/client.ts";
import { FileChangedError, RemoteError } from "../../src/net/client-errors.ts";
import { packHeader } from "../../src/net/framing.ts";
import { loads } from "../../src/net/json/index.ts";
import { osError } from "../../src/net/oserror.ts";
import { FileUpload } from "../../src/net/services/storage/upload.ts";
import { FileTransferHandler } from "../../src/net/services/transfer/file-transfer-handler.ts";
import { ThreadingTCPServer } from "../../src/net/socketserver.ts";
import { FileNotFoundError, IsADirectoryError } from "../../src/protocols/errors.ts";
import { bytes, pause } from "./support/pair.ts";
import { hasPython, python } from "./support/python.ts";

let folder: string;
let root: string;
let server: ThreadingTCPServer;
let reports: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dunder-"));
  root = join(folder, "root");
  await start();
});

afterEach(async () => {
  await server.shutdown({ deadline: 0.2 });
  await server.server_close();
  await rm(folder, { recursive: true, force: true });
});

async function start(fields: Partial<FileTransferHandler> = {}): Promise<void> {
  class Receiver extends FileTransferHandler {
    override server_dir = root;
    override max_filesize = fields.max_filesize ?? 2 ** 30;
    override header_timeout = fields.header_timeout ?? 1;
    override timeout = fields.timeout ?? 5;
    override idle_timeout = fields.idle_timeout ?? 5;
  }
  if (server !== undefined) await server.server_close();
  server = new ThreadingTCPServer(["127.0.0.1", 0], Receiver);
  reports = "";
  server.stderr = { write: (text) => (reports += text) };
  await server.ready;
  void server.serve_forever();
}

/** A file of random bytes outside the root. */
async function source(name: string, size: number): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, randomBytes(size));
  return path;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

/** A plain peer: bytes out, and everything that comes back as replies. */
class Peer {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  readonly ended: Promise<void>;

  constructor() {
    const [host, port] = server.server_address;
    this.socket = dial({ host, port, allowHalfOpen: true }).on("error", () => {});
    this.socket.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    this.ended = new Promise((resolve) => {
      this.socket.once("end", resolve);
      this.socket.once("close", () => resolve());
    });
  }

  send(...parts: (Record<string, unknown> | Uint8Array | string)[]): this {
    for (const part of parts) {
      if (part instanceof Uint8Array || typeof part === "string") this.socket.write(part);
      else this.socket.write(packHeader(part));
    }
    return this;
  }

  /** The replies, once there are so many. */
  async replies(count: number): Promise<Record<string, unknown>[]> {
    const start = performance.now();
    for (;;) {
      const found: Record<string, unknown>[] = [];
      for (let at = 0; this.#received.length >= at + 4; ) {
        const end = at + 4 + this.#received.readInt32LE(at);
        if (this.#received.length < end) break;
        found.push(loads(this.#received.toString("utf8", at + 4, end)) as Record<string, unknown>);
        at = end;
      }
      if (found.length >= count) return found;
      if (performance.now() - start > 4000) throw new Error(`${found.length} replies, expected ${count}`);
      await pause(5);
    }
  }

  /** Ends, and waits for the server's end. */
  async finish(): Promise<void> {
    this.socket.end();
    await this.ended;
    this.socket.destroy();
  }
}

const files = async () => (await readdir(root).catch(() => [])).sort();

describe("a file of 64 MiB", { timeout: 60_000 }, () => {
  const SIZE = 64 * 2 ** 20;

  test("arrives whole from this library's client", async () => {
    const path = await source("big.bin", SIZE);
    const progress: number[] = [];
    await using client = await connect(server.server_address);
    const stored = await client.put(path, { onProgress: ({ sent }) => progress.push(sent) });
    const digest = await sha256(path);
    expect(stored).toEqual({ filename: "big.bin", size: SIZE, sha256: digest });
    expect(await sha256(join(root, "big.bin"))).toBe(digest);
    expect(progress.at(-1)).toBe(SIZE);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  test.skipIf(!hasPython)("arrives whole from a plain CPython client, and another behind it", async () => {
    const [big, small] = [await source("big.bin", SIZE), await source("small.bin", 1000)];
    await python("plain_client.py", "127.0.0.1", String(server.server_address[1]), big, small);
    expect(await sha256(join(root, "big.bin"))).toBe(await sha256(big));
    expect(await sha256(join(root, "small.bin"))).toBe(await sha256(small));
  });
});

describe("a plain peer", () => {
  test("stores a file with the tutorial's header, and gets no reply", async () => {
    const peer = new Peer().send({ cmd: "put", filename: "a.txt", filesize: 5 }, "hello");
    await peer.finish();
    expect(await readFile(join(root, "a.txt"), "utf8")).toBe("hello");
    expect(await peer.replies(0)).toEqual([]);
  });

  test("may send several files back to back, in one piece", async () => {
    const parts = ["one", "", "three"].flatMap((text, i) => [
      packHeader({ cmd: "put", filename: `${i}`, filesize: text.length }),
      bytes(text),
    ]);
    await new Peer().send(Buffer.concat(parts)).finish();
    expect(await files()).toEqual(["0", "1", "2"]);
    expect(await readFile(join(root, "2"), "utf8")).toBe("three");
  });

  test("may be slow: one byte at a time", async () => {
    const peer = new Peer();
    peer.socket.setNoDelay(true);
    const whole = Buffer.concat([packHeader({ cmd: "put", filename: "slow", filesize: 4 }), bytes("drip")]);
    for (const byte of whole) {
      peer.send(Uint8Array.of(byte));
      await pause(2);
    }
    await peer.finish();
    expect(await readFile(join(root, "slow"), "utf8")).toBe("drip");
  });

  test("learns of a failure by an error and the end of the connection", async () => {
    const peer = new Peer().send({ cmd: "put", filename: "../x", filesize: 1 }, "x");
    expect(await peer.replies(1)).toMatchObject([{ ok: false, cmd: "put", error: "bad_name" }]);
    await peer.ended;
    await peer.finish();
  });
});

describe("a cut upload leaves nothing", () => {
  const begin = async (): Promise<Peer> => {
    const peer = new Peer().send(
      { cmd: "put", filename: "cut", filesize: 2_000_000 },
      Buffer.alloc(1_500_000),
    );
    while ((await files()).length === 0) await pause(5);
    return peer;
  };

  test("and while it is under way, only a hidden name", async () => {
    const peer = await begin();
    expect(await files()).toEqual([expect.stringMatching(/^\.dunder-/)]);
    await peer.finish();
    expect(await files()).toEqual([]);
  });

  test("when the peer resets", async () => {
    const peer = await begin();
    peer.socket.resetAndDestroy();
    while ((await files()).length > 0) await pause(5);
    expect(reports).toBe("");
  });

  test("when the peer stalls for longer than it may", async () => {
    await start({ timeout: 0.1 });
    const peer = await begin();
    await peer.ended;
    expect(await files()).toEqual([]);
    peer.socket.destroy();
  });

  test("when the server shuts down", async () => {
    const peer = await begin();
    await server.shutdown({ deadline: 0.05 });
    expect(await files()).toEqual([]);
    peer.socket.destroy();
  });

  test("and does not touch the file that had the name", async () => {
    await mkdir(root, { recursive: true });
    await writeFile(join(root, "cut"), "old");
    const peer = new Peer().send({ cmd: "put", filename: "cut", filesize: 10 }, "new");
    await peer.finish();
    expect(await files()).toEqual(["cut"]);
    expect(await readFile(join(root, "cut"), "utf8")).toBe("old");
  });
});

test("two uploads of one name do not mix", async () => {
  const [first, second] = [Buffer.alloc(3_000_000, "a"), Buffer.alloc(3_000_000, "b")];
  const peers = [first, second].map((data) => {
    const peer = new Peer().send({ cmd: "put", filename: "same", filesize: data.length });
    return { peer, data };
  });
  for (let at = 0; at < 3_000_000; at += 100_000) {
    for (const { peer, data } of peers) peer.send(data.subarray(at, at + 100_000));
    await pause(1);
  }
  await Promise.all(peers.map(({ peer }) => peer.finish()));
  const stored = await readFile(join(root, "same"));
  expect(stored.equals(first) || stored.equals(second)).toBe(true);
  expect(await files()).toEqual(["same"]);
});

describe("a name cannot lead out of the folder", () => {
  test.each(["../out", "/tmp/out", "a/../../out", "..\\out", "c:\\out", "..", "a\0b", "", "con"])(
    "%j",
    async (filename) => {
      const peer = new Peer().send({ cmd: "put", filename, filesize: 3, reply: true }, "abc");
      peer.send({ cmd: "put", filename: "fine", filesize: 2, reply: true }, "ok");
      expect(await peer.replies(2)).toMatchObject([
        { ok: false, error: "bad_name" },
        { ok: true, filename: "fine", size: 2 },
      ]);
      await peer.finish();
      expect(await files()).toEqual(["fine"]);
      expect((await readdir(folder)).sort()).toEqual(["root"]);
    },
  );

  test("nor can a symbolic link: it is replaced, not followed", async () => {
    const outside = join(folder, "outside");
    await writeFile(outside, "untouched");
    await mkdir(root, { recursive: true });
    await symlink(outside, join(root, "link"));
    await symlink(join(folder, "nowhere"), join(root, "dangling"));
    const put = (filename: string) => ({ cmd: "put", filename, filesize: 3 });
    await new Peer().send(put("link"), "new", put("dangling"), "new").finish();
    expect(await readFile(outside, "utf8")).toBe("untouched");
    expect(await readdir(folder)).not.toContain("nowhere");
    expect(await readFile(join(root, "link"), "utf8")).toBe("new");
    expect((await stat(join(root, "dangling"))).size).toBe(3);
  });

  test("a folder that has the name is in the way, and the client is told", async () => {
    await mkdir(join(root, "taken"), { recursive: true });
    const peer = new Peer().send({ cmd: "put", filename: "taken", filesize: 3, reply: true }, "abc");
    expect(await peer.replies(1)).toMatchObject([
      { ok: false, error: "os_error", errno: 21, message: "Is a directory" },
    ]);
    await peer.finish();
  });
});

test("a full disk is an error that the peer is told, and the connection lives on", async () => {
  const write = vi.spyOn(FileUpload.prototype, "write").mockRejectedValue(osError("ENOSPC"));
  const put = { cmd: "put", filename: "a", filesize: 3_000_000, reply: true };
  const peer = new Peer().send(put, Buffer.alloc(3_000_000));
  expect(await peer.replies(1)).toEqual([
    { ok: false, cmd: "put", error: "os_error", errno: 28, message: "No space left on device" },
  ]);
  expect(await files()).toEqual([]);
  write.mockRestore();
  peer.send(put, Buffer.alloc(3_000_000));
  expect((await peer.replies(2))[1]).toMatchObject({ ok: true, size: 3_000_000 });
  await peer.finish();
});

describe("a filesize", () => {
  test.each([
    [-1, "negative_length"],
    [2 ** 30 + 1, "oversized_length"],
    [1e308, "oversized_length"],
    [2n ** 64n, "oversized_length"],
    [0.5, "bad_length"],
    [Number.NaN, "bad_length"],
    [Number.POSITIVE_INFINITY, "bad_length"],
    ["3", "bad_length"],
    [null, "bad_length"],
    [true, "bad_length"],
    [undefined, "bad_length"],
  ])(
    "of %s is refused and ends the connection, where the next frame begins being unknown",
    async (filesize, error) => {
      const peer = new Peer().send({ cmd: "put", filename: "x", filesize, reply: true }, "abc");
      expect(await peer.replies(1)).toMatchObject([{ ok: false, cmd: "put", error }]);
      await peer.ended;
      await peer.finish();
      expect(await files()).toEqual([]);
    },
  );

  test("that is missing is refused", async () => {
    const peer = new Peer().send({ cmd: "put", filename: "x", reply: true });
    expect(await peer.replies(1)).toMatchObject([
      { ok: false, error: "bad_header", message: expect.stringContaining("'filesize'") },
    ]);
    await peer.finish();
  });

  test("may be the limit", async () => {
    await start({ max_filesize: 3 });
    const peer = new Peer().send({ cmd: "put", filename: "x", filesize: 3, reply: true }, "abc");
    expect(await peer.replies(1)).toMatchObject([{ ok: true, size: 3 }]);
    await peer.finish();
  });
});

describe("a header", () => {
  const length = (value: number) => {
    const four = Buffer.alloc(4);
    four.writeInt32LE(value);
    return four;
  };

  test.each<[string, Uint8Array, string]>([
    ["of 2 GiB", length(2 ** 31 - 1), "oversized_length"],
    ["of negative length", length(-5), "negative_length"],
    ["that is an array", Buffer.concat([length(2), bytes("[]")]), "not_an_object"],
    ["that is no JSON", Buffer.concat([length(3), bytes("put")]), "bad_json"],
    ["that is no UTF-8", Buffer.concat([length(2), Uint8Array.of(0xc3, 0x28)]), "bad_utf8"],
    ["of nothing", length(0), "bad_json"],
    ["nested 60,000 deep", Buffer.concat([length(60_000), Buffer.alloc(60_000, "[")]), "bad_json"],
  ])("%s gets an error, and ends the connection and nothing else", async (_, data, error) => {
    const peer = new Peer().send(data);
    expect(await peer.replies(1)).toMatchObject([{ ok: false, cmd: null, error }]);
    await peer.ended;
    await peer.finish();
    expect(reports).toBe("");
    const next = new Peer().send({ cmd: "help", reply: true });
    expect(await next.replies(1)).toMatchObject([{ ok: true }]);
    await next.finish();
  });

  test("that is cut short ends the connection quietly", async () => {
    await new Peer().send(length(100), "{").finish();
    await new Peer().send(Uint8Array.of(1, 0)).finish();
    await new Peer().finish();
    expect(reports).toBe("");
  });

  test("that drips in for longer than it may ends the connection", async () => {
    await start({ header_timeout: 0.1 });
    const peer = new Peer().send(length(1000));
    const drip = setInterval(() => peer.send("{"), 20);
    await peer.ended;
    clearInterval(drip);
    peer.socket.destroy();
  });

  test("that never comes ends an idle connection", async () => {
    await start({ idle_timeout: 0.1 });
    const peer = new Peer();
    await peer.ended;
    peer.socket.destroy();
  });
});

describe("a peer reaches commands and nothing else", () => {
  test.each([
    ..."run server_close setup handle finish store request socket server __init__ __class__ __getattribute__".split(
      " ",
    ),
    ..."constructor __proto__ prototype toString hasOwnProperty valueOf".split(" "),
    "",
    "PUT",
    "put ",
  ])("%j is no command", async (cmd) => {
    const peer = new Peer().send({ cmd, reply: true }, { cmd, reply: true });
    expect(await peer.replies(2)).toMatchObject([
      { ok: false, cmd, error: "unknown_command" },
      { ok: false, cmd, error: "unknown_command" },
    ]);
    await peer.finish();
    expect(reports).toBe("");
  });

  test.each([[1], [null], [["put"]], [{ put: 1 }], [true], [undefined]])(
    "cmd %j is not even a name",
    async (cmd) => {
      const peer = new Peer().send({ cmd, reply: true }, { cmd: "help", reply: true });
      expect(await peer.replies(2)).toMatchObject([
        { ok: false, cmd: null, error: "bad_command" },
        { ok: true },
      ]);
      await peer.finish();
    },
  );

  test("the body of an unknown command is passed over", async () => {
    const peer = new Peer().send({ cmd: "nonsense", filesize: 70_000, reply: true }, Buffer.alloc(70_000));
    peer.send({ cmd: "help", reply: true });
    expect(await peer.replies(2)).toMatchObject([{ ok: false }, { ok: true }]);
    await peer.finish();
  });

  test("help lists the commands from their docstrings", async () => {
    await using client = await connect(server.server_address);
    expect(await client.help()).toMatch(/^append +Send.*\nput +Store a file\.\n.*rm +Remove/s);
  });
});

describe("the client", () => {
  let client: FileTransferClient;
  beforeEach(async () => {
    client = await connect(server.server_address);
  });
  afterEach(() => client.close());

  test("sends many files over one connection, in turn", async () => {
    const paths = await Promise.all([0, 1, 2, 3].map((i) => source(`${i}.bin`, i * 100_000)));
    const stored = await Promise.all(paths.map((path) => client.put(path)));
    expect(await files()).toEqual(["0.bin", "1.bin", "2.bin", "3.bin"]);
    expect(await Promise.all(paths.map(sha256))).toEqual(stored.map((file) => file.sha256));
  });

  test("may give the file another name", async () => {
    expect((await client.put(await source("a", 3), { name: "ä b" })).filename).toBe("ä b");
    expect(await files()).toEqual(["ä b"]);
  });

  test("throws the server's refusal, and lives on", async () => {
    const path = await source("a", 300_000);
    const error = await client.put(path, { name: "../a" }).catch((error) => error);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({
      code: "bad_name",
      message: "file name '..' is a directory",
    });
    expect((await client.put(path)).size).toBe(300_000);
  });

  test("is told when the file is too large, before it has sent all of it", async () => {
    await start({ max_filesize: 1000 });
    await client.close();
    client = await connect(server.server_address);
    const error = await client.put(await source("a", 20_000_000)).catch((error) => error);
    expect(error).toMatchObject({ errno: 27, message: "File too large" });
  });

  test("is told of errors of the server's disk", async () => {
    await mkdir(join(root, "taken"), { recursive: true });
    const error = await client.put(await source("a", 10), { name: "taken" }).catch((error) => error);
    expect(error).toMatchObject({ code: "os_error", errno: 21, message: "Is a directory" });
  });

  test("throws OSError for a file that cannot be read", async () => {
    await expect(client.put(join(folder, "missing"))).rejects.toThrow(FileNotFoundError);
    await expect(client.put(folder)).rejects.toThrow(IsADirectoryError);
  });

  test("stops when its signal aborts, nothing is visible, and the next upload goes on", async () => {
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    const path = await source("a", 30_000_000);
    const put = client.put(path, {
      signal: controller.signal,
      onProgress: ({ sent }) => sent > 1_000_000 && controller.abort(reason),
    });
    await expect(put).rejects.toThrow(reason);
    expect((await files()).filter((name) => !name.startsWith("."))).toEqual([]);
    let first = 0;
    await client.put(path, {
      onProgress({ sent }) {
        first ||= sent;
      },
    });
    expect(first).toBeGreaterThan(1_000_000);
    expect(await sha256(join(root, "a"))).toBe(await sha256(path));
  });

  test("with a signal that is aborted already sends nothing", async () => {
    const path = await source("a", 3);
    await expect(client.put(path, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    expect((await client.put(path)).size).toBe(3);
  });

  test.each([
    ["grows", (path: string) => appendFile(path, "more")],
    [
      "shrinks",
      async (path: string) =>
        await open(path, "r+").then((file) => file.truncate(10).finally(() => file.close())),
    ],
  ])("cuts the upload of a file that %s while it is sent", async (_, change) => {
    const path = await source("a", 5_000_000);
    let changed: Promise<void> | undefined;
    const put = client.put(path, {
      onProgress() {
        changed ??= change(path);
      },
    });
    await expect(put).rejects.toThrow(FileChangedError);
    await changed;
    expect((await files()).filter((name) => !name.startsWith("."))).toEqual([]);
  });

  test("cannot connect where nobody listens", async () => {
    await server.server_close();
    await expect(connect(server.server_address)).rejects.toThrow("[Errno 111] Connection refused");
  });
});

test("a shutdown ends idle connections at once and lets an upload come to its end", async () => {
  const idle = new Peer();
  const busy = new Peer().send({ cmd: "put", filename: "a", filesize: 10, reply: true }, "hello");
  await pause(50);
  const stopped = server.shutdown({ deadline: 4 });
  await idle.ended;
  busy.send("world");
  expect(await busy.replies(1)).toMatchObject([{ ok: true, size: 10 }]);
  await busy.ended;
  idle.socket.destroy();
  busy.socket.destroy();
  await stopped;
  expect(await readFile(join(root, "a"), "utf8")).toBe("helloworld");
});

test("a mistake in a command is reported to the owner, and the peer learns only that there was one", async () => {
  class Faulty extends FileTransferHandler {
    override server_dir = root;
    override async put(): Promise<never> {
      throw new TypeError("secret detail");
    }
  }
  await server.server_close();
  server = new ThreadingTCPServer(["127.0.0.1", 0], Faulty);
  server.stderr = { write: (text) => (reports += text) };
  await server.ready;
  void server.serve_forever();
  const peer = new Peer().send({ cmd: "put", filename: "a", filesize: 0, reply: true });
  expect(await peer.replies(1)).toEqual([
    { ok: false, cmd: "put", error: "internal", message: "internal error" },
  ]);
  await peer.finish();
  expect(reports).toContain("TypeError: secret detail");
});

test.skipIf(process.getuid?.() === 0)(
  "a folder without permission is an error that the peer is told",
  async () => {
    await mkdir(root, { recursive: true });
    await chmod(root, 0o555);
    const peer = new Peer().send({ cmd: "put", filename: "a", filesize: 0, reply: true });
    expect(await peer.replies(1)).toMatchObject([
      { ok: false, error: "os_error", errno: 13, message: "Permission denied" },
    ]);
    await peer.finish();
  },
);
