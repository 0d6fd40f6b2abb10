// `dunder serve` and its clients: files, programs, keys, TLS, counters, and the end.

import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { builtCommand, until } from "./support/command.ts";

const { run, serve, start, path } = builtCommand();

const PEM = (name: string) => fileURLToPath(new URL(`../net/ssl/${name}`, import.meta.url));

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

test("with a key: files and folders go there and back, are listed, verified, renamed and removed", {
  timeout: 30_000,
}, async () => {
  await run("keygen", "keys");
  const { child, url, said } = await serve("--key-file", "keys", "--log", "json");
  const key = ["--key-file", "keys"];
  const big = randomBytes(3_000_000);
  await writeFile(path("big"), big);
  await mkdir(path("folder/sub"), { recursive: true });
  await writeFile(path("folder/sub/abc"), "abc");

  const put = await run("put", url, "big", "folder", "-r", ...key);
  expect(put).toEqual({
    status: 0,
    stdout: `${sha256(big)}  3000000  big\n${sha256(Buffer.from("abc"))}  3  folder/sub/abc\n`,
    stderr: "",
  });
  const [list, long, digest, got, stranger, isFolder] = await Promise.all([
    run("ls", url, ...key),
    run("ls", `${url}/folder/sub`, "--json", ...key),
    run("digest", url, "big", ...key),
    run("get", url, "big", "folder", "-r", "-o", "back/", ...key),
    run("ls", url),
    run("put", url, "folder", ...key),
  ]);
  expect(list.stdout).toBe("big\nfolder/\n");
  expect(JSON.parse(long.stdout)).toMatchObject({ name: "folder/sub/abc", kind: "file", size: 3 });
  expect(digest.stdout).toBe(`${sha256(big)}  big\n`);
  expect(got).toMatchObject({ status: 0, stderr: "" });
  expect(sha256(await readFile(path("back/big")))).toBe(sha256(big));
  expect(await readFile(path("back/folder/sub/abc"), "utf8")).toBe("abc");
  expect(stranger.status).toBe(1);
  expect(stranger.stderr).toContain("authentication_required");
  expect(isFolder.status).toBe(2);

  expect((await run("mv", `${url}/folder`, "sub/abc", "sub/-x", ...key)).status).toBe(0);
  expect((await run("rm", `${url}/folder/sub`, ...key, "--", "-x")).status).toBe(0);
  expect(await readdir(path("files/folder/sub"))).toEqual([]);

  child.kill("SIGTERM");
  expect((await once(child, "close"))[0]).toBe(0);
  const lines = said.stderr
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({ event: "transfer", filename: "big", key: "default" }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ event: "authentication", msg: "key refused" }));
});

test("SIGTERM lets an upload come to its end, and takes no connection more", {
  timeout: 20_000,
}, async () => {
  const { child, url } = await serve("--log", "none");
  const port = Number(/(\d+)$/.exec(url)?.[1]);
  const socket = connect(port, "127.0.0.1");
  const header = JSON.stringify({ cmd: "put", filename: "slow", filesize: 6, reply: true });
  const length = Buffer.alloc(4);
  length.writeInt32LE(header.length);
  socket.write(Buffer.concat([length, Buffer.from(`${header}abc`)]));
  await until(async () => (await run("stats", url)).stdout.includes('"open": 2'));

  child.kill("SIGTERM");
  const refused = () =>
    new Promise<boolean>((resolve) => {
      const late = connect(port, "127.0.0.1", () => resolve(false)).on("error", () => resolve(true));
      late.on("connect", () => late.destroy());
    });
  await until(refused);
  expect(child.exitCode).toBeNull();
  socket.write("def");
  const [reply] = (await once(socket, "data")) as [Buffer];
  expect(reply.toString()).toContain('"ok": true');
  expect((await once(child, "close"))[0]).toBe(0);
  expect(await readFile(path("files/slow"), "utf8")).toBe("abcdef");
});

