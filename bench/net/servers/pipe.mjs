// The yardstick: a connection for each file, piped into it, and ended when all is written. `pipe.mjs <folder> [sync]`.

import { createWriteStream } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { gauge } from "./gauge.mjs";

const [root, sync] = process.argv.slice(2);
let number = 0;

gauge();
const server = createServer({ allowHalfOpen: true }, (socket) => {
  const file = createWriteStream(join(root, `file${number++}`), { flush: sync === "sync" });
  socket.pipe(file).once("close", () => socket.end());
  socket.on("error", () => file.destroy());
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
