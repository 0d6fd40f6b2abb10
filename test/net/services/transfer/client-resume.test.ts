// A transfer whose connection breaks goes on where it was, and what comes of it is the file and nothing else.

import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bases } from "../../../../src/meta/bases.ts";
import { FileTransferClient } from "../../../../src/net/client.ts";
import { authenticateWith } from "../../../../src/net/services/auth/authenticate-with.ts";
import { AuthenticationError } from "../../../../src/net/services/auth/authentication-error.ts";
import { HmacAuthenticator } from "../../../../src/net/services/auth/hmac-authenticator.ts";
import { FileTransferHandler } from "../../../../src/net/services/transfer/file-transfer-handler.ts";
import { ThreadingTCPServer, TLSMixIn } from "../../../../src/net/socketserver.ts";
import { SSLCertVerificationError } from "../../../../src/net/ssl/index.ts";
import { OSError } from "../../../../src/protocols/errors.ts";
import { fuzz } from "../../../support/fuzz.ts";
import { clientContext, serverContext } from "../../server/tls-support.ts";
import { Cutter } from "../../support/cutter.ts";
import { bytes, pause, text } from "../../support/pair.ts";
import { clientOf, ending, place, QUICK, randomFile, served, sha256, tree, until } from "./support.ts";

const at = place();
const SIZE = 12_000_000;

const hasFree = async (folder: string) => (await readdir(folder)).some((name) => name.includes(".free."));

describe("an upload", () => {
  test("that is cut goes on with what the server has", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toServer: 7_000_000 }]));
    const data = await randomFile(join(at.here, "a"), SIZE);
    const client = await clientOf(cutter.address);
    const stored = await client.put(join(at.here, "a"));
    expect(stored).toEqual({ filename: "a", size: SIZE, sha256: sha256(data) });
    expect([...(await tree(at.root)).keys()]).toEqual(["a"]);
    expect((await readFile(join(at.root, "a"))).equals(data)).toBe(true);
    const sent = cutter.passed.reduce((sum, { toServer }) => sum + toServer, 0);
    expect(cutter.passed).toHaveLength(2);
    // A reset takes with it what the system had buffered on both sides.
    expect(sent).toBeLessThan(SIZE + 6_500_000);
  });

  test("goes on from another client, in another process's place", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toServer: 7_000_000 }]));
    const data = await randomFile(join(at.here, "a"), SIZE);
    const first = await clientOf(cutter.address, { timeout: 5, retries: 0 });
    await expect(first.put(join(at.here, "a"))).rejects.toThrow(OSError);
    expect((await readdir(at.root)).filter((name) => !name.startsWith("."))).toEqual([]);
    await until(() => hasFree(at.root));
    const told: number[] = [];
    const second = await clientOf(at.address);
    const stored = await second.put(join(at.here, "a"), { onProgress: ({ sent }) => void told.push(sent) });
    expect(told[0]).toBeGreaterThan(1_000_000);
    expect(stored.sha256).toBe(sha256(data));
  });

  test("starts over where the file is not the one that was begun", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toServer: 7_000_000 }]));
    await randomFile(join(at.here, "a"), SIZE);
    const first = await clientOf(cutter.address, { timeout: 5, retries: 0 });
    await expect(first.put(join(at.here, "a"))).rejects.toThrow(OSError);
    await until(() => hasFree(at.root));
    const other = await randomFile(join(at.here, "a"), SIZE);
    expect((await at.client.put(join(at.here, "a"))).sha256).toBe(sha256(other));
    expect([...(await tree(at.root)).keys()]).toEqual(["a"]);
  });

  test("told not to resume leaves what is there alone and sends all", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toServer: 7_000_000 }]));
    await randomFile(join(at.here, "a"), SIZE);
    const client = await clientOf(cutter.address, { timeout: 5, retries: 0 });
    await expect(client.put(join(at.here, "a"))).rejects.toThrow(OSError);
    await client.put(join(at.here, "a"), { resume: false });
    expect(cutter.passed.at(-1)?.toServer).toBeGreaterThan(SIZE);
  });

  test("of a stream is not repeated, since it is gone", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toServer: 1_000_000 }]));
    const client = await clientOf(cutter.address);
    const stream = (async function* () {
      for (let i = 0; i < 30; i++) yield randomBytes(100_000);
    })();
    await expect(client.put(stream, { name: "a", size: 3_000_000 })).rejects.toThrow(OSError);
    expect(cutter.passed).toHaveLength(1);
  });

  test("that is cut before the reply is confirmed by the next attempt", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toClient: 10 }]));
    const client = await clientOf(cutter.address);
    expect((await client.put(bytes("hello"), { name: "a" })).size).toBe(5);
    expect(text(await client.read("a"))).toBe("hello");
  });

  test("is given up when no attempt gets further, with the system's error", async () => {
    const cutter = ending(await Cutter.open(at.address, Array(20).fill({ toServer: 100 })));
    const client = await clientOf(cutter.address, { timeout: 5, retries: { retries: 3, delay: () => 0.01 } });
    await expect(client.put(randomBytes(1000), { name: "a" })).rejects.toThrow(OSError);
    expect(cutter.passed).toHaveLength(4);
  });
});

