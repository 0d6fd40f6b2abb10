#!/usr/bin/env node
// The `dunder` command: starts an upload server, and sends files to one.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Address, connect, FileReceiver, type Progress, ThreadingTCPServer } from "./net/index.ts";

const USAGE = `usage: dunder serve [folder] [--host HOST] [--port PORT]
       dunder put HOST:PORT FILE...
       dunder commands HOST:PORT

  serve     take files into a folder (uploads); SIGTERM and SIGINT let uploads come to their end
  put       send files, each confirmed by its SHA-256
  commands  ask a server what it can do

  --host HOST  address to listen on (127.0.0.1)
  --port PORT  port to listen on (8080; 0 takes a free one)
  --help       this text
  --version    the version
`;

/** A command line that makes no sense. */
class UsageError extends Error {}

const OPTIONS = {
  host: { type: "string", default: "127.0.0.1" },
  port: { type: "string", default: "8080" },
  help: { type: "boolean", default: false },
  version: { type: "boolean", default: false },
} as const;

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(args);
  if (values.help) process.stdout.write(USAGE);
  else if (values.version) console.log(version());
  else await run(positionals, values.host, values.port);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function version(): string {
  const path = new URL("../package.json", import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")).version;
}

async function run([command, ...rest]: readonly string[], host: string, port: string): Promise<void> {
  const [first, ...others] = rest;
  switch (command) {
    case "serve":
      if (others.length > 0) throw new UsageError("serve takes one folder");
      return serve(first ?? "uploads", [host, portOf(port)]);
    case "put":
      if (first === undefined || others.length === 0) throw new UsageError("put needs HOST:PORT and files");
      return put(addressOf(first), others);
    case "commands":
      if (first === undefined || others.length > 0) throw new UsageError("commands needs HOST:PORT");
      return commands(addressOf(first));
    default:
      throw new UsageError(command === undefined ? "no command" : `no command '${command}'`);
  }
}

async function serve(folder: string, address: Address): Promise<void> {
  const server_dir = resolve(folder);
  class Receiver extends FileReceiver {
    override server_dir = server_dir;
  }
  const server = await new ThreadingTCPServer(address, Receiver).ready;
  const [host, port] = server.server_address;
  console.log(`taking files into ${server_dir} on ${host}:${port}`);
  let signals = 0;
  // The second signal is from somebody who does not want to wait.
  const stop = () => void server.shutdown(signals++ === 0 ? {} : { deadline: 0 });
  process.on("SIGTERM", stop).on("SIGINT", stop);
  await server.serve_forever();
  await server.server_close();
}

async function put(address: Address, paths: readonly string[]): Promise<void> {
  const client = await connect(address);
  try {
    for (const path of paths) {
      const { filename, size, sha256 } = await client.put(path, { onProgress: progressOf(path) });
      console.log(`${sha256}  ${size}  ${filename}`);
    }
  } finally {
    await client.close();
  }
}

/** A line that shows how far a file is, where a person is watching. */
function progressOf(path: string): (progress: Progress) => void {
  const { stderr } = process;
  if (!stderr.isTTY) return () => {};
  return ({ sent, total }) => {
    const percent = Math.floor((sent / total) * 100);
    stderr.write(`\r${path} ${percent} %${sent === total ? "\r\u001b[K" : ""}`);
  };
}

async function commands(address: Address): Promise<void> {
  const client = await connect(address);
  try {
    console.log(await client.help());
  } finally {
    await client.close();
  }
}

function addressOf(text: string): Address {
  const colon = text.lastIndexOf(":");
  if (colon < 1) throw new UsageError(`expected HOST:PORT, got '${text}'`);
  // An IPv6 address is written in brackets, which keep its colons from the port's.
  const host = text.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  return [host, portOf(text.slice(colon + 1))];
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`expected a port from 0 to 65535, got '${text}'`);
  return port;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  const { name, message } = error as Error;
  process.stderr.write(isUsage ? `dunder: ${message}\n${USAGE}` : `dunder: ${name}: ${message}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
