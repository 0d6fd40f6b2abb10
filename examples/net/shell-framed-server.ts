// A remote shell whose answers can be told apart: each has its length in front.

import { parseArgs } from "node:util";
import { bytes, isinstance, OSError, print, str, struct } from "dunder";
import { json, socket } from "dunder/net";
import { run_command, run_shell } from "./_commands.ts";

const IDLE_TIME = 60; // seconds

const { values: args } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    shell: { type: "boolean", default: false }, // hand the lines to /bin/sh
  },
});
const run = args.shell ? run_shell : run_command;

// This library has it ready: send_frame, and for the other side recv_frame.
async function send_framed(conn: socket.socket, data: Uint8Array): Promise<void> {
  const header = bytes(json.dumps({ data_size: data.length }), "utf-8");
  await conn.sendall(struct.pack("<i", header.length)); // four bytes: how long the header is
  await conn.sendall(header); // how long the answer is; there is room to say more
  await conn.sendall(data);
}

await using server = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
await server.bind(["127.0.0.1", Number(args.port)]); // for this machine alone
await server.listen();
print(`listening on 127.0.0.1:${server.getsockname()[1]}`);

while (true) {
  const [accepted, addr] = await server.accept();
  await using conn = accepted;
  conn.settimeout(IDLE_TIME);
  try {
    // Commands have no frame. That holds as long as they are short, and none is sent before the last is answered.
    for (let cmd = await conn.recv(1024); cmd.length > 0; cmd = await conn.recv(1024)) {
      print("command:", cmd);
      const [out, err] = await run(str(cmd, "utf-8", "replace"));
      await send_framed(conn, err.length > 0 ? err : out);
    }
  } catch (error) {
    if (!isinstance(error, OSError)) throw error;
    print("broken:", error);
  }
}
