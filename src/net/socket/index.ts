// The module `socket`: Python's networking interface (library reference, "socket").

export { OSError as error, TimeoutError as timeout } from "../../protocols/errors.ts";
export { gaierror } from "../oserror.ts";
export type { Address, Address6, Address6Like, AddressLike, AddressOf, Family } from "./address.ts";
export { BinaryFile, UnsupportedOperation } from "./binary-file.ts";
export { htonl, htons, ntohl, ntohs } from "./byte-order.ts";
export type { Abortable } from "./connecting.ts";
export * from "./constants.ts";
export {
  type ConnectionOptions,
  create_connection,
  create_server,
  has_dualstack_ipv6,
  type ServerOptions,
  socketpair,
} from "./create.ts";
export type { FileOptions, SocketFile } from "./file.ts";
export { inet_aton, inet_ntoa, inet_ntop, inet_pton } from "./inet.ts";
export type { SenderOf, SocketKind } from "./kind.ts";
export type { OptionValue } from "./options.ts";
export {
  type AddressInfo,
  type AddressQuery,
  getaddrinfo,
  getfqdn,
  gethostbyaddr,
  gethostbyname,
  gethostbyname_ex,
  gethostname,
  getnameinfo,
  getservbyport,
  herror,
} from "./resolve.ts";
export { socket } from "./socket.ts";
export { TextFile } from "./text-file.ts";
export { getdefaulttimeout, setdefaulttimeout } from "./timeouts.ts";
