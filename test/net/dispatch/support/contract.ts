// What every dispatcher keeps to: one suite, run for each of them.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { commandsOf } from "../../../../src/net/dispatch/command-meta.ts";
import type {
  CommandReply,
  CommandRequest,
  Dispatcher,
  DoneReply,
  RequestOptions,
  StreamedReply,
} from "../../../../src/net/dispatch/dispatcher.ts";
import { Body } from "../../../../src/net/frames.ts";
import { RuntimeError } from "../../../../src/protocols/errors.ts";
import { bytes } from "../../support/pair.ts";
import { Counter } from "./counter.ts";

/** A dispatcher to be tried, whose commands run on `target`. */
export interface Tried {
  readonly dispatcher: Dispatcher;
  close(): void;
}

export function dispatcherContract(name: string, make: (target: Counter) => Tried): void {
  describe(`${name} keeps the contract of dispatchers`, () => {
    let target: Counter;
    let tried: Tried;
    let dispatcher: Dispatcher;

    beforeEach(async () => {
      target = new Counter();
      tried = make(target);
      dispatcher = tried.dispatcher;
      await dispatcher.start(commandsOf(Counter));
    });
    afterEach(() => tried.close());

    function request(cmd: string, fields: object = {}, options?: RequestOptions, payload = "") {
      const command: CommandRequest = {
        cmd,
        header: { cmd, ...fields },
        body: Body.of(bytes(payload)),
        client_address: ["192.0.2.1", 5000],
        key: "alice",
        target,
      };
      return dispatcher.request(command, options);
    }

    const pending = () => dispatcher.info().pending;

    test("a command gets header, payload and call, and what it returns is the reply", async () => {
      expect(await request("echo", { a: [1] }, {}, "payload")).toEqual({
        ok: true,
        header: {
          header: { cmd: "echo", a: [1] },
          body: "payload",
          cmd: "echo",
          client_address: ["192.0.2.1", 5000],
          key: "alice",
        },
        body: null,
        length: 0,
      });
      expect(await request("nothing")).toMatchObject({ ok: true, header: {} });
    });

    test("start may be called again with the same commands, and with no others", async () => {
      await dispatcher.start(commandsOf(Counter));
      await expect(async () => dispatcher.start(new Map())).rejects.toThrow(RuntimeError);
    });

    test.each([
      ..."secret constructor __init__ __proto__ __class__ toString hasOwnProperty count noted ADD".split(" "),
      "",
    ])("%j is no command", async (cmd) => {
      const reply = await request(cmd);
      expect(reply).toMatchObject({ ok: false, header: { error: "unknown_command" } });
    });

    test("a header is validated before the method runs", async () => {
      expect(await request("add", { by: 2 })).toMatchObject({ ok: true, header: { count: 2 } });
      expect(await request("add", { by: "2" })).toMatchObject({
        ok: false,
        header: {
          error: "bad_header",
          message: `header field 'by': Invalid type: Expected number but received "2"`,
        },
      });
      expect(await request("add")).toMatchObject({ ok: false, header: { error: "bad_header" } });
      expect(target.count).toBe(2);
    });

    test("an error becomes a reply that tells what a peer may know", async () => {
      expect(await request("fail", { how: "refuse" })).toMatchObject({
        ok: false,
        header: { error: "too_much", message: "no more of it" },
      });
      const disk = await request("fail", { how: "disk" });
      expect(disk).toMatchObject({ ok: false, header: { error: "os_error", errno: 28 } });
      expect(JSON.stringify((disk as { header: unknown }).header)).not.toContain("secret");
      for (const how of ["crash", "list"]) {
        expect(await request("fail", { how })).toMatchObject({
          ok: false,
          header: { error: "internal", message: "internal error" },
        });
      }
    });

    test("a reply with a body is being served until the body is closed", async () => {
      const reply = (await request("numbers", { to: 3 })) as DoneReply;
      expect(reply).toMatchObject({ ok: true, header: { to: 3 }, length: 3 });
      expect(pending()).toBe(1);
      const received: number[] = [];
      for await (const piece of reply.body ?? []) received.push(...piece);
      expect(received).toEqual([0, 1, 2]);
      await reply.body?.close?.();
      await vi.waitFor(() => expect(target.noted).toEqual(["closed"]));
      expect(pending()).toBe(0);
    });

    test("a body that is never begun is closed all the same", async () => {
      const reply = (await request("numbers", { to: 3 })) as DoneReply;
      await reply.body?.close?.();
      await vi.waitFor(() => expect(target.noted).toEqual(["closed"]));
      expect(pending()).toBe(0);
    });

    test("a streamed reply gives its parts, then its end", async () => {
      expect(await all(await request("parts", { to: 2 }))).toEqual([
        { header: { part: 0 }, body: Uint8Array.of(0, 0) },
        { header: { part: 1 }, body: Uint8Array.of(1, 1) },
        { ok: true, header: { parts: 2 }, body: null, length: 0 },
      ]);
      expect(dispatcher.info()).toMatchObject({ pending: 0, served: 1 });
    });

    test("a streamed reply that fails ends with the failure", async () => {
      const parts = await all(await request("parts", { to: 1, fails: true }));
      expect(parts).toHaveLength(2);
      expect(parts[1]).toMatchObject({ ok: false, header: { error: "too_much" } });
    });

    test("a streamed reply that is left early ends its command", async () => {
      const { parts } = (await request("parts", { to: 5 })) as StreamedReply;
      await parts.next();
      expect(pending()).toBe(1);
      await parts.return?.();
      await vi.waitFor(() => expect([target.noted, pending()]).toEqual([["ended"], 0]));
    });

    test("a deadline ends the waiting and aborts the command's signal", async () => {
      const start = performance.now();
      const reply = await request("wait", { seconds: 10 }, { deadline: 0.05 });
      expect(performance.now() - start).toBeLessThan(2000);
      expect(reply).toMatchObject({
        ok: false,
        header: { error: "timeout", message: "not done within 0.05 seconds" },
      });
      await vi.waitFor(() => expect([target.noted, pending()]).toEqual([["gave up: TimeoutError"], 0]));
    });

    test("a deadline that is kept changes nothing", async () => {
      expect(await request("wait", { seconds: 0.01 }, { deadline: 5 })).toMatchObject({ ok: true });
      expect(target.noted).toEqual([]);
    });

    test("a deadline holds for each part of a streamed reply", async () => {
      const slow = await all(await request("parts", { to: 3, pause: 0.5 }, { deadline: 0.1 }));
      expect(slow).toHaveLength(2);
      expect(slow[1]).toMatchObject({ ok: false, header: { error: "timeout" } });
      const quick = await all(await request("parts", { to: 6, pause: 0.04 }, { deadline: 0.15 }));
      expect(quick).toHaveLength(7);
    });

    test("a command that does not obey is being served until it ends, and its late body is closed", async () => {
      const reply = await request("stubborn", { seconds: 0.15 }, { deadline: 0.02 });
      expect(reply).toMatchObject({ ok: false, header: { error: "timeout" } });
      expect(pending()).toBe(1);
      await vi.waitFor(() => expect([target.noted, pending()]).toEqual([["closed"], 0]));
    });

    test("a signal gives a command up", async () => {
      const controller = new AbortController();
      const reply = request("wait", { seconds: 10 }, { signal: controller.signal });
      await vi.waitFor(() => expect(pending()).toBe(1));
      controller.abort(new RuntimeError("the peer is gone"));
      expect(await reply).toMatchObject({ ok: false, header: { error: "aborted" } });
      await vi.waitFor(() => expect([target.noted.length, pending()]).toEqual([1, 0]));
    });

    test("with a signal that is aborted already nothing is waited for", async () => {
      const reply = await request("wait", { seconds: 10 }, { signal: AbortSignal.abort() });
      expect(reply).toMatchObject({ ok: false, header: { error: "aborted" } });
    });

    test("drain refuses new commands and waits for those being served", async () => {
      const last = request("wait", { seconds: 0.1 });
      await vi.waitFor(() => expect(pending()).toBe(1));
      let drained = false;
      const draining = dispatcher.drain().then(() => {
        drained = true;
      });
      expect(dispatcher.info().draining).toBe(true);
      expect(await request("add", { by: 1 })).toMatchObject({ ok: false, header: { error: "draining" } });
      expect(drained).toBe(false);
      expect(await last).toMatchObject({ ok: true });
      await draining;
      expect(pending()).toBe(0);
    });

    test("drain aborts what is left at its deadline", async () => {
      const last = request("wait", { seconds: 10 });
      await vi.waitFor(() => expect(pending()).toBe(1));
      const start = performance.now();
      await dispatcher.drain({ deadline: 0.05 });
      expect(performance.now() - start).toBeLessThan(900);
      expect(await last).toMatchObject({ ok: false, header: { error: "aborted" } });
    });

    test("drain of an idle dispatcher is over at once", async () => {
      await dispatcher.drain();
    });

    test("info tells the commands, and counts what was done and what failed", async () => {
      await Promise.all([request("nothing"), request("nothing"), request("fail"), request("unheard_of")]);
      await vi.waitFor(() => expect(pending()).toBe(0));
      expect(dispatcher.info()).toEqual({
        commands: ["add", "echo", "fail", "nothing", "numbers", "parts", "stubborn", "wait"],
        pending: 0,
        served: 2,
        failed: 2,
        draining: false,
      });
    });
  });
}

async function all(reply: CommandReply): Promise<unknown[]> {
  const { parts } = reply as StreamedReply;
  const received: unknown[] = [];
  for (;;) {
    const { done, value } = await parts.next();
    received.push(value);
    if (done) return received;
  }
}
