// A program of a user: check-package.ts compiles and runs it against the packed tarball.

import { getattr, isinstance, metaclass, object, print, repr, Singleton, with_ } from "dunder";
import { isinstance as fromMeta } from "dunder/meta";
import { BaseRequestHandler, create_connection, TCPServer } from "dunder/net";
import { getattr as fromProtocols, StopIteration } from "dunder/protocols";

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the package is wrong: ${what}`);
}

class Account extends object {
  declare owner: string;
  balance = 0;
  __getattr__(name: string) {
    return `no ${name}`;
  }
  override __repr__() {
    return `Account(${this.balance})`;
  }
  __enter__() {
    return this;
  }
  __exit__() {
    this.balance += 1;
  }
}

const account = new Account();
const balance: number = getattr(account, "balance");
demand(balance === 0 && account.owner === "no owner", "attributes");

const seen: Account = with_(account, (entered) => entered);
demand(seen === account && repr(account) === "Account(1)", "context managers");

const value: unknown = account;
if (isinstance(value, Account)) demand(value.balance === 1, "isinstance as a type guard");

@metaclass(Singleton)
class Settings extends object {}
demand(new Settings() === new Settings(), "metaclasses by decorator");

demand(fromMeta === isinstance && fromProtocols === getattr, "the entries share one copy of the library");
demand(new StopIteration() instanceof Error, "errors");

class Echo extends BaseRequestHandler {
  override async handle() {
    const bytes = await this.request.recv(1024);
    await this.request.sendall(bytes);
  }
}

const server = await new TCPServer(["127.0.0.1", 0], Echo).ready;
const served = server.serve_forever();
const connection = await create_connection(server.server_address);
await connection.sendall(new TextEncoder().encode("hello"));
const answer = new TextDecoder().decode(await connection.recv(1024));
await connection.close();
await server.server_close();
await served;
demand(answer === "hello", "the round trip");

print("the consumer's program works");
