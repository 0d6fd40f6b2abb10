// The socket of a datagram server, as a request sees it in another process: the server's own process sends what it sends.

import { type Address, checkAddress } from "../socket/address.ts";
import { AF_INET, AF_INET6, SOCK_DGRAM } from "../socket/constants.ts";
import { socket } from "../socket/socket.ts";
import { asBytes, type BytesLike } from "../stream.ts";

/** A socket that sends from another process. */
export class RemoteSocket extends socket {
  readonly #name: Address;
  readonly #sendto: (data: Uint8Array, address: Address) => Promise<number>;

  constructor(name: Address, sendto: (data: Uint8Array, address: Address) => Promise<number>) {
    super((name.length > 2 ? AF_INET6 : AF_INET) as typeof AF_INET, SOCK_DGRAM);
    this.#name = name;
    this.#sendto = sendto;
  }

  override getsockname(): Address {
    this.check();
    return this.#name;
  }

  override async sendto(data: BytesLike, ...rest: readonly unknown[]): Promise<number> {
    this.check();
    const address = rest.at(-1) as Address;
    checkAddress(this.family, address, "sendto");
    return this.#sendto(asBytes(data), address);
  }
}
