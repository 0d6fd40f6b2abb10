// A client with a wrong key: it knows what to do, and is turned away all the same.

import { parseArgs } from "node:util";
import { bytes, print } from "dunder";
import { answer, type ChallengeOptions, socket } from "dunder/net";
import { required } from "./_required.ts";

const GUESS = bytes("let me in", "utf-8");

const { values: args } = parseArgs({
  options: {
    port: { type: "string" },
    digest: { type: "string", default: "sha256" },
  },
});

await using client = await socket.create_connection(["127.0.0.1", Number(required(args.port, "--port"))]);
await answer(client, GUESS, { digest: args.digest } as ChallengeOptions);
print("answered with a guess");
// One with the right key would wait here for ever: the server would expect a line.
print("then", await client.recv(1024));
