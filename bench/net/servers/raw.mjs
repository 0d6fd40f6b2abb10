// The yardstick: an echo server of nothing but node:net.

import { createServer } from "node:net";
import { reportMemory } from "../report.mjs";

reportMemory();

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    if (!socket.write(chunk)) {
      socket.pause();
      socket.once("drain", () => socket.resume());
    }
  });
  socket.on("end", () => socket.end());
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 511 }, () => console.log(server.address().port));
