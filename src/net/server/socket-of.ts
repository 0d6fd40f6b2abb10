// Which socket a server has, and its connections have, by the form of its addresses.

import type { Address6 } from "../socket/address.ts";
import type { AF_INET6, AF_UNIX } from "../socket/constants.ts";
import type { socket } from "../socket/socket.ts";

/** The sockets whose addresses are of type `A`. */
export type SocketOf<A> = A extends string
  ? socket<typeof AF_UNIX>
  : A extends Address6
    ? socket<typeof AF_INET6>
    : socket;
