// The sender of bench/net/files.ts, a process of its own: node transfer-load.mjs <task> <port> <numbers…>; prints seconds.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";

const [task, port, ...numbers] = process.argv.slice(2).map((text, i) => (i === 0 ? text : Number(text)));
const SMALL = 16 * 1024;
const IN_FLIGHT = 32;
const chunk = Buffer.allocUnsafeSlow(256 * 1024).fill(7);

const tasks = {
  /** One connection for each upload, all at once: bytes alone, ended by the end of the connection. */
  raw: (uploads, size) => together(uploads, () => upload(size, null, false)),
  /** The same with a header, as the plain client of the tutorial. */
  plain: (uploads, size) => together(uploads, (i) => upload(size, { filename: `plain${i}` }, false)),
  /** With the digest behind the bytes, and a reply. */
  digest: (uploads, size) =>
    together(uploads, (i) => upload(size, { filename: `digest${i}`, trailer: true, reply: true }, true)),
  /** Small files, each on a connection of its own. */
  rawFiles: (files) => {
    let next = 0;
    return together(IN_FLIGHT, async () => {
      while (next++ < files) await upload(SMALL, null, false);
    });
  },
  /** Small files on one connection, whose replies are not waited for one by one. */
  files: async (files) => {
    const data = chunk.subarray(0, SMALL);
    const socket = await opened();
    await replies(socket, files, IN_FLIGHT, (i) => {
      const sha256 = createHash("sha256").update(data).digest("hex");
      const header = { cmd: "put", filename: `small${i}`, filesize: SMALL, sha256, reply: true };
      socket.write(Buffer.concat([packed(header), data]));
    });
    socket.destroy();
  },
  /** A digest of the same file again and again, on several connections. */
  digests: (connections, times) =>
    together(connections, async () => {
      const socket = await opened();
      await replies(socket, times, 1, () =>
        socket.write(packed({ cmd: "digest", filename: "digest0", reply: true })),
      );
      socket.destroy();
    }),
};

const start = performance.now();
await tasks[task](...numbers);
console.log((performance.now() - start) / 1000);
process.exit(0);

async function upload(size, header, hashed) {
  const socket = await opened();
  if (header !== null) socket.write(packed({ cmd: "put", filesize: size, ...header }));
  const hash = createHash("sha256");
  for (let left = size; left > 0; left -= chunk.length) {
    const data = left < chunk.length ? chunk.subarray(0, left) : chunk;
    if (hashed) hash.update(data);
    if (!socket.write(data)) await once(socket, "drain");
  }
  if (hashed) {
    await replies(socket, 1, 1, () => socket.write(packed({ sha256: hash.digest("hex") })));
    return socket.destroy();
  }
  socket.end();
  await once(socket.resume(), "end");
}

/** Asks `count` times, with so many questions open at most, and counts the replies, which have no bodies. */
function replies(socket, count, open, ask) {
  return new Promise((resolve, reject) => {
    let rest = Buffer.alloc(0);
    let asked = 0;
    let heard = 0;
    const more = () => {
      while (asked < count && asked - heard < open) ask(asked++);
    };
    socket.once("close", () => reject(new Error(`the server ended after ${heard} of ${count} replies`)));
    socket.on("data", (data) => {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      while (rest.length >= 4 && rest.length >= 4 + rest.readInt32LE()) {
        const end = 4 + rest.readInt32LE();
        const reply = JSON.parse(rest.toString("utf8", 4, end));
        if (!reply.ok) return reject(new Error(JSON.stringify(reply)));
        rest = rest.subarray(end);
        if (++heard === count) return resolve();
      }
      more();
    });
    more();
  });
}

async function opened() {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}

function together(count, one) {
  return Promise.all(Array.from({ length: count }, (_, i) => one(i)));
}

function packed(header) {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeInt32LE(text.length);
  return Buffer.concat([length, text]);
}