describe("a download", () => {
  test("that is cut goes on with what is here", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toClient: 7_000_000 }]));
    const data = await randomFile(join(at.root, "a"), SIZE);
    const client = await clientOf(cutter.address);
    await client.get("a", join(at.here, "a"));
    expect((await readFile(join(at.here, "a"))).equals(data)).toBe(true);
    expect((await readdir(at.here)).sort()).toEqual(["a", "root"]);
    expect(cutter.passed.reduce((sum, { toClient }) => sum + toClient, 0)).toBeLessThan(SIZE + 1_000_000);
  });

  test("goes on from another client; nothing is visible meanwhile", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toClient: 7_000_000 }]));
    const data = await randomFile(join(at.root, "a"), SIZE);
    const first = await clientOf(cutter.address, { timeout: 5, retries: 0 });
    await expect(first.get("a", join(at.here, "a"))).rejects.toThrow(OSError);
    expect((await readdir(at.here)).filter((name) => !name.startsWith("."))).toEqual(["root"]);
    const told: number[] = [];
    const second = await clientOf(at.address);
    await second.get("a", join(at.here, "a"), { onProgress: ({ sent }) => void told.push(sent) });
    expect(told[0]).toBeGreaterThan(1_000_000);
    expect((await readFile(join(at.here, "a"))).equals(data)).toBe(true);
  });

  test("starts over where the server's file is another one by now", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toClient: 7_000_000 }]));
    await randomFile(join(at.root, "a"), SIZE);
    const first = await clientOf(cutter.address, { timeout: 5, retries: 0 });
    await expect(first.get("a", join(at.here, "a"))).rejects.toThrow(OSError);
    const other = await randomFile(join(at.root, "a"), SIZE);
    await at.client.get("a", join(at.here, "a"));
    expect((await readFile(join(at.here, "a"))).equals(other)).toBe(true);
  });

  test("does not touch the file that has the name before it is whole", async () => {
    const cutter = ending(await Cutter.open(at.address, [{ toClient: 1_000_000 }]));
    await randomFile(join(at.root, "a"), SIZE);
    await writeFile(join(at.here, "a"), "old");
    const client = await clientOf(cutter.address, { timeout: 5, retries: 0 });
    await expect(client.get("a", join(at.here, "a"))).rejects.toThrow(OSError);
    expect(await readFile(join(at.here, "a"), "utf8")).toBe("old");
  });
});

test("cut anywhere, up and down, a file arrives whole", { timeout: 60_000 }, async () => {
  const size = 3_000_000;
  const bytesOf = fc.integer({ min: 1, max: size });
  const cut = fc.record({ toServer: bytesOf, toClient: bytesOf }, { requiredKeys: [] });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 4 }), async (cuts) => {
      const name = `${run++}`;
      await using cutter = await Cutter.open(at.address, cuts);
      await using client = await FileTransferClient.connect(cutter.address, QUICK);
      const data = randomBytes(size);
      expect((await client.put(data, { name })).sha256).toBe(sha256(data));
      await client.get(name, join(at.here, name));
      expect((await readFile(join(at.here, name))).equals(data)).toBe(true);
      expect(await client.digest(name)).toBe(sha256(data));
    }),
    fuzz(8),
  );
});

