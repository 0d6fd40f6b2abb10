// An upload server for one connection at a time: the next client waits until this one has gone.

import { parseArgs } from "node:util";
import { isinstance, OSError, print, ValueError } from "dunder";
import { socket } from "dunder/net";
import { serve } from "./_upload.ts";

const IDLE_TIME = 60; // seconds

const { values: args } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    root: { type: "string", default: "uploads" }, // the folder for the files
  },
});

async function handle(accepted: socket.socket): Promise<void> {
  // A file over the connection: read(n) gives n bytes, however TCP has cut them.
  await using conn = accepted;
  await using rfile = conn.makefile("rb");
  await using wfile = conn.makefile("wb");
  for await (const done of serve(args.root, rfile, wfile)) {
    if (done.ok) print("stored", done.filename, done.size, String(done.sha256).slice(0, 8));
    else print("refused:", done.message);
  }
}

await using server = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
await server.bind(["127.0.0.1", Number(args.port)]);
await server.listen();
print(`listening on 127.0.0.1:${server.getsockname()[1]}`);

while (true) {
  const [conn, addr] = await server.accept();
  conn.settimeout(IDLE_TIME);
  try {
    await handle(conn);
  } catch (error) {
    if (!isinstance(error, [OSError, ValueError])) throw error;
    print("broken:", error);
  }
}
