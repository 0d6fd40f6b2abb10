// The same echo as a request handler of this library.

import { BaseRequestHandler, ThreadingTCPServer } from "../../../src/net/socketserver.ts";
// @ts-expect-error: plain JavaScript, as the yardstick beside this is
import { reportMemory } from "../report.mjs";

reportMemory();

class Echo extends BaseRequestHandler {
  override async handle() {
    for (
      let data = await this.request.recv(65_536);
      data.length > 0;
      data = await this.request.recv(65_536)
    ) {
      await this.request.sendall(data);
    }
  }
}

const server = new ThreadingTCPServer(["127.0.0.1", 0], Echo);
await server.ready;
console.log(server.server_address[1]);
await server.serve_forever();
