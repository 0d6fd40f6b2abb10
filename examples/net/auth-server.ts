// A server that answers only those who know its key. The key itself never goes over the wire.

import { parseArgs } from "node:util";
import { bytes, isinstance, OSError, print } from "dunder";
import { AuthenticationError, type ChallengeOptions, challenge, socketserver } from "dunder/net";
import { required } from "./_required.ts";
import { upper } from "./_upper.ts";

const HANDSHAKE_TIME = 10; // seconds for the answer
const IDLE_TIME = 60;

const { values: args } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    key: { type: "string" },
    digest: { type: "string", default: "sha256" }, // or sha384, sha512, and for old peers md5
  },
});
const KEY = bytes(required(args.key, "--key"), "utf-8");
const options = { digest: args.digest, timeout: HANDSHAKE_TIME } as ChallengeOptions;

class Upper extends socketserver.BaseRequestHandler {
  override async handle(): Promise<void> {
    try {
      // Sends bytes that nobody could know before, and wants their HMAC, which only the key can make.
      await challenge(this.request, KEY, options);
      print("let in");
      this.request.settimeout(IDLE_TIME);
      for (let msg = await this.request.recv(1024); msg.length > 0; msg = await this.request.recv(1024)) {
        print("received", msg);
        await this.request.sendall(upper(msg));
      }
    } catch (error) {
      if (isinstance(error, AuthenticationError)) print("turned away");
      else if (isinstance(error, OSError)) print("broken:", error);
      else throw error;
    }
  }
}

// The connections are served at the same time, so that one who does not answer keeps nobody else waiting.
class AuthServer extends socketserver.ThreadingTCPServer {}

await using server = await new AuthServer(["127.0.0.1", Number(args.port)], Upper).ready;
print(`listening on 127.0.0.1:${server.server_address[1]}`);
await server.serve_forever();
