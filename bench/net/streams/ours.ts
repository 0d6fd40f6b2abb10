// The same one way through this library's `recv` and `sendall`.

import { create_connection } from "../../../src/net/socket/index.ts";
import { BaseRequestHandler, TCPServer } from "../../../src/net/socketserver.ts";

const CHUNK = 65_536;
const [mode, port, size] = process.argv.slice(2);

class Receive extends BaseRequestHandler {
  override async handle() {
    let received = 0;
    const start = performance.now();
    for (let data = await this.request.recv(CHUNK); data.length > 0; data = await this.request.recv(CHUNK)) {
      received += data.length;
    }
    console.log(JSON.stringify({ received, seconds: (performance.now() - start) / 1000 }));
    process.exit(0);
  }
}

if (mode === "receive") {
  const server = await new TCPServer(["127.0.0.1", 0], Receive).ready;
  console.log(server.server_address[1]);
  await server.serve_forever();
} else {
  const chunk = new Uint8Array(CHUNK).fill(97);
  await using connection = await create_connection(["127.0.0.1", Number(port)]);
  for (let left = Number(size); left > 0; left -= CHUNK) await connection.sendall(chunk);
}
