// The names of docs/socketserver.md against those of CPython, and the members of each class.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { socketserver } from "../../src/net/index.ts";
import { hasPython } from "./support/python.ts";

// CPython 3.14's `socketserver.__all__` on Linux.
const ALL = [
  "BaseServer TCPServer UDPServer ThreadingUDPServer ThreadingTCPServer BaseRequestHandler StreamRequestHandler",
  "DatagramRequestHandler ThreadingMixIn ForkingUDPServer ForkingTCPServer ForkingMixIn UnixStreamServer",
  "UnixDatagramServer ThreadingUnixStreamServer ThreadingUnixDatagramServer ForkingUnixStreamServer",
  "ForkingUnixDatagramServer",
].flatMap((line) => line.split(" "));

const DOC = readFileSync(new URL("../../docs/socketserver.md", import.meta.url), "utf8");
const ROWS = [...DOC.matchAll(/^\| `(\w+)` \| (yes|name only|no) \|(.*)\|$/gm)].map((row) => row.slice(1, 4));

test("the table has every name of socketserver.__all__ once, and no other", () => {
  expect(ROWS.map(([name]) => name).sort()).toEqual([...ALL].sort());
});

test("a name that is there is exported, and one that is not whole gives its reason", () => {
  for (const [name = "", here, reason] of ROWS) {
    expect(name in socketserver, name).toBe(here !== "no");
    if (here !== "yes") expect(reason, name).not.toBe("");
  }
});

// What python3 prints for `[name for name in dir(cls) if not name.startswith("_")]` and `vars` of instances.
const MEMBERS: Readonly<Record<string, string>> = {
  BaseServer:
    "close_request finish_request handle_error handle_request handle_timeout process_request serve_forever " +
    "server_activate server_close service_actions shutdown shutdown_request timeout verify_request",
  TCPServer:
    "address_family allow_reuse_address allow_reuse_port fileno get_request request_queue_size server_bind socket_type",
  UDPServer: "max_packet_size",
  ForkingMixIn:
    "active_children block_on_close collect_children handle_timeout max_children process_request server_close " +
    "service_actions timeout",
  ThreadingMixIn: "block_on_close daemon_threads process_request process_request_thread server_close",
  BaseRequestHandler: "finish handle setup",
  StreamRequestHandler: "disable_nagle_algorithm rbufsize timeout wbufsize",
  DatagramRequestHandler: "finish setup",
};

const address = ["127.0.0.1", 0] as const;
const tcp = new socketserver.TCPServer(address, socketserver.BaseRequestHandler, false);
const INSTANCES: Readonly<Record<string, object>> = {
  BaseServer: tcp,
  TCPServer: tcp,
  UDPServer: new socketserver.UDPServer(address, socketserver.DatagramRequestHandler, false),
  ForkingMixIn: new socketserver.ForkingTCPServer(address, socketserver.BaseRequestHandler, false),
  ThreadingMixIn: new socketserver.ThreadingTCPServer(address, socketserver.BaseRequestHandler, false),
  BaseRequestHandler: new socketserver.BaseRequestHandler(undefined as never, address, tcp),
  StreamRequestHandler: new socketserver.StreamRequestHandler(undefined as never, address, tcp),
  DatagramRequestHandler: new socketserver.DatagramRequestHandler(
    undefined as never,
    address,
    undefined as never,
  ),
};

describe.each(Object.keys(MEMBERS))("%s", (name) => {
  const members = MEMBERS[name]!.split(" ");

  test("has CPython's members", () => {
    expect(members.filter((member) => !(member in INSTANCES[name]!))).toEqual([]);
  });

  test.skipIf(!hasPython)("as this machine's python3 lists them", () => {
    const script = `import socketserver; c = socketserver.${name}
print(*[n for n in dir(c) if not n.startswith("_")])`;
    const listed = spawnSync("python3", ["-c", script], { encoding: "utf8" }).stdout.trim().split(" ");
    expect(listed.filter((member) => !(member in INSTANCES[name]!))).toEqual([]);
    expect(members.filter((member) => !listed.includes(member))).toEqual([]);
  });
});
