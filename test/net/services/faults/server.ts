// A file server for a test to kill: `server.ts <folder>` prints its port.

import { FileTransferHandler } from "../../../../src/net/services/transfer/file-transfer-handler.ts";
import { ThreadingTCPServer } from "../../../../src/net/socketserver.ts";

class Files extends FileTransferHandler {
  override server_dir = process.argv[2] ?? "";
}

const server = await new ThreadingTCPServer(["127.0.0.1", 0], Files).ready;
console.log(server.server_address[1]);
await server.serve_forever();
