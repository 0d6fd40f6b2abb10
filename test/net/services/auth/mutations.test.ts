// Whatever a peer sends instead of the right answer, it is refused in an orderly way, and nothing more is read than that.

import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packHeader, parseHeader } from "../../../../src/net/framing.ts";
import { authenticateWith } from "../../../../src/net/services/auth/authenticate-with.ts";
import type { StreamLike } from "../../../../src/net/services/auth/authenticator.ts";
import { MAX_HANDSHAKE_FRAME, proofOf, SCHEME } from "../../../../src/net/services/auth/hmac-wire.ts";
import { fuzz } from "../../../support/fuzz.ts";
import { authenticator, KEY, outcome } from "./support.ts";

const FAILURES = [
  "malformed",
  "short",
  "closed",
  "wrong_proof",
  "unknown_key",
  "rejected",
  "blocked",
  "channel",
];

/** A connection in memory: what the other side says to each thing that it hears, in pieces of one size. */
class Scripted implements StreamLike {
  readonly #replies: ((heard: Uint8Array) => Uint8Array)[];
  readonly #piece: number;
  #waiting: Uint8Array;
  /** How many bytes were read. */
  taken = 0;

  constructor(piece: number, first: Uint8Array, ...replies: ((heard: Uint8Array) => Uint8Array)[]) {
    this.#piece = piece;
    this.#waiting = first;
    this.#replies = replies;
  }

  async recv(bufsize: number): Promise<Uint8Array> {
    const part = this.#waiting.subarray(0, Math.min(bufsize, this.#piece));
    this.#waiting = this.#waiting.subarray(part.length);
    this.taken += part.length;
    return part;
  }

  async sendall(data: ArrayBuffer | ArrayBufferView): Promise<void> {
    const reply = this.#replies.shift()?.(data as Uint8Array) ?? new Uint8Array();
    this.#waiting = Buffer.concat([this.#waiting, reply]);
  }

  gettimeout() {
    return null;
  }

  settimeout() {}

  getpeername() {
    return ["192.0.2.1", 1024];
  }
}

type Edit = readonly [kind: "change" | "insert" | "remove" | "cut", at: number, bytes: Uint8Array];

const edits = fc.array(
  fc.tuple(
    fc.constantFrom("change" as const, "insert" as const, "remove" as const, "cut" as const),
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
  ),
  { minLength: 1, maxLength: 3 },
);

function edited(bytes: Uint8Array, list: readonly Edit[]): Uint8Array {
  return list.reduce<Buffer>((now, [kind, where, piece]) => {
    const at = Math.floor(where * (now.length + 1));
    const left = now.subarray(0, at);
    switch (kind) {
      case "change":
        return Buffer.concat([left, piece, now.subarray(at + piece.length)]);
      case "insert":
        return Buffer.concat([left, piece, now.subarray(at)]);
      case "remove":
        return Buffer.concat([left, now.subarray(at + piece.length)]);
      default:
        return left;
    }
  }, Buffer.from(bytes));
}

const body = (frame: Uint8Array) => parseHeader(frame.subarray(4));
const nonceOf = (header: ReturnType<typeof body>) => Buffer.from(String(header.nonce), "hex");

/** The right answer to a server's first frame. */
function answer(heard: Uint8Array): Uint8Array {
  const clientNonce = randomBytes(32);
  const transcript = { serverNonce: nonceOf(body(heard)), clientNonce, id: "laptop", binding: null };
  const proof = proofOf("client", KEY, transcript).toString("hex");
  return packHeader({ auth: SCHEME, key: "laptop", nonce: clientNonce.toString("hex"), proof });
}

const ask = () =>
  packHeader({
    ok: false,
    error: "authentication_required",
    auth: SCHEME,
    nonce: randomBytes(32).toString("hex"),
    binding: null,
  });

test("a server lets nobody in for an answer that was changed on its way", async () => {
  await fc.assert(
    fc.asyncProperty(edits, fc.integer({ min: 1, max: 300 }), async (list, piece) => {
      let right: Uint8Array = new Uint8Array();
      let sent = right;
      const connection = new Scripted(piece, new Uint8Array(), (heard) => {
        right = answer(heard);
        sent = edited(right, list);
        return sent;
      });
      const ended = await outcome(authenticator({ limit: null, timeout: null }).authenticate(connection));
      const same = Buffer.from(sent ?? [])
        .subarray(0, right?.length)
        .equals(Buffer.from(right ?? []));
      if (same) expect(ended).toBe("laptop");
      else expect([...FAILURES, ...(sameFields(right, sent) ? ["laptop"] : [])]).toContain(ended);
      expect(connection.taken).toBeLessThanOrEqual(4 + MAX_HANDSHAKE_FRAME);
    }),
    fuzz(500),
  );
});

/** Whether two frames say the same: JSON has more than one way to. */
function sameFields(right: Uint8Array, sent: Uint8Array): boolean {
  try {
    const frame = Buffer.from(sent);
    const ours = body(right);
    const theirs = parseHeader(frame.subarray(4, 4 + frame.readInt32LE()));
    return ["auth", "key", "nonce", "proof"].every((name) => theirs[name] === ours[name]);
  } catch {
    return false;
  }
}

test("a client trusts no server whose proof was changed on its way", async () => {
  await fc.assert(
    fc.asyncProperty(edits, fc.integer({ min: 1, max: 300 }), async (list, piece) => {
      const first = ask();
      let proof = "";
      let sent: Uint8Array = new Uint8Array();
      const connection = new Scripted(piece, first, (heard) => {
        const { nonce } = body(heard);
        const transcript = {
          serverNonce: nonceOf(body(first)),
          clientNonce: Buffer.from(String(nonce), "hex"),
          id: "laptop",
          binding: null,
        };
        proof = proofOf("server", KEY, transcript).toString("hex");
        sent = edited(packHeader({ ok: true, auth: SCHEME, proof }), list);
        return sent;
      });
      const ended = await outcome(authenticateWith({ id: "laptop", key: KEY, timeout: null })(connection));
      if (ended === "done") expect(Buffer.from(sent).toString()).toContain(proof);
      else expect(FAILURES).toContain(ended);
    }),
    fuzz(500),
  );
});

test("a client answers no question that is none", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.integer({ min: 1, max: 300 }),
      async (bytes, piece) => {
        let answers = 0;
        const connection = new Scripted(piece, bytes, () => {
          answers++;
          return new Uint8Array();
        });
        const ended = await outcome(authenticateWith({ id: "laptop", key: KEY, timeout: null })(connection));
        expect(FAILURES).toContain(ended);
        expect(answers).toBe(0);
      },
    ),
    fuzz(500),
  );
});
