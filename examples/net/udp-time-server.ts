// A time server over UDP: a datagram holds the format that is wanted, the answer the time in it.

import { parseArgs } from "node:util";
import { bytes, isinstance, OSError, print, str, time, ValueError } from "dunder";
import { socket } from "dunder/net";

const USUAL = "%Y-%m-%d %H:%M:%S";
// Bytes. A short format can ask for a long answer, and the sender's address may be forged: without limits the server would
// shout at others in a stranger's name.
const LONGEST_FORMAT = 64;
const LONGEST_ANSWER = 256;

const { values: args } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    now: { type: "string" }, // a time to tell instead of the present one, as 2016-01-05T08:15:00
  },
});
const fixed = args.now ? new Date(args.now) : null;

function answer(msg: Uint8Array): Uint8Array {
  if (msg.length > LONGEST_FORMAT) return bytes("error: that is too long", "utf-8");
  try {
    const wanted = str(msg, "utf-8") || USUAL;
    return bytes(time.strftime(wanted, fixed ?? new Date()), "utf-8").subarray(0, LONGEST_ANSWER);
  } catch (error) {
    if (!isinstance(error, ValueError)) throw error;
    return bytes("error: that is no format", "utf-8");
  }
}

await using server = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
await server.bind(["127.0.0.1", Number(args.port)]);
print(`listening on 127.0.0.1:${server.getsockname()[1]}`);
while (true) {
  const [msg, addr] = await server.recvfrom(1024);
  print("asked for", msg);
  try {
    await server.sendto(answer(msg), addr);
  } catch (error) {
    if (!isinstance(error, OSError)) throw error;
    print("not answered:", error);
  }
}
