// A remote shell that sends its answers as they are: a client cannot tell where one ends and the next begins.

import { parseArgs } from "node:util";
import { isinstance, OSError, print, str } from "dunder";
import { socket } from "dunder/net";
import { run_command, run_shell } from "./_commands.ts";

const IDLE_TIME = 60; // seconds

const { values: args } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    shell: { type: "boolean", default: false }, // hand the lines to /bin/sh
  },
});
const run = args.shell ? run_shell : run_command;

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
    for (let cmd = await conn.recv(1024); cmd.length > 0; cmd = await conn.recv(1024)) {
      print("command:", cmd);
      const [out, err] = await run(str(cmd, "utf-8", "replace"));
      // No length, and nothing at all for a command that prints nothing: that is what goes wrong.
      await conn.sendall(err.length > 0 ? err : out);
    }
  } catch (error) {
    if (!isinstance(error, OSError)) throw error;
    print("broken:", error);
  }
}
