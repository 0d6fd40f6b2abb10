// What the upload programs of this folder have in common: headers with their length in front, and files behind them.
// (In this library: CommandHandler, FileTransferHandler, and frames. Here it is by hand, as in Python.)

import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { bytes, ConnectionError, int, isinstance, str, struct, ValueError } from "dunder";
import { type JsonObject, json, type socket } from "dunder/net";

const LONGEST_HEADER = 65_536;
const LARGEST_FILE = 1024 ** 3;
const CHUNK = 65_536;

type Stream = socket.BinaryFile;

export async function send_header(wfile: Stream, header: object): Promise<void> {
  const data = bytes(json.dumps(header), "utf-8");
  await wfile.write(Buffer.concat([struct.pack("<i", data.length), data]));
  await wfile.flush();
}

/** The next header; null when the stream ends in front of one. */
export async function recv_header(rfile: Stream): Promise<JsonObject | null> {
  // A file's read() waits for all the bytes. It gives fewer only when the stream has ended.
  const prefix = await rfile.read(4);
  if (prefix.length === 0) return null;
  if (prefix.length < 4) throw new ConnectionError("cut off in a length");
  const [length] = struct.unpack("<i", prefix);
  if (!(0 < length && length <= LONGEST_HEADER)) throw new ValueError(`a header of ${length} bytes`);
  const data = await rfile.read(length);
  if (data.length < length) throw new ConnectionError("cut off in a header");
  const header = json.loads(str(data, "utf-8"));
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw new ValueError("a header that is no object");
  }
  return header as JsonObject;
}

/** Sends a file; tells whether the server has confirmed that it has what was sent. */
export async function send_file(stream: Stream, path: string, name: string): Promise<string> {
  const digest = createHash("sha256");
  await using file = await open(path);
  const { size } = await file.stat();
  // The other programs of this wire need no "reply". It asks for a confirmation.
  await send_header(stream, { cmd: "put", filename: name, filesize: size, reply: true });
  let left = size;
  while (left > 0) {
    const buffer = new Uint8Array(Math.min(CHUNK, left)); // so many bytes as were announced, even if the file grows
    const { bytesRead } = await file.read(buffer);
    if (bytesRead === 0) throw new ConnectionError("the file has become shorter");
    const chunk = buffer.subarray(0, bytesRead);
    await stream.write(chunk);
    digest.update(chunk);
    left -= chunk.length;
  }
  await stream.flush();
  const reply = await recv_header(stream);
  if (reply === null) throw new ConnectionError("the server has closed the connection");
  if (!reply.ok) return `refused: ${reply.message}`;
  if (reply.sha256 !== digest.digest("hex")) return "damaged on its way";
  return `stored, ${size} bytes`;
}

/** Stores the file behind a header, and gives what is to be said of it. */
async function put(root: string, header: JsonObject, rfile: Stream): Promise<JsonObject> {
  const { filename: name, filesize: size } = header;
  if (!isinstance(size, int) || typeof size !== "number" || !(0 <= size && size <= LARGEST_FILE)) {
    throw new ConnectionError("nobody knows where this file would end");
  }
  // A plain name leads into no other folder. What comes with another one is read all the same, and dropped.
  const plain = typeof name === "string" && /^[A-Za-z0-9_][A-Za-z0-9_. -]*$/.test(name);
  const digest = createHash("sha256");
  // A new file of its own: half a file never stands under the final name, and no link is followed.
  await mkdir(root, { recursive: true });
  const partial = join(root, `.upload-${randomUUID()}`);
  try {
    {
      await using file = await open(partial, "wx", 0o600);
      let left = size;
      while (left > 0) {
        // Never more than what is left: behind the file comes the next header.
        const chunk = await rfile.read(Math.min(CHUNK, left));
        if (chunk.length === 0) throw new ConnectionError("cut off in a file");
        if (plain) {
          await file.writeFile(chunk);
          digest.update(chunk);
        }
        left -= chunk.length;
      }
    }
    if (!plain) return { ok: false, cmd: "put", error: "bad_name", message: "not a plain file name" };
    await rename(partial, join(root, name));
  } finally {
    await rm(partial, { force: true });
  }
  return { ok: true, cmd: "put", filename: name, size, sha256: digest.digest("hex") };
}

// What a client can ask for. A property of some object could be `constructor`, too.
const COMMANDS = new Map([["put", put]]);

/** Does what one client asks for; yields what is to be told of each command. */
export async function* serve(root: string, rfile: Stream, wfile: Stream): AsyncGenerator<JsonObject> {
  for (let header = await recv_header(rfile); header !== null; header = await recv_header(rfile)) {
    const command = COMMANDS.get(String(header.cmd));
    if (command === undefined) {
      // Nobody knows how many bytes follow, so this is the end of the connection.
      const reply = { ok: false, cmd: null, error: "unknown_command", message: "no such command" };
      await send_header(wfile, reply);
      return;
    }
    const reply = await command(root, header, rfile);
    yield reply;
    if (header.reply === true) await send_header(wfile, reply);
  }
}
