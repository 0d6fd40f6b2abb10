// SO_REUSEADDR: how a server comes back to its port at once.

import { isinstance, OSError, print } from "dunder";
import { socket, socketserver } from "dunder/net";

async function listen(port: number): Promise<socket.socket> {
  const server = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  // Before bind(). Without it Python is refused below for a minute, while old connections time out; Node sets it anyway.
  server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
  await server.bind(["127.0.0.1", port]);
  await server.listen();
  return server;
}

const first = await listen(0); // 0: any free port
const port = first.getsockname()[1];
const client = await socket.create_connection(["127.0.0.1", port]);
const [conn, addr] = await first.accept();

// Who closes first keeps the address in TIME_WAIT: segments that are late must not get into a new connection.
const closing = conn.close(); // done when the other end has closed, too
print("the client reads", await client.recv(1));
await client.close();
await closing;
await first.close();

const second = await listen(port);
print("back on the same port:", second.getsockname()[1] === port);

// The option is no way to share a port with a server that listens.
try {
  await listen(port);
} catch (error) {
  if (!isinstance(error, OSError)) throw error;
  print("refused:", error.strerror);
}
await second.close();

// A server class has an attribute for it; nothing has to be overridden.
class Server extends socketserver.TCPServer {
  override allow_reuse_address = true;
}

// A constructor cannot wait until the system has bound the address: `ready` does.
const server = await new Server(["127.0.0.1", port], socketserver.BaseRequestHandler).ready;
print("and again:", server.server_address[1] === port);
await server.server_close();
