// File transfer beside what one would take instead: node:net piped to a file, CPython's threads, an rsync daemon.
// `npm run bench:net -- transfer`

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, open, rm, stat, writeFile } from "node:fs/promises";
import { connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { connect, FileTransferClient } from "../../src/net/index.ts";

const FILES = 2000;
const FILE = 16 * 1024;

const OURS = `import { FileTransferHandler, ThreadingTCPServer } from ${JSON.stringify(new URL("../../src/net/index.ts", import.meta.url).href)};
class Files extends FileTransferHandler { server_dir = process.argv[1]; }
const server = await new ThreadingTCPServer(["127.0.0.1", 0], Files).ready;
console.log(server.server_address[1]);
process.on("SIGUSR2", () => console.log(process.memoryUsage().rss));
await server.serve_forever();`;

const PIPE = `import { createWriteStream } from "node:fs"; import { createServer } from "node:net"; import { join } from "node:path";
let n = 0;
const server = createServer({ allowHalfOpen: true }, (s) => { s.on("error", () => {}); const f = createWriteStream(join(process.argv[1], String(n++))); s.pipe(f); f.on("close", () => s.end("k")); });
server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;

const THREADS = `
import json, os, socketserver, struct, sys
def exactly(s, n):
    data = b""
    while len(data) < n:
        part = s.recv(n - len(data))
        if not part: raise EOFError
        data += part
    return data
class H(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while True:
                head = json.loads(exactly(self.request, struct.unpack("<i", exactly(self.request, 4))[0]))
                left = head["filesize"]
                with open(os.path.join(sys.argv[1], head["filename"]), "wb") as f:
                    while left:
                        part = self.request.recv(min(65536, left)); f.write(part); left -= len(part)
                self.request.sendall(b"k")
        except EOFError: pass
class S(socketserver.ThreadingTCPServer):
    request_queue_size = 511; daemon_threads = True
s = S(("127.0.0.1", 0), H); print(s.server_address[1], flush=True); s.serve_forever()`;

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Runs `npm run bench:net -- transfer`; the smoke test with a small file. */
export async function measureTransfer({
  smoke,
}: {
  readonly smoke: boolean;
  readonly [tool: string]: unknown;
}): Promise<void> {
  const mebibytes = smoke ? 16 : 1024;
  const folder = await mkdtemp(join(tmpdir(), "dunder-bench-"));
  try {
    await measure(folder, mebibytes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, mebibytes: number): Promise<void> {
  const big = join(folder, "big");
  await writeBig(big, mebibytes);
  const small = join(folder, "small");
  await mkdir(small);
  for (let i = 0; i < FILES; i++) await writeFile(join(small, String(i)), Buffer.alloc(FILE, i));

  await using ours = await running(folder, "ours", process.execPath, [
    "--import",
    "tsx",
    "--input-type=module",
    "-e",
    OURS,
  ]);
  await using client = await connect(["127.0.0.1", ours.port]);
  const delays = watchDelays(ours.port);
  const rate = async (what: string, work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    console.log(`${what}: ${((mebibytes * 1000 * 1.048576) / (performance.now() - start)).toFixed(0)} MB/s`);
  };
  await rate("dunder, without digest", () => client.put(big, { name: "plain", verify: false }));
  await rate("dunder, with SHA-256", () => client.put(big, { name: "checked" }));
  console.log(`longest stall of another connection: ${(await delays()).toFixed(1)} ms`);
  const items = Array.from({ length: FILES }, (_, i) => ({ from: join(small, String(i)) }));
  await files("dunder, one connection", () => client.putAll(items, { connections: 1 }));

  await using pipe = await running(folder, "pipe", process.execPath, ["--input-type=module", "-e", PIPE]);
  await rate("node:net piped to a file", () => piped(pipe.port, big));
  await files("node:net, a connection for each file", async () => {
    for (let i = 0; i < FILES; i++) await piped(pipe.port, join(small, String(i)));
  });
  await baselines(folder, big, small, rate);
  await memory(ours, folder);
}

async function baselines(
  folder: string,
  big: string,
  small: string,
  rate: (what: string, work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  if (spawnSync("python3", ["--version"]).status === 0) {
    await using python = await running(folder, "python", "python3", ["-c", THREADS]);
    const { size } = await stat(big);
    await rate("CPython, threads", () => piped(python.port, big, framed("big", size)));
    await files("CPython, a connection for each file", async () => {
      for (let i = 0; i < FILES; i++)
        await piped(python.port, join(small, String(i)), framed(String(i), FILE));
    });
  }
  if (spawnSync("rsync", ["--version"]).status === 0) {
    const port = 20_000 + (process.pid % 20_000);
    const config = join(folder, "rsyncd.conf");
    await mkdir(join(folder, "rsync"));
    await writeFile(
      config,
      `use chroot = no\n[x]\npath = ${join(folder, "rsync")}\nread only = no\nuid = ${process.getuid?.()}\ngid = ${process.getgid?.()}\n`,
    );
    const daemon = spawn(
      "rsync",
      ["--daemon", "--no-detach", `--port=${port}`, "--address=127.0.0.1", `--config=${config}`],
      { stdio: "ignore" },
    );
    await listening(port);
    const send = async (from: string) => {
      const [status] = await once(
        spawn("rsync", ["-rW", from, `rsync://127.0.0.1:${port}/x/`], { stdio: "inherit" }),
        "exit",
      );
      if (status !== 0) throw new Error(`rsync ended with ${status}`);
    };
    await rate("rsync daemon", () => send(big));
    await files("rsync daemon", () => send(small));
    daemon.kill("SIGKILL");
  }
}

