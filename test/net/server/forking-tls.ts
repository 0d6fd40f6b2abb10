// A program with a forking server that speaks TLS, for tls.test.ts: prints its process id and the port.

import cluster from "node:cluster";
import { bases } from "../../../src/meta/bases.ts";
import { BaseRequestHandler, ForkingTCPServer, TLSMixIn } from "../../../src/net/socketserver.ts";
import { serverContext } from "./tls-support.ts";

class Handler extends BaseRequestHandler {
  override async handle() {
    for (let data = await this.request.recv(1024); data.length > 0; data = await this.request.recv(1024)) {
      const line = new TextDecoder().decode(data);
      await this.request.sendall(
        new TextEncoder().encode(line === "pid" ? String(process.pid) : line.toUpperCase()),
      );
    }
  }
}

class Server extends bases(TLSMixIn, ForkingTCPServer) {
  override ssl_context = serverContext();
  override max_children = 1;
}

const server = new Server(["127.0.0.1", 0], Handler);
if (cluster.isPrimary) {
  await server.ready;
  console.log(`${process.pid} ${server.server_address[1]}`);
  process.stdin.resume().once("end", async () => {
    await server.server_close();
    console.log("closed");
  });
}
await server.serve_forever(0.1);
