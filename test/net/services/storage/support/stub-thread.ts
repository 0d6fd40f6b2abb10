// A disk "thread" in this thread, whose system calls a test can have fail.

import { createHash } from "node:crypto";
import { EventEmitter } from "node:events";
import fs from "node:fs";
import { MessageChannel } from "node:worker_threads";
import { Disk, type Thread } from "../../../../../src/net/services/storage/disk.ts";
import { diskThread, type ThreadModules } from "../../../../../src/net/services/storage/disk-thread.ts";

/** A disk on which some system calls are others. */
export function stubDisk(calls: Partial<ThreadModules["fs"]>): Disk {
  return new Disk(() => {
    const near = new EventEmitter();
    const far = new EventEmitter();
    const port = {
      on: (event: "message", listener: (value: unknown) => void) => far.on(event, listener),
      postMessage: (message: unknown) => setImmediate(() => near.emit("message", message)),
    };
    diskThread({ fs: { ...fs, ...calls }, crypto: { createHash }, MessageChannel }, port as never);
    return Object.assign(near, {
      postMessage: (message: unknown) => setImmediate(() => far.emit("message", message)),
      ref() {},
      unref() {},
    }) as unknown as Thread;
  });
}

/** The system's error of that name. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: stubbed`), { code, errno: -1 });
}
