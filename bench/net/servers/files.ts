// The file server under measurement: `files.ts <folder> <workers>` prints its port.

import cluster from "node:cluster";
import { FileTransferHandler } from "../../../src/net/services/transfer/file-transfer-handler.ts";
import { ForkingTCPServer, ThreadingTCPServer } from "../../../src/net/socketserver.ts";
// @ts-expect-error: plain JavaScript, for the yardstick beside this as well
import { gauge } from "./gauge.mjs";

const [root = "", workers = "1"] = process.argv.slice(2);

class Files extends FileTransferHandler {
  override server_dir = root;
  override max_filesize = 2 ** 31;
}

function forking(): ForkingTCPServer {
  const made = new ForkingTCPServer(["127.0.0.1", 0], Files);
  made.max_children = Number(workers);
  return made;
}

const server = workers === "1" ? new ThreadingTCPServer(["127.0.0.1", 0], Files) : forking();
if (cluster.isPrimary) {
  gauge();
  await server.ready;
  console.log(server.server_address[1]);
}
await server.serve_forever();