test("the counters of all workers are told by stats and as OpenMetrics", { timeout: 30_000 }, async () => {
  const { child, url, said } = await serve("--workers", "2", "--metrics-port", "0", "--log", "none");
  await writeFile(path("a"), "abc");
  const puts = await Promise.all(["a1", "a2", "a3", "a4"].map((name) => run("put", url, "a", "--as", name)));
  expect(puts.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
  await until(() => said.stdout.includes("metrics on"));
  const metrics = async () => {
    const response = await fetch(/http:\S+/.exec(said.stdout)?.[0] ?? "");
    expect(response.headers.get("content-type")).toContain("application/openmetrics-text");
    return response.text();
  };
  await until(async () => (await metrics()).includes('dunder_commands_total{cmd="put",result="ok"} 4\n'));
  const text = await metrics();
  expect(text.endsWith("# EOF\n")).toBe(true);
  for (const line of text.trim().split("\n")) {
    expect(line).toMatch(/^(# (HELP|TYPE|EOF).*|dunder_\w+(\{(\w+="[^"\\]*",?)+\})? [\d.e+-]+)$/);
  }
  const { stdout } = await run("stats", url);
  expect(JSON.parse(stdout)).toMatchObject({
    commands: { put: { results: { ok: 4 } } },
    transfers: { in: { files: 4, bytes: 12 } },
    failures: {},
  });
  child.kill("SIGINT");
  expect((await once(child, "close"))[0]).toBe(0);
});

test("a program's exit status is that of call; programs are for those with a key", {
  timeout: 20_000,
}, async () => {
  await run("keygen", "keys");
  const { url } = await serve(
    "--key-file",
    "keys",
    "--program",
    "say=/bin/echo hello ...",
    "--program",
    "fail=/bin/sh -c 'echo no >&2; exit 7'",
    "--program",
    "wait=/bin/sleep 60",
    "--log",
    "none",
  );
  const key = ["--key-file", "keys"];
  const [list, say, fail, none] = await Promise.all([
    run("call", url, ...key),
    run("call", url, ...key, "say", "007", "--", "-n"),
    run("call", url, ...key, "fail"),
    run("call", url, ...key, "fail", "argument"),
  ]);
  expect(list.stdout).toBe("fail\nsay\nwait\n");
  expect(say).toEqual({ status: 0, stdout: "hello 007 -n\n", stderr: "" });
  expect(fail).toEqual({ status: 7, stdout: "", stderr: "no\n" });
  expect(none.status).toBe(1);
  expect(none.stderr).toContain("bad_arguments");

  const { child } = start(["call", url, ...key, "wait"]);
  await until(async () => (await run("stats", url, ...key)).stdout.includes('"open": 2'));
  child.kill("SIGINT");
  expect((await once(child, "close"))[0]).toBe(130);
});

test("over TLS with a certificate that is trusted, and not with another", { timeout: 20_000 }, async () => {
  const { url } = await serve(
    "--tls-cert",
    PEM("localhost.pem"),
    "--tls-key",
    PEM("localhost.key.pem"),
    "--read-only",
    "--log",
    "pretty",
  );
  expect(url).toMatch(/^dunders:/);
  await writeFile(path("a"), "abc");
  const local = url.replace("127.0.0.1", "localhost");
  const [put, stranger] = await Promise.all([
    run("put", local, "a", "--tls-ca", PEM("localhost.pem")),
    run("ls", local),
  ]);
  expect(put.stderr).toMatch(/^dunder: a: the server: Read-only file system \(os_error\)\n$/);
  expect(stranger.stderr).toContain("CERTIFICATE_VERIFY_FAILED");
});

test("an address that others can reach is warned of, unless there are keys and TLS", {
  timeout: 20_000,
}, async () => {
  await run("keygen", "keys");
  const [open, keyed] = await Promise.all([
    serve("--host", "0.0.0.0", "--log", "none"),
    serve("--host", "0.0.0.0", "--log", "none", "--key-file", "keys"),
  ]);
  await until(() => open.said.stderr !== "" && keyed.said.stderr !== "");
  expect(open.said.stderr).toContain("add --key-file");
  expect(keyed.said.stderr).toContain("add --tls-cert");
});

test("the time is told over UDP", { timeout: 20_000 }, async () => {
  const { child, said } = start(["time", "127.0.0.1:0", "--serve"]);
  await until(() => said.stdout.includes("\n"));
  const address = /on (\S+)/.exec(said.stdout)?.[1] ?? "";
  expect((await run("time", address, "--format", "year %Y")).stdout).toBe(
    `year ${new Date().getFullYear()}\n`,
  );
  child.kill("SIGTERM");
  expect((await once(child, "close"))[0]).toBe(0);
});

test("two terminals chat until one of them quits", { timeout: 20_000 }, async () => {
  const alice = start(["chat"]);
  await until(() => alice.said.stdout.includes("\n"));
  const bob = start(["chat", `alice=${/on (\S+)/.exec(alice.said.stdout)?.[1]}`]);
  await until(() => bob.said.stdout.includes("\n"));
  bob.child.stdin.write("alice hello there\n");
  await until(() => alice.said.stdout.includes("hello there"));
  bob.child.stdin.write("quit\n");
  alice.child.stdin.end();
  const ends = [bob.child, alice.child].map(
    (child) => child.exitCode ?? once(child, "close").then(([code]) => code),
  );
  expect(await Promise.all(ends)).toEqual([0, 0]);
});
