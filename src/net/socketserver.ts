// Python's `socketserver`: servers, the mix-ins that make them serve many at once, and request handlers.

export { BaseServer, type ServerSocket, type ShutdownOptions, type TextSink } from "./base-server.ts";
export { type Awaitable, BaseRequestHandler, type RequestHandlerClass } from "./request-handler.ts";
export {
  ForkingTCPServer,
  ForkingUDPServer,
  ForkingUnixDatagramServer,
  ForkingUnixStreamServer,
  ThreadingTCPServer,
  ThreadingUDPServer,
  ThreadingUnixDatagramServer,
  ThreadingUnixStreamServer,
} from "./server/combined.ts";
export { DatagramRequestHandler } from "./server/datagram-handler.ts";
export { ForkingMixIn } from "./server/forking.ts";
export type { AnyHandlerClass } from "./server/mixin.ts";
export type { SocketOf } from "./server/socket-of.ts";
export { StreamRequestHandler } from "./server/stream-handler.ts";
export { TCPServer, UnixStreamServer } from "./server/tcp-server.ts";
export { ThreadingMixIn } from "./server/threading.ts";
export { TLSMixIn } from "./server/tls.ts";
export { type DatagramRequest, UDPServer, UnixDatagramServer } from "./server/udp-server.ts";
