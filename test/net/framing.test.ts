// Frames: length, header, body; every error at its boundary and one past it.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkBodyLength,
  FrameDecoder,
  type FrameEvent,
  MAX_BODY,
  MAX_HEADER,
  packHeader,
  parseHeader,
  unpackLength,
} from "../../src/net/framing.ts";
import {
  BodyLengthError,
  FramingError,
  HeaderEncodingError,
  HeaderSyntaxError,
  HeaderTypeError,
  NegativeLengthError,
  OversizedLengthError,
  ShortReadError,
} from "../../src/net/framing-errors.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));

/** All events of a decoder that is fed these chunks; neighbouring pieces of a body are joined. */
function decode(chunks: Iterable<Uint8Array>, decoder = new FrameDecoder()): FrameEvent[] {
  const events: FrameEvent[] = [];
  for (const chunk of chunks) {
    decoder.receive(chunk);
    for (let event = decoder.next(); event !== null; event = decoder.next()) {
      const last = events.at(-1);
      if (event.type === "body" && last?.type === "body") {
        events[events.length - 1] = { type: "body", bytes: joined(last.bytes, event.bytes) };
      } else {
        events.push(event);
      }
    }
  }
  decoder.finish();
  return events;
}

describe("the bytes", () => {
  test("are those of struct.pack('<i', …) + json.dumps(header)", () => {
    const frame = packHeader({ cmd: "put", filename: "ä", filesize: 2 });
    const text = '{"cmd": "put", "filename": "\\u00e4", "filesize": 2}';
    expect(frame).toEqual(joined(Uint8Array.of(text.length, 0, 0, 0), bytes(text)));
  });

  test("the length comes in the order asked for", () => {
    expect([...packHeader({}, { order: "little" }).subarray(0, 4)]).toEqual([2, 0, 0, 0]);
    expect([...packHeader({}, { order: "big" }).subarray(0, 4)]).toEqual([0, 0, 0, 2]);
    expect(unpackLength(packHeader({}, { order: "native" }), { order: "native" })).toBe(2);
    expect(unpackLength(Uint8Array.of(0, 0, 1, 2), { order: "big" })).toBe(258);
  });
});

describe("the decoder", () => {
  const frames = joined(
    packHeader({ cmd: "put", filename: "a", filesize: 5 }),
    bytes("hello"),
    packHeader({ cmd: "help" }),
    packHeader({ cmd: "put", filename: "b", filesize: 0 }),
  );
  const events: FrameEvent[] = [
    { type: "header", header: { cmd: "put", filename: "a", filesize: 5 }, bodyLength: 5 },
    { type: "body", bytes: bytes("hello") },
    { type: "end" },
    { type: "header", header: { cmd: "help" }, bodyLength: 0 },
    { type: "end" },
    { type: "header", header: { cmd: "put", filename: "b", filesize: 0 }, bodyLength: 0 },
    { type: "end" },
  ];

  test("finds every frame in one chunk", () => {
    expect(decode([frames])).toEqual(events);
  });

  test("finds the same when fed one byte at a time", () => {
    expect(decode(Array.from(frames, (byte) => Uint8Array.of(byte)))).toEqual(events);
  });

  test("finds the same however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(frames.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), frames.length];
        const chunks = at.slice(1).map((end, i) => frames.subarray(at[i], end));
        expect(decode(chunks)).toEqual(events);
      }),
    );
  });

  test("reads any header back that dumps can write", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "grapheme" }), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
        (fields) => {
          const header = { ...fields, filesize: 0 };
          expect(decode([packHeader(header)])[0]).toEqual({ type: "header", header, bodyLength: 0 });
        },
      ),
    );
  });

  test("a header whose bytes drip in costs linear time", () => {
    const frame = packHeader({ cmd: "x".repeat(MAX_HEADER - 20) });
    const start = performance.now();
    decode(Array.from(frame, (byte) => Uint8Array.of(byte)));
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test.each([1, 4, 5, 20])("the end of the stream after %d bytes of a frame is an error", (cut) => {
    const frame = packHeader({ cmd: "put", filesize: 5 });
    const decoder = new FrameDecoder();
    decoder.receive(frame.subarray(0, cut));
    expect(decoder.next()).toBeNull();
    expect(() => decoder.finish()).toThrow(ShortReadError);
  });

  test("the end of the stream inside a body is an error, and says how much was missing", () => {
    const decoder = new FrameDecoder();
    decoder.receive(joined(packHeader({ filesize: 5 }), bytes("hel")));
    while (decoder.next() !== null);
    expect(() => decoder.finish()).toThrow("expected 2 bytes, got 0 before the end of the stream");
  });
});

