// The table of limits in docs/security.md against the code.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bases } from "../../../../src/meta/bases.ts";
import { CommandHandler } from "../../../../src/net/dispatch/command-handler.ts";
import { MAX_DEPTH } from "../../../../src/net/json/values.ts";
import { MIN_KEY_SIZE } from "../../../../src/net/services/auth/keys.ts";
import { HANDSHAKE_TIME } from "../../../../src/net/services/auth/timed-wire.ts";
import { ThreadingTCPServer, TLSMixIn } from "../../../../src/net/socketserver.ts";
import { HIGH_WATER } from "../../../../src/net/stream.ts";
import { connected } from "../../socket/support.ts";

const DOC = readFileSync(new URL("../../../../docs/security.md", import.meta.url), "utf8");
const TABLE = new Map(
  [...DOC.matchAll(/^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$/gm)].map(([, limit = "", told = ""]) => [
    limit,
    told,
  ]),
);

const UNITS: Readonly<Record<string, number>> = { KiB: 2 ** 10, TiB: 2 ** 40 };

/** What the table says of a limit, in seconds, bytes or pieces; `null` for "none". */
function told(limit: string): number | null {
  const text = TABLE.get(limit);
  if (text === "none") return null;
  const [, digits = "", unit = ""] = /([\d,]+) ?(\w*)/.exec(text ?? "") ?? [];
  return Number(digits.replaceAll(",", "")) * (UNITS[unit] ?? 1);
}

class Server extends bases(TLSMixIn, ThreadingTCPServer) {}

test("the defaults that are told are those of the code", async () => {
  const server = new Server(["127.0.0.1", 0], CommandHandler, false);
  const { conn } = await connected();
  const handler = new CommandHandler(conn, ["127.0.0.1", 1], server);
  const limits: Readonly<Record<string, number | null>> = {
    "a handshake with keys": HANDSHAKE_TIME,
    "a TLS handshake": server.handshake_timeout,
    "a key": MIN_KEY_SIZE,
    "open connections": server.max_connections,
    "open connections of one address": server.max_connections_per_address,
    "silence between commands": handler.idle_timeout,
    "a header, first byte to last": handler.header_timeout,
    "any other read or write": handler.timeout,
    "a command": handler.command_timeout,
    "a header's length": handler.max_header,
    "a body's length": handler.max_filesize,
    "a header's nesting": MAX_DEPTH,
    "received and not read, of one connection": HIGH_WATER,
  };
  expect(Object.keys(limits).map((limit) => [limit, told(limit)])).toEqual(Object.entries(limits));
  await server.server_close();
});
