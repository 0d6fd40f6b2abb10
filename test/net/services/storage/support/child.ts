// A process that stores files, for tests that kill it, have it compete, or take its rights away.

import { DirectoryStore } from "../../../../../src/net/services/storage/directory-store.ts";

const [task = "", root = "", ...rest] = process.argv.slice(2);
const [count = 0, size = 0] = rest.map(Number);
const fill = (i: number, length: number) => new Uint8Array(length).fill(i + 1);

const tasks: Record<string, () => Promise<void>> = {
  /** Many uploads at once, none of which comes to its end. */
  async endless() {
    const store = await DirectoryStore.open(root);
    await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const upload = await store.begin(`f${i}`, { size });
        while (upload.offset < size - 65_536) {
          await upload.write(fill(i, 65_536), upload.offset);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }),
    );
    setInterval(() => {}, 1000);
  },

  /** One name again and again, each time whole. */
  async again() {
    const store = await DirectoryStore.open(root);
    for (let i = 0; i < count; i++) {
      const upload = await store.begin("same", { size, resume: true });
      if (upload.offset > 0) throw new Error("took over what another process is at work on");
      while (upload.offset < size) {
        await upload.write(fill(process.pid + i, Math.min(65_536, size - upload.offset)), upload.offset);
      }
      await upload.commit();
    }
  },

  /** Neither open stores nor the disk thread keep a process. */
  async ends() {
    const store = await DirectoryStore.open(root);
    for (const length of [10, 1_000_000]) {
      const upload = await store.begin(`f${length}`, { size: length });
      await upload.write(fill(0, length), 0);
      await upload.commit();
    }
    console.log("stored");
  },

  /** A folder that is another user's. */
  async denied() {
    // Root may do anything.
    if (process.getuid?.() === 0) process.setuid?.(65_534);
    const store = await DirectoryStore.open(root);
    for (const length of [10, 1_000_000]) {
      try {
        const upload = await store.begin("a", { size: length });
        await upload.write(fill(0, length), 0);
        await upload.commit();
        console.log("stored");
      } catch (error) {
        console.log(String(error));
      }
    }
  },
};

await tasks[task]?.();
