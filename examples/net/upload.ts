// An upload server and its client, in one run.
//
// The server's commands are ordinary methods. A metaclass reads them when the class is made: it collects those marked
// with @command into a table, refuses one without a docstring, and writes the help text from the docstrings. A client
// can call what is in the table, and nothing else of the object.

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { metaclass } from "dunder";
import {
  CommandMeta,
  command,
  connect,
  create_connection,
  FileReceiver,
  framed,
  type JsonObject,
  json,
  ThreadingTCPServer,
} from "dunder/net";

const folder = await mkdtemp(join(tmpdir(), "upload-"));

// In Python: class Uploads(FileReceiver, metaclass=CommandMeta)
@metaclass(CommandMeta)
class Uploads extends FileReceiver {
  override server_dir = join(folder, "server");

  @command("count")
  async count() {
    // What Python calls a docstring: the string that a function's body begins with.
    "Say how many files there are.";
    return { files: (await readdir(this.server_dir)).length };
  }
}

try {
  // Without its docstring the class itself is refused, long before a client could ask for help.
  @metaclass(CommandMeta)
  class Careless extends FileReceiver {
    @command("wipe")
    wipe() {}
  }
  console.log(Careless);
} catch (error) {
  console.log(String(error));
}

// Port 0 is any free one; `ready` is there because a constructor cannot wait for the system as Python's does.
const server = await new ThreadingTCPServer(["127.0.0.1", 0], Uploads).ready;
const serving = server.serve_forever();

// The client sends a header and the file, and believes the upload when the server's SHA-256 is that of what it sent.
const text = "The quick brown fox jumps over the lazy dog";
await writeFile(join(folder, "fox.txt"), text);
const client = await connect(server.server_address);
console.log(await client.put(join(folder, "fox.txt")));
console.log("stored:", await readFile(join(folder, "server", "fox.txt"), "utf8"));

// A name that would lead out of the folder is refused, and the connection lives on.
console.log(
  String(await client.put(join(folder, "fox.txt"), { name: "../fox.txt" }).catch((error) => error)),
);
console.log(await client.help());
await client.close();

// The same by hand: a frame is four bytes of length, a JSON header, and a body if the header tells its size.
const connection = framed(await create_connection(server.server_address));
async function ask(header: JsonObject): Promise<void> {
  await connection.send_frame({ ...header, reply: true });
  console.log(header.cmd, "->", json.dumps(await connection.recv_header()));
}
await ask({ cmd: "count" });
// The handler has these attributes. To a client they do not exist.
for (const cmd of ["server_close", "__init__", "constructor"]) await ask({ cmd });
await connection.close();

// shutdown() lets uploads in flight come to their end; the loop of serve_forever() ends with it.
await server.shutdown();
await serving;
await server.server_close();
await rm(folder, { recursive: true });
