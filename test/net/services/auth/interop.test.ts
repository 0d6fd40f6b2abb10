// The same handshakes with CPython at the other end, and as it once held them with itself.

import { spawn } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { authenticateWith } from "../../../../src/net/services/auth/authenticate-with.ts";
import { answer, type ChallengeOptions } from "../../../../src/net/services/auth/challenge.ts";
import { ChallengeAuthenticator } from "../../../../src/net/services/auth/challenge-authenticator.ts";
import { HmacAuthenticator } from "../../../../src/net/services/auth/hmac-authenticator.ts";
import { proofOf } from "../../../../src/net/services/auth/hmac-wire.ts";
import { generateKey } from "../../../../src/net/services/auth/keys.ts";
import { create_connection, MSG_WAITALL } from "../../../../src/net/socket/index.ts";
import { b, connected, keep, listening, s } from "../../socket/support.ts";
import { hasPython } from "../../support/python.ts";
import { outcome } from "./support.ts";

type Digest = NonNullable<ChallengeOptions["digest"]>;

/** The two sides of a wire, as this library speaks it. */
const OURS = {
  challenge: (key: Uint8Array, digest: Digest) => ({
    server: new ChallengeAuthenticator({ key, digest, id: "anybody" }),
    client: (connection: Parameters<typeof answer>[0]) => answer(connection, key, { digest }),
  }),
  handshake: (key: Uint8Array) => ({
    server: new HmacAuthenticator({ keys: new Map([["laptop", key]]) }),
    client: authenticateWith({ id: "laptop", key }),
  }),
};

const WIRES = [
  ["challenge", "sha256"],
  ["challenge", "md5"],
  ["handshake", "sha256"],
] as const;

/** CPython at the other end: its lines. */
function peer(...args: string[]): AsyncIterator<string> & { ended: Promise<unknown> } {
  const path = fileURLToPath(new URL("peers.py", import.meta.url));
  const child = spawn("python3", [path, ...args], { stdio: ["ignore", "pipe", "inherit"], timeout: 30_000 });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return Object.assign(lines, { ended: once(child, "close") });
}

const hex = (key: Uint8Array) => Buffer.from(key).toString("hex");

describe.skipIf(!hasPython).each(WIRES)("the %s with %s", { timeout: 30_000 }, (wire, digest) => {
  const key = generateKey();

  test("our client is let in by CPython's server", async () => {
    const server = peer("server", wire, hex(key), digest);
    const { value: port } = await server.next();
    const connection = keep(await create_connection(["127.0.0.1", Number(port)]));
    await OURS[wire](key, digest).client(connection);
    expect(s(await connection.recv(7, MSG_WAITALL))).toBe("welcome");
    expect((await server.next()).value).toBe(wire === "handshake" ? "laptop" : "anybody");
    await server.ended;
  });

  test("CPython's client is let in by our server", async () => {
    const listener = await listening();
    const client = peer("client", wire, hex(key), String(listener.getsockname()[1]), digest);
    const [conn] = await listener.accept();
    keep(conn);
    expect(await OURS[wire](key, digest).server.authenticate(conn)).toBe(
      wire === "handshake" ? "laptop" : "anybody",
    );
    await conn.sendall(b("welcome"));
    expect((await client.next()).value).toBe("welcome");
    await client.ended;
  });

  test("CPython's client with another key is not", async () => {
    const listener = await listening();
    const port = String(listener.getsockname()[1]);
    const client = peer("client", wire, hex(generateKey()), port, digest);
    const [conn] = await listener.accept();
    expect(await outcome(OURS[wire](key, digest).server.authenticate(conn))).toBe("wrong_proof");
    const closing = conn.close();
    expect((await client.next()).value).toBe(wire === "handshake" ? "authentication_failed" : "");
    await Promise.all([client.ended, closing]);
  });

  test("our client with another key is not let in by CPython's server", async () => {
    const server = peer("server", wire, hex(key), digest);
    const { value: port } = await server.next();
    const connection = keep(await create_connection(["127.0.0.1", Number(port)]));
    const ended = await outcome(OURS[wire](generateKey(), digest).client(connection));
    expect(ended).toBe(wire === "handshake" ? "rejected" : "done");
    expect(await connection.recv(7)).toHaveLength(0);
    expect((await server.next()).value).toBe("None");
    await server.ended;
  });
});

describe("byte by byte, as CPython said it", () => {
  interface Conversation {
    readonly wire: keyof typeof OURS;
    readonly digest: Digest;
    readonly key: string;
    readonly steps: readonly (readonly [who: "client" | "server", hex: string])[];
  }
  const conversations: Conversation[] = JSON.parse(
    readFileSync(new URL("../../transcripts/authentication.json", import.meta.url), "utf8"),
  );
  const said = ({ steps }: Conversation, who: "client" | "server") =>
    Buffer.from(steps.flatMap(([speaker, bytes]) => (speaker === who ? [bytes] : [])).join(""), "hex");

  const challenges = conversations.filter(({ wire }) => wire === "challenge");

  test.each(challenges)("the answer to a challenge with $digest", async (conversation) => {
    const { client, conn } = await connected();
    const { key, digest } = conversation;
    await conn.sendall(said(conversation, "server"));
    await answer(client, Buffer.from(key, "hex"), { digest });
    const expected = said(conversation, "client");
    expect(Buffer.from(await conn.recv(expected.length, MSG_WAITALL))).toEqual(expected);
  });

  test("the proofs of a handshake", () => {
    const conversation = conversations.find(({ wire }) => wire === "handshake") as Conversation;
    const frames = (bytes: Buffer): Record<string, string>[] => {
      if (bytes.length === 0) return [];
      const end = 4 + bytes.readInt32LE();
      return [JSON.parse(bytes.subarray(4, end).toString()), ...frames(bytes.subarray(end))];
    };
    const [asked, accepted] = frames(said(conversation, "server"));
    const [answered] = frames(said(conversation, "client"));
    const transcript = {
      serverNonce: Buffer.from(asked?.nonce ?? "", "hex"),
      clientNonce: Buffer.from(answered?.nonce ?? "", "hex"),
      id: answered?.key ?? "",
      binding: null,
    };
    const key = createSecretKey(conversation.key, "hex");
    expect(proofOf("client", key, transcript).toString("hex")).toBe(answered?.proof);
    expect(proofOf("server", key, transcript).toString("hex")).toBe(accepted?.proof);
  });
});
