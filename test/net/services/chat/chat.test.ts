// Chat: names to addresses, typed lines, and peers that are at once whom the others send to.

import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { AddressBook, formatAddress, parseAddress } from "../../../../src/net/services/chat/address-book.ts";
import { ChatPeer } from "../../../../src/net/services/chat/chat-peer.ts";
import {
  type ChatMessage,
  messageLine,
  parseLine,
  printable,
} from "../../../../src/net/services/chat/chat-text.ts";
import { RateLimit } from "../../../../src/net/services/time/rate-limit.ts";
import type { Address } from "../../../../src/net/stream.ts";
import { OSError, ValueError } from "../../../../src/protocols/errors.ts";
import { fuzz } from "../../../support/fuzz.ts";
import { pause } from "../../support/pair.ts";
import { hasPython, python } from "../../support/python.ts";

const BOOK = new AddressBook({
  alice: ["127.0.0.1", 8081],
  武大郎: ["127.0.0.1", 8082],
  al: ["127.0.0.1", 8081],
});

describe("an address book", () => {
  test("knows addresses by names, and the first name of an address", () => {
    expect(BOOK.addressOf("武大郎")).toEqual(["127.0.0.1", 8082]);
    expect(BOOK.addressOf("bob")).toBeUndefined();
    expect(BOOK.addressOf("constructor")).toBeUndefined();
    expect(BOOK.nameOf(["127.0.0.1", 8081])).toBe("alice");
    expect(BOOK.nameOf(["127.0.0.1", 8083])).toBeUndefined();
    expect(BOOK.names).toEqual(["alice", "武大郎", "al"]);
  });

  test.each(["", "two words", "quit", "a\x1b[1m", "a\u202eb"])("has no %j", (name) => {
    expect(() => new AddressBook([[name, ["127.0.0.1", 1]]])).toThrow(ValueError);
  });

  test.each([
    ["127.0.0.1:8081", ["127.0.0.1", 8081]],
    ["[::1]:9", ["::1", 9]],
    ["a.example:65535", ["a.example", 65_535]],
  ])("an address is typed as %s", (typed, address) => {
    expect(parseAddress(typed)).toEqual(address);
    expect(formatAddress(parseAddress(typed))).toBe(typed);
  });

  test.each(["", "host", "host:", ":1", "host:0", "host:65536", "::1:80", "[host]:1", "a b:1", "host:1x"])(
    "%j is no address",
    (typed) => {
      expect(() => parseAddress(typed)).toThrow("expected an address as host:port");
    },
  );
});

describe("a typed line", () => {
  const to = ["127.0.0.1", 8081];

  test.each([
    ["alice hello", { type: "message", to, text: "hello" }],
    ["  alice   a  b  ", { type: "message", to, text: "a  b" }],
    ["127.0.0.1:8081 hello", { type: "message", to, text: "hello" }],
    ["alice quit", { type: "message", to, text: "quit" }],
    [" quit ", { type: "quit" }],
    ["   ", { type: "nothing" }],
    ["alice", { type: "problem", text: "what is the message for alice?" }],
    ["bob hello", { type: "problem", text: "nobody is called 'bob': known are alice, 武大郎, al" }],
    [
      `alice ${"ä".repeat(513)}`,
      { type: "problem", text: "a message has at most 1024 bytes, this one has 1026" },
    ],
  ])("%j", (line, meaning) => {
    expect(parseLine(line, BOOK)).toEqual(meaning);
  });
});

describe("a peer's text", () => {
  test.each([
    ["hello 年 😀", "hello 年 😀"],
    ["\x1b[1;44mred\x1b[0m\x07", "red"],
    ["\x1b]0;title\x07after", "after"],
    ["one\r\nalice [127.0.0.1:8081] two", "one alice [127.0.0.1:8081] two"],
    ["a\x9b31mb\x7f", "ab"],
    ["abc\u202edcba\u2028", "abc dcba"],
  ])("%j is shown as %j", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test("of any kind has nothing in it that a terminal would obey", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "\x1b",
        "[",
        "]",
        "1;31m",
        "\x9b",
        "\x07",
        "\r\n",
        "\x1b[2J",
        "\u2066",
        "\u2028",
        "P",
        "\\",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(printable(pieces.join(""))).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      }),
      fuzz(1000),
    );
  });

  test("is shown with its sender", () => {
    const from: Address = ["127.0.0.1", 8081];
    expect(messageLine({ from, name: "alice", text: "hello" })).toBe("alice [127.0.0.1:8081] hello");
    expect(messageLine({ from, name: null, text: "hello" })).toBe("[127.0.0.1:8081] hello");
  });
});

const open: ChatPeer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.server_close()));
});

class Recorder extends ChatPeer {
  readonly messages: ChatMessage[] = [];
  override on_message(message: ChatMessage) {
    this.messages.push(message);
  }
}