async function memory(ours: Running, folder: string): Promise<void> {
  for (const uploads of [1, 50, 200]) {
    const clients = await Promise.all(
      Array.from({ length: uploads }, () => FileTransferClient.connect(["127.0.0.1", ours.port])),
    );
    const size = Math.floor((400 * 2 ** 20) / uploads);
    const data = new Uint8Array(size);
    let most = 0;
    ours.child.stdout?.on("data", (line) => {
      most = Math.max(most, Number(String(line).split("\n")[0]));
    });
    const timer = setInterval(() => ours.child.kill("SIGUSR2"), 50);
    await Promise.all(clients.map((client, i) => client.put(data, { name: `m${i}`, verify: false })));
    clearInterval(timer);
    await Promise.all(clients.map((client) => client.close()));
    console.log(`server's memory with ${uploads} uploads at once: ${(most / 2 ** 20).toFixed(0)} MiB`);
  }
  void folder;
}

async function files(what: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`${what}: ${((FILES * 1000) / (performance.now() - start)).toFixed(0)} files/s`);
}

function framed(filename: string, filesize: number): Buffer {
  const text = Buffer.from(JSON.stringify({ cmd: "put", filename, filesize }));
  const length = Buffer.alloc(4);
  length.writeInt32LE(text.length);
  return Buffer.concat([length, text]);
}

async function piped(port: number, path: string, head?: Buffer): Promise<void> {
  const socket = dial({ port, host: "127.0.0.1", allowHalfOpen: true });
  const answered = once(socket, "data");
  if (head !== undefined) socket.write(head);
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), socket, { end: true });
  await answered;
  socket.destroy();
}

/** Waits until somebody listens, for ten seconds at most. */
async function listening(port: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const socket = dial(port, "127.0.0.1");
    const found = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "close").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (found) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Asks another connection for help all the time; gives the longest that it took, in milliseconds. */
function watchDelays(port: number): () => Promise<number> {
  let ends = false;
  const watching = (async () => {
    await using client = await connect(["127.0.0.1", port]);
    let longest = 0;
    while (!ends) {
      const start = performance.now();
      await client.stat("").catch(() => {});
      longest = Math.max(longest, performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return longest;
  })();
  return () => {
    ends = true;
    return watching;
  };
}

async function writeBig(path: string, mebibytes: number): Promise<void> {
  const file = await open(path, "w");
  const chunk = Buffer.alloc(2 ** 20, 7);
  for (let i = 0; i < mebibytes; i++) await file.write(chunk);
  await file.close();
}

async function running(
  folder: string,
  name: string,
  program: string,
  args: readonly string[],
): Promise<Running & AsyncDisposable> {
  const root = join(folder, name);
  await mkdir(root, { recursive: true });
  const child = spawn(program, [...args, root], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  const end = async () => {
    child.kill("SIGKILL");
    await rm(root, { recursive: true, force: true });
  };
  return { child, port: Number(String(line)), [Symbol.asyncDispose]: end };
}
