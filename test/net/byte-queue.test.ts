// The queue that turns chunks of one size into chunks of another.

import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteQueue } from "../../src/net/byte-queue.ts";

test("gives back the same bytes in the same order, however they are cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 1500 })),
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 2000 })), { minLength: 1 }),
      (chunks, cuts) => {
        const queue = new ByteQueue();
        const out: number[] = [];
        const cut = (turn: number) => {
          const [exact, size] = cuts[turn % cuts.length] as [boolean, number];
          if (!exact) out.push(...queue.take(size));
          else if (size <= queue.length) out.push(...queue.takeExactly(size));
        };
        let turn = 0;
        for (const chunk of chunks) {
          queue.push(chunk);
          cut(turn++);
        }
        for (const chunk of queue.takeAll()) out.push(...chunk);
        expect(out).toEqual(chunks.flatMap((chunk) => [...chunk]));
        expect(queue.length).toBe(0);
      },
    ),
  );
});

test("large chunks are handed on, not copied", () => {
  const queue = new ByteQueue();
  const chunk = new Uint8Array(1024);
  queue.push(chunk);
  expect(queue.take(10).buffer).toBe(chunk.buffer);
});

test("single bytes are gathered: a slow peer costs a block, not an object for each byte", () => {
  const queue = new ByteQueue();
  for (let i = 0; i < 4096; i++) queue.push(Uint8Array.of(i));
  expect(queue.takeAll()).toHaveLength(1);
});

test("takes no more than there is", () => {
  const queue = new ByteQueue();
  expect(queue.take(5)).toHaveLength(0);
  queue.push(Uint8Array.of(1, 2));
  expect(() => queue.takeExactly(3)).toThrow("the queue holds 2 bytes, not 3");
  expect([...queue.takeExactly(2)]).toEqual([1, 2]);
});

test("time and memory grow linearly with single bytes", () => {
  const time = (size: number) => {
    const queue = new ByteQueue();
    const byte = Uint8Array.of(1);
    const start = performance.now();
    for (let i = 0; i < size; i++) queue.push(byte);
    expect(queue.takeExactly(size)).toHaveLength(size);
    return performance.now() - start;
  };
  // The best of three, so that a busy machine does not count.
  const best = (size: number) => Math.min(time(size), time(size), time(size));
  const small = Math.max(best(100_000), 1);
  // Ten times the bytes; a quadratic queue takes a hundred times as long.
  expect(best(1_000_000)).toBeLessThan(small * 40);
});

test("peek copies across chunks, and takes nothing", () => {
  const queue = new ByteQueue();
  for (const size of [1, 600, 2, 700]) queue.push(new Uint8Array(size).fill(size % 256));
  const all = queue.peek(2000);
  expect([queue.peek(0).length, queue.peek(602).length, all.length, queue.length]).toEqual([
    0, 602, 1303, 1303,
  ]);
  expect(Buffer.from(queue.takeExactly(1303)).equals(all)).toBe(true);
  expect(queue.peek(1)).toHaveLength(0);
});