async function peer(book = new AddressBook()): Promise<Recorder> {
  const made = await new Recorder(["127.0.0.1", 0], book).ready;
  void made.serve_forever(0.05);
  open.push(made as Recorder);
  return made as Recorder;
}

/** Lines to be typed one at a time. */
function keyboard() {
  const input = new PassThrough();
  return {
    lines: createInterface({ input }),
    type: (line: string) => void input.write(`${line}\n`),
    end: () => void input.end(),
  };
}

describe("two peers", () => {
  test("talk in both directions, by name", async () => {
    const alice = await peer();
    const bob = await peer(new AddressBook({ alice: alice.server_address }));
    alice.book = new AddressBook({ bob: bob.server_address });
    expect(await bob.enter("alice how are you?")).toBe(true);
    await expect.poll(() => alice.messages.length).toBe(1);
    expect(await alice.enter("bob fine")).toBe(true);
    await expect.poll(() => bob.messages.length).toBe(1);
    expect(alice.messages).toEqual([{ from: bob.server_address, name: "bob", text: "how are you?" }]);
    expect(bob.messages).toEqual([{ from: alice.server_address, name: "alice", text: "fine" }]);
  });

  test("know each other by the addresses of host names", async () => {
    const alice = await peer();
    const bob = await peer(new AddressBook({ alice: ["localhost", alice.server_address[1]] }));
    await alice.say(bob.server_address, "hi");
    await expect.poll(() => bob.messages.length).toBe(1);
    expect(bob.messages[0]).toMatchObject({ name: "alice" });
  });

  test("outlive invalid UTF-8, and a flood", async () => {
    const alice = await peer();
    alice.rate_limit = new RateLimit({ rate: 0.001, burst: 2 });
    const raw = createSocket("udp4");
    raw.send(Uint8Array.of(0xff, 0x61, 0x1b), alice.server_address[1], "127.0.0.1");
    for (let i = 0; i < 10; i++) raw.send("flood", alice.server_address[1], "127.0.0.1");
    await expect.poll(() => alice.messages.length).toBe(2);
    await pause(30);
    expect(alice.messages.map(({ text }) => text)).toEqual(["\ufffda", "flood"]);
    raw.close();
  });
});

describe("a terminal", () => {
  test("shows what comes while nothing is typed, complains at once, and leaves with `quit`", async () => {
    const bob = await peer();
    const alice = new ChatPeer(["127.0.0.1", 0], new AddressBook({ bob: bob.server_address }));
    let printed = "";
    alice.output = { write: (text) => (printed += text) };
    const { lines, type } = keyboard();
    const chatting = alice.chat(lines);
    await alice.ready;
    await bob.say(alice.server_address, "\x1b[31mare you there?");
    await expect.poll(() => printed).toBe(`bob [${formatAddress(bob.server_address)}] are you there?\n`);
    printed = "";
    type("carol hello");
    await expect.poll(() => printed).toBe("nobody is called 'carol': known are bob\n");
    type("bob yes");
    await expect.poll(() => bob.messages.length).toBe(1);
    type("quit");
    await chatting;
    expect(alice.fileno()).toBe(-1);
  });

  test("leaves at the end of its lines, and when it is shut down", async () => {
    const alice = new ChatPeer(["127.0.0.1", 0]);
    const first = keyboard();
    const chatting = alice.chat(first.lines);
    first.end();
    await chatting;
    const bob = new ChatPeer(["127.0.0.1", 0]);
    const silent = bob.chat(keyboard().lines);
    await bob.ready;
    await bob.shutdown();
    await silent;
  });

  test("tells why its address cannot be had", async () => {
    const alice = await peer();
    await expect(new ChatPeer(alice.server_address).chat(keyboard().lines)).rejects.toThrow(OSError);
  });
});

describe("with CPython at the other end", () => {
  test.skipIf(!hasPython)("it writes to our peer, and reads the answer", async () => {
    class Answering extends ChatPeer {
      override on_message({ from, text }: ChatMessage) {
        return this.say(from, `heard ${text}`);
      }
    }
    const alice = await new Answering(["127.0.0.1", 0]).ready;
    open.push(alice);
    void alice.serve_forever(0.05);
    const port = String(alice.server_address[1]);
    expect(await python("../services/chat/chat.py", "client", port, "hello", "你好")).toBe(
      "heard hello\nheard 你好\n",
    );
  });

  test.skipIf(!hasPython)("our peer writes to it, and reads the answer", async () => {
    const script = fileURLToPath(new URL("chat.py", import.meta.url));
    const server = spawn("python3", [script, "server", "1"], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(server, "exit");
    const [port] = (await once(server.stdout, "data")) as [Buffer];
    const bob = await peer(new AddressBook({ python: ["127.0.0.1", Number(port)] }));
    await bob.enter("python 你好");
    await expect
      .poll(() => bob.messages.map(messageLine))
      .toEqual([`python [127.0.0.1:${Number(port)}] you said 你好`]);
    await ended;
  });
});
