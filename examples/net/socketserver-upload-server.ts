// An upload server for many connections at once: where Python gives each one a thread, all are awaited together here.

import { parseArgs } from "node:util";
import { isinstance, OSError, print, ValueError } from "dunder";
import { socketserver } from "dunder/net";
import { serve } from "./_upload.ts";

const { values: args } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    root: { type: "string", default: "uploads" }, // the folder for the files
  },
});

// One object for each connection. rfile and wfile are the files over it.
class Uploads extends socketserver.StreamRequestHandler {
  override timeout = 60; // seconds without a byte

  override async handle(): Promise<void> {
    try {
      for await (const done of serve(args.root, this.rfile, this.wfile));
    } catch (error) {
      if (!isinstance(error, [OSError, ValueError])) throw error;
      print("broken:", error);
    }
  }
}

// Python's need their address to be reused, their threads to be daemons, and room for a crowd: here it is so anyway.
class UploadServer extends socketserver.ThreadingTCPServer {}

await using server = await new UploadServer(["127.0.0.1", Number(args.port)], Uploads).ready;
print(`listening on 127.0.0.1:${server.server_address[1]}`);
await server.serve_forever();
