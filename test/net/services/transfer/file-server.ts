// A file server as a process of its own: its folder is its argument, its port is the first line it prints.

import { FileTransferHandler } from "../../../../src/net/services/transfer/file-transfer-handler.ts";
import { ThreadingTCPServer } from "../../../../src/net/socketserver.ts";

const [folder = "uploads", port = "0"] = process.argv.slice(2);

class Files extends FileTransferHandler {
  override server_dir = folder;
}

const server = await new ThreadingTCPServer(["127.0.0.1", Number(port)], Files).ready;
console.log(server.server_address[1]);
await server.serve_forever();
