// The load generator, a process of its own: node load.mjs <port> <connections> <bytes> <seconds>
// Keeps one message under way on each connection and counts the round trips. With 0 bytes it only holds connections.

import { connect } from "node:net";

const [port, connections, size, seconds] = process.argv.slice(2).map(Number);
const message = Buffer.alloc(size, 97);
// One buffer for all reads, since nobody looks at what comes: the generator must cost less than what it measures.
const buffer = Buffer.allocUnsafeSlow(65_536);
let trips = 0;

const sockets = [];
// In small groups, which no server's queue of new connections is too short for.
while (sockets.length < connections) {
  const some = Array.from({ length: Math.min(100, connections - sockets.length) }, open);
  sockets.push(...(await Promise.all(some)));
}

if (size === 0) {
  console.log("holding");
  await new Promise((resolve) => process.stdin.once("end", resolve).resume());
  process.exit(0);
}

for (const socket of sockets) socket.write(message);
await pause(0.5);
const before = trips;
const start = performance.now();
await pause(seconds);
const perSecond = ((trips - before) * 1000) / (performance.now() - start);
console.log(JSON.stringify({ perSecond }));
process.exit(0);

function open() {
  return new Promise((resolve, reject) => {
    let missing = size;
    const callback = (count) => {
      missing -= count;
      if (missing > 0) return true;
      missing = size;
      trips++;
      socket.write(message);
      return true;
    };
    const socket = connect({ port, host: "127.0.0.1", noDelay: true, onread: { buffer, callback } });
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}

function pause(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
