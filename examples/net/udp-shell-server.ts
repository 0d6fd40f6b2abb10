// A remote shell over UDP: answers cannot stick together, since each datagram is a message of its own.

import { parseArgs } from "node:util";
import { isinstance, OSError, print, str } from "dunder";
import { socket } from "dunder/net";
import { run_command, run_shell } from "./_commands.ts";

const { values: args } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    shell: { type: "boolean", default: false }, // hand the lines to /bin/sh
  },
});
const run = args.shell ? run_shell : run_command;

await using server = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
await server.bind(["127.0.0.1", Number(args.port)]); // for this machine alone
print(`listening on 127.0.0.1:${server.getsockname()[1]}`);

while (true) {
  const [cmd, addr] = await server.recvfrom(1024);
  print("command:", cmd);
  const [out, err] = await run(str(cmd, "utf-8", "replace"));
  try {
    // Always two datagrams, though one or both may be empty: the client knows what to wait for.
    await server.sendto(err, addr);
    await server.sendto(out, addr);
  } catch (error) {
    if (!isinstance(error, OSError)) throw error;
    print("not answered:", error);
  }
}