describe("the length of a header", () => {
  const length = (value: number) => {
    const view = new DataView(new ArrayBuffer(4));
    view.setInt32(0, value, true);
    return new Uint8Array(view.buffer);
  };

  test("may be the limit, and not one more", () => {
    expect(unpackLength(length(MAX_HEADER))).toBe(MAX_HEADER);
    expect(() => unpackLength(length(MAX_HEADER + 1))).toThrow(OversizedLengthError);
    expect(unpackLength(length(10), { maxHeader: 10 })).toBe(10);
    expect(() => unpackLength(length(11), { maxHeader: 10 })).toThrow(
      "header length must be at most 10, got 11",
    );
  });

  test("of 2 GiB is refused without making room for it", () => {
    const before = process.memoryUsage().arrayBuffers;
    expect(() => decode([length(2 ** 31 - 1)])).toThrow(OversizedLengthError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  test("may be zero, and not below", () => {
    expect(unpackLength(length(0))).toBe(0);
    expect(() => unpackLength(length(-1))).toThrow(NegativeLengthError);
    expect(() => unpackLength(length(-(2 ** 31)))).toThrow(
      "header length must not be negative, got -2147483648",
    );
  });

  test("is four bytes, not three", () => {
    expect(() => unpackLength(new Uint8Array(3))).toThrow(new ShortReadError(4, 3));
  });

  test("is limited for the sender too", () => {
    expect(packHeader({ a: "x" }, { maxHeader: 10 })).toHaveLength(14);
    expect(() => packHeader({ a: "xy" }, { maxHeader: 10 })).toThrow(OversizedLengthError);
  });
});

describe("a header", () => {
  test("must be UTF-8", () => {
    expect(() => parseHeader(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow(HeaderEncodingError);
  });

  test.each(["", "{", "{} {}", "put", '{"a":}', "\ufeff{}"])("must be JSON: %j", (text) => {
    expect(() => parseHeader(bytes(text))).toThrow(HeaderSyntaxError);
  });

  test("nested 30,000 deep is refused, and the stack is not", () => {
    expect(() => parseHeader(bytes("[".repeat(30_000)))).toThrow("header is not valid JSON: nested too deep");
  });

  test.each([
    ["[]", "list"],
    ["1", "int"],
    ['"put"', "str"],
    ["null", "NoneType"],
    ["true", "bool"],
  ])("must be an object: %s", (text, type) => {
    expect(() => parseHeader(bytes(text))).toThrow(HeaderTypeError);
    expect(() => parseHeader(bytes(text))).toThrow(`header must be a JSON object, got ${type}`);
  });
});

describe("the length of a body", () => {
  test("is none without a field that tells it", () => {
    expect(checkBodyLength({ cmd: "help" })).toBe(0);
  });

  test("may be the limit, and not one more", () => {
    expect(checkBodyLength({ filesize: MAX_BODY })).toBe(MAX_BODY);
    expect(() => checkBodyLength({ filesize: MAX_BODY + 1 })).toThrow(OversizedLengthError);
    expect(() => checkBodyLength({ filesize: 2n ** 70n })).toThrow(OversizedLengthError);
    expect(() => checkBodyLength({ filesize: 1e308 })).toThrow(OversizedLengthError);
  });

  test("may be zero, and not below", () => {
    expect(checkBodyLength({ filesize: 0 })).toBe(0);
    expect(() => checkBodyLength({ filesize: -1 })).toThrow(NegativeLengthError);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, "5", null, true, [5]])(
    "must be an int, not %j",
    (value) => {
      expect(() => checkBodyLength({ filesize: value })).toThrow(BodyLengthError);
    },
  );

  test("comes from the field that the caller names", () => {
    expect(checkBodyLength({ size: 7, filesize: 1 }, { bodyLength: (header) => header.size })).toBe(7);
  });
});

test("every framing error has its own stable code", () => {
  const errors = [
    new ShortReadError(1, 0),
    new NegativeLengthError("x", -1),
    new OversizedLengthError("x", 2, 1),
    new HeaderEncodingError(),
    new HeaderSyntaxError(),
    new HeaderTypeError(),
    new BodyLengthError(),
  ];
  expect(errors.every((error) => error instanceof FramingError)).toBe(true);
  expect(errors.map((error) => error.code)).toEqual([
    "short_read",
    "negative_length",
    "oversized_length",
    "bad_utf8",
    "bad_json",
    "not_an_object",
    "bad_length",
  ]);
});
