// `node --import tsx bench/net/storage.ts`: what the directory store does with chunks that are here already, without a network.

import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { DirectoryStore } from "../../src/net/services/storage/directory-store.ts";
import { median } from "../measure.ts";

const smoke = process.argv.includes("--smoke");
const ROUNDS = smoke ? 1 : 5;
const LARGE = smoke ? 2 ** 24 : 2 ** 30;
const SMALL = 16 * 1024;
const FILES = smoke ? 50 : 2000;
const IN_FLIGHT = 32;
const UPLOADS = 200;
const CHUNK = 64 * 1024;

const root = mkdtempSync(join(tmpdir(), "dunder-bench-storage-"));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));
const store = await DirectoryStore.open(root);

/** As a socket gives it: memory of its own, which the store may keep. */
const chunkOf = (size: number) => Buffer.allocUnsafeSlow(size).fill(7);

async function upload(name: string, size: number, hash: boolean): Promise<void> {
  const file = await store.begin(name, { size, hash });
  while (file.offset < size) await file.write(chunkOf(Math.min(CHUNK, size - file.offset)), file.offset);
  await file.commit();
}

async function many(count: number, inFlight: number, one: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

const cases: Record<string, { unit: string; amount: number; run: (folder: string) => Promise<void> }> = {
  "1 file of 1 GiB, no digest": {
    unit: "MB/s",
    amount: LARGE / 1e6,
    run: (folder) => upload(`${folder}/a`, LARGE, false),
  },
  "1 file of 1 GiB, SHA-256": {
    unit: "MB/s",
    amount: LARGE / 1e6,
    run: (folder) => upload(`${folder}/a`, LARGE, true),
  },
  "200 files of 5 MiB at once": {
    unit: "MB/s",
    amount: (UPLOADS * LARGE) / 200e6,
    run: (folder) => many(UPLOADS, UPLOADS, (i) => upload(`${folder}/${i}`, Math.floor(LARGE / 200), true)),
  },
  "2,000 files of 16 KiB": {
    unit: "files/s",
    amount: FILES,
    run: (folder) => many(FILES, IN_FLIGHT, (i) => upload(`${folder}/${i}`, SMALL, true)),
  },
  "2,000 files by writeFile, not synced": {
    unit: "files/s",
    amount: FILES,
    run: (folder) => many(FILES, IN_FLIGHT, (i) => writeFile(join(root, folder, `${i}`), chunkOf(SMALL))),
  },
};

const results = new Map<string, { speed: number; cpu: number; stall: number; memory: number }[]>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, { amount, run }] of Object.entries(cases)) {
    // Files that were just removed make new ones slow on some file systems, so that small ones stay until the end.
    const folder = `${round}-${results.size}`;
    await store.makeFolder(folder);
    let memory = 0;
    const timer = setInterval(() => {
      memory = Math.max(memory, process.memoryUsage.rss());
    }, 10);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const cpu = process.cpuUsage();
    const began = performance.now();
    delay.enable();
    await run(folder);
    delay.disable();
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    clearInterval(timer);
    const result = {
      speed: amount / seconds,
      cpu: (user + system) / 1000 / amount,
      stall: delay.max / 1e6,
      memory,
    };
    results.set(name, [...(results.get(name) ?? []), result]);
    const { entries } = await store.list(folder);
    if (entries.length <= UPLOADS) for (const entry of entries) await store.remove(entry.name);
  }
}
for (const [name, rounds] of results) {
  const unit = cases[name]?.unit ?? "";
  const of = (key: "speed" | "cpu" | "stall" | "memory") => median(rounds.map((round) => round[key]));
  console.log(
    `${name.padEnd(38)} ${of("speed").toFixed(0).padStart(7)} ${unit.padEnd(8)}` +
      `${of("cpu").toFixed(3).padStart(7)} ms of processor per ${unit.replace("s/s", "").replace("/s", "").padEnd(5)}` +
      `longest stall ${of("stall").toFixed(1).padStart(5)} ms  ${(of("memory") / 2 ** 20).toFixed(0).padStart(4)} MiB resident`,
  );
}
console.log(`Medians of ${ROUNDS} rounds; Node ${process.version}.`);
await store.close();