describe("the client connects again", () => {
  test("to a server that was restarted on its port, in the middle of an upload", async () => {
    class Files extends FileTransferHandler {
      override server_dir = at.root;
    }
    let server = await new ThreadingTCPServer(["127.0.0.1", 0], Files).ready;
    void server.serve_forever(0.05);
    const address = server.server_address;
    const client = await clientOf(address, { timeout: 5, retries: { retries: 40, delay: () => 0.05 } });
    const data = randomBytes(SIZE);
    let restarted: Promise<void> | undefined;
    const restart = async () => {
      await server.shutdown({ deadline: 0 });
      await server.server_close();
      await pause(100);
      server = await new ThreadingTCPServer(address, Files).ready;
      void server.serve_forever(0.05);
    };
    const stored = await client.put(data, {
      name: "a",
      onProgress: ({ sent, total }) => {
        if (sent < total) restarted ??= restart();
      },
    });
    await restarted;
    expect(restarted).toBeDefined();
    expect(stored.sha256).toBe(sha256(data));
    await client.close();
    await server.shutdown({ deadline: 0 });
    await server.server_close();
  });

  test("and proves its key again; a wrong key is not tried twice", async () => {
    const key = new Uint8Array(32).fill(7);
    const authenticator = new HmacAuthenticator({ keys: new Map([["me", key]]) });
    class Files extends FileTransferHandler {
      override server_dir = at.root;
      override authenticator = authenticator;
    }
    const address = await served(Files);
    const cutter = ending(await Cutter.open(address, [{ toServer: 2_000_000 }]));
    const client = await clientOf(cutter.address, {
      ...QUICK,
      authenticate: authenticateWith({ id: "me", key }),
    });
    expect((await client.put(randomBytes(SIZE), { name: "a" })).size).toBe(SIZE);
    expect(cutter.passed).toHaveLength(2);
    const wrong = { ...QUICK, authenticate: authenticateWith({ id: "me", key: new Uint8Array(32).fill(8) }) };
    await expect(FileTransferClient.connect(cutter.address, wrong)).rejects.toThrow(AuthenticationError);
    expect(cutter.passed).toHaveLength(3);
  });

  test("over TLS, and looks at the server's certificate again", async () => {
    class Files extends FileTransferHandler {
      override server_dir = at.root;
    }
    class Server extends bases(TLSMixIn, ThreadingTCPServer) {
      override ssl_context = serverContext();
    }
    const server = ending(await new Server(["127.0.0.1", 0], Files).ready);
    server.shutdown_deadline = 0.2;
    void server.serve_forever(0.05);
    const cutter = ending(await Cutter.open(server.server_address, [{ toServer: 2_000_000 }]));
    const tls = clientContext();
    const client = await clientOf(cutter.address, { ...QUICK, tls, server_hostname: "localhost" });
    const data = randomBytes(SIZE);
    expect((await client.put(data, { name: "a" })).sha256).toBe(sha256(data));
    expect(sha256(await client.read("a"))).toBe(sha256(data));
    expect(cutter.passed).toHaveLength(2);
    const other = FileTransferClient.connect(cutter.address, {
      ...QUICK,
      tls,
      server_hostname: "example.org",
    });
    await expect(other).rejects.toThrow(SSLCertVerificationError);
    expect(cutter.passed).toHaveLength(3);
  });

  test("but does not repeat what may have been done already", async () => {
    // The server makes its folder with the first connection.
    await mkdir(at.root, { recursive: true });
    await writeFile(join(at.root, "a"), "x");
    const cutter = ending(await Cutter.open(at.address, [{ toClient: 1 }, { toClient: 1 }]));
    const client = await clientOf(cutter.address);
    await expect(client.rm("a")).rejects.toThrow(OSError);
    expect(await readdir(at.root)).toEqual([]);
    expect(cutter.passed).toHaveLength(1);
    // A question may be asked again.
    await writeFile(join(at.root, "b"), "x");
    expect((await client.stat("b")).size).toBe(1);
    expect(cutter.passed).toHaveLength(3);
  });
});
