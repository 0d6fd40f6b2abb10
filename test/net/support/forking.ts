// A program with a forking server, for forking.test.ts: prints the port, and ends when its standard input does.

import cluster from "node:cluster";
import {
  BaseRequestHandler,
  type DatagramRequest,
  ForkingTCPServer,
  ForkingUDPServer,
} from "../../../src/net/socketserver.ts";

const text = (data: Uint8Array) => new TextDecoder().decode(data);
const bytes = (line: string) => new TextEncoder().encode(line);

/** Answers `pid` with the worker's process id, dies of `crash`, and gives anything else back in upper case. */
class Handler extends BaseRequestHandler {
  override async handle() {
    for (let data = await this.request.recv(1024); data.length > 0; data = await this.request.recv(1024)) {
      const line = text(data);
      if (line === "crash") process.exit(1);
      if (line === "fail") throw new Error("no luck");
      await this.request.sendall(bytes(line === "pid" ? String(process.pid) : line.toUpperCase()));
    }
  }
}

class Packets extends BaseRequestHandler<DatagramRequest> {
  override async handle() {
    const [data, socket] = this.request;
    await socket.sendto(bytes(`${process.pid} ${text(data).toUpperCase()}`), this.client_address);
  }
}

class Streams extends ForkingTCPServer {
  override max_children = 2;
  override handle_error(_request: unknown, _address: unknown, error: unknown) {
    process.stdout.write(`error ${cluster.isWorker} ${(error as Error).message}\n`);
  }
}

class Datagrams extends ForkingUDPServer {
  override max_children = 1;
}

const server =
  process.argv[2] === "udp"
    ? new Datagrams(["127.0.0.1", 0], Packets)
    : new Streams(["127.0.0.1", 0], Handler);
if (cluster.isPrimary) {
  await server.ready;
  console.log(`port ${server.server_address[1]}`);
  process.stdin.resume().once("end", async () => {
    await server.server_close();
    console.log(`closed ${server.active_children?.size}`);
  });
}
await server.serve_forever(0.1);
