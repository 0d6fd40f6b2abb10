// The yardstick for one way: node raw.mjs receive | node raw.mjs send <port> <bytes>, with nothing but node:net.

import { connect, createServer } from "node:net";

const [mode, port, size] = process.argv.slice(2);
if (mode === "receive") {
  const server = createServer((socket) => {
    let received = 0;
    const start = performance.now();
    socket.on("data", (chunk) => {
      received += chunk.length;
    });
    socket.on("end", () => {
      console.log(JSON.stringify({ received, seconds: (performance.now() - start) / 1000 }));
      process.exit(0);
    });
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
} else {
  const chunk = Buffer.alloc(65_536, 97);
  const socket = connect({ port: Number(port), host: "127.0.0.1" });
  for (let left = Number(size); left > 0; left -= chunk.length) {
    if (!socket.write(chunk)) await new Promise((resolve) => socket.once("drain", resolve));
  }
  socket.end();
}
