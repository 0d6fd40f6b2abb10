// `dunder/net`: sockets, servers, framed commands and file transfer. For Node.

export {
  type BatchOptions,
  type ConnectOptions,
  connect,
  FileTransferClient,
  type GetItem,
  type PutItem,
  type PutOptions,
} from "./client.ts";
export { BadReplyError, DigestError, FileChangedError, RemoteError } from "./client-errors.ts";
export type { CommandCall, CommandMethod, CommandResult } from "./dispatch/call.ts";
export {
  type Command,
  type CommandDecorator,
  type CommandOptions,
  type CommandTable,
  command,
  type HeaderOf,
} from "./dispatch/command.ts";
export { CommandError } from "./dispatch/command-error.ts";
export { CommandHandler, dispatcherOf } from "./dispatch/command-handler.ts";
export { CommandMeta, commandsOf } from "./dispatch/command-meta.ts";
export type {
  CommandReply,
  CommandRequest,
  Dispatcher,
  DispatcherInfo,
  DoneReply,
  FailedReply,
  RequestOptions,
  StreamedReply,
} from "./dispatch/dispatcher.ts";
export { commandHelp, helpText } from "./dispatch/help.ts";
export { LocalDispatcher } from "./dispatch/local-dispatcher.ts";
export { type Part, Reply, type ReplyBody } from "./dispatch/reply.ts";
export { BrokenReplyError } from "./dispatch/reply-writer.ts";
export {
  type Frame,
  type FramesOptions,
  frames,
  MAX_HELD_BODY,
  type OpenFrame,
  recv_exactly,
  recv_frame,
} from "./frame-stream.ts";
export { type FramedSocket, type FrameMethods, framed } from "./framed.ts";
export { Body, HEADER_TIME, type HeaderTimes, recv_header, send_frame } from "./frames.ts";
export {
  type ByteOrder,
  bodyLength,
  checkBodyLength,
  FrameDecoder,
  type FrameEvent,
  type FrameOptions,
  LENGTH_SIZE,
  MAX_BODY,
  MAX_HEADER,
  packHeader,
  parseHeader,
  unpackLength,
} from "./framing.ts";
export {
  BodyLengthError,
  FramingError,
  HeaderEncodingError,
  HeaderSyntaxError,
  HeaderTypeError,
  NegativeLengthError,
  OversizedLengthError,
  ShortReadError,
} from "./framing-errors.ts";
export type { JsonObject, JsonValue } from "./json/index.ts";
export * as json from "./json/index.ts";
export { type AuthenticateOptions, authenticateWith } from "./services/auth/authenticate-with.ts";
export { AuthenticationError, type AuthenticationFailure } from "./services/auth/authentication-error.ts";
export type { Authenticate, Authenticator, StreamLike } from "./services/auth/authenticator.ts";
export { answer, type ChallengeOptions, challenge } from "./services/auth/challenge.ts";
export {
  ChallengeAuthenticator,
  type ChallengeAuthenticatorOptions,
} from "./services/auth/challenge-authenticator.ts";
export { FailureLimit, type FailureLimitOptions } from "./services/auth/failure-limit.ts";
export { HmacAuthenticator, type HmacAuthenticatorOptions } from "./services/auth/hmac-authenticator.ts";
export { formatKey, KeyFile, KeyFileError } from "./services/auth/key-file.ts";
export {
  type Credentials,
  generateKey,
  KEY_SIZE,
  type KeySource,
  MIN_KEY_SIZE,
  type SecretKey,
} from "./services/auth/keys.ts";
export { HANDSHAKE_TIME } from "./services/auth/timed-wire.ts";
export { AddressBook, formatAddress, parseAddress } from "./services/chat/address-book.ts";
export { ChatHandler, ChatPeer } from "./services/chat/chat-peer.ts";
export {
  type ChatMessage,
  messageLine,
  parseLine,
  printable,
  type TypedLine,
} from "./services/chat/chat-text.ts";
export { Counters } from "./services/observe/counters.ts";
export { logObserver, type StructuredLog } from "./services/observe/log-observer.ts";
export {
  type MetricsOptions,
  type MetricsServer,
  type SnapshotSource,
  serveMetrics,
} from "./services/observe/metrics.ts";
export type {
  AuthenticationEvent,
  CommandEvent,
  ConnectionEvent,
  ServiceObserver,
  TransferEvent,
} from "./services/observe/observer.ts";
export { observers } from "./services/observe/observers.ts";
export {
  type CommandCounts,
  type CountersSnapshot,
  emptySnapshot,
  sumOf,
  type Tally,
  type TransferCounts,
} from "./services/observe/snapshot.ts";
export { WorkerCounters } from "./services/observe/worker-counters.ts";
export type { AllowedProgram, AllowedPrograms, ArgumentRule } from "./services/shell/allowed-program.ts";
export { completed, type OutputListeners, type ProgramResult } from "./services/shell/completed.ts";
export { askShell, FramedShellHandler, MAX_COMMAND } from "./services/shell/framed-shell.ts";
export { isLoopback, type ProgramRules } from "./services/shell/policy.ts";
export {
  MINIMAL_ENV,
  OUTPUT_LIMIT,
  type ProgramExit,
  type ProgramOptions,
  type ProgramOutput,
  runProgram,
  TIME_LIMIT,
} from "./services/shell/program.ts";
export {
  MAX_KEPT_OUTPUT,
  type RemoteCallOptions,
  RemoteCommandClient,
  type RemoteCommandConnectOptions,
  type RemoteRunOptions,
} from "./services/shell/remote-command-client.ts";
export { RemoteCommandHandler } from "./services/shell/remote-command-handler.ts";
export { splitCommand } from "./services/shell/split-command.ts";
export type {
  BeginOptions,
  BlobContent,
  BlobPage,
  BlobStat,
  BlobStore,
  BlobUpload,
  ListOptions,
  ReadOptions,
  StoredFile,
  StoreUsage,
} from "./services/storage/blob-store.ts";
export { DirectoryStore, type DirectoryStoreOptions } from "./services/storage/directory-store.ts";
export { FileNameError, safeFileName } from "./services/storage/file-name.ts";
export { type AskTimeOptions, askTime } from "./services/time/ask-time.ts";
export { RateLimit, type RateLimitOptions } from "./services/time/rate-limit.ts";
export { TimeHandler, TimeServer, timeAnswer } from "./services/time/time-server.ts";
export { BatchError } from "./services/transfer/batch.ts";
export type { FetchOptions } from "./services/transfer/download.ts";
export { FileTransferHandler } from "./services/transfer/file-transfer-handler.ts";
export type { OnProgress, Progress } from "./services/transfer/progress.ts";
export type { RetryPolicy } from "./services/transfer/retry.ts";
export type { PutSource } from "./services/transfer/source.ts";
export type { SendOptions } from "./services/transfer/upload.ts";
export { create_connection } from "./socket/create.ts";
export * as socket from "./socket/index.ts";
export * as socketserver from "./socketserver.ts";
export {
  type AnyHandlerClass,
  type Awaitable,
  BaseRequestHandler,
  BaseServer,
  type DatagramRequest,
  DatagramRequestHandler,
  ForkingMixIn,
  ForkingTCPServer,
  ForkingUDPServer,
  ForkingUnixDatagramServer,
  ForkingUnixStreamServer,
  type RequestHandlerClass,
  type ServerSocket,
  type ShutdownOptions,
  type SocketOf,
  StreamRequestHandler,
  TCPServer,
  type TextSink,
  ThreadingMixIn,
  ThreadingTCPServer,
  ThreadingUDPServer,
  ThreadingUnixDatagramServer,
  ThreadingUnixStreamServer,
  TLSMixIn,
  UDPServer,
  UnixDatagramServer,
  UnixStreamServer,
} from "./socketserver.ts";
export * as ssl from "./ssl/index.ts";
export {
  type Address,
  type BytesLike,
  HIGH_WATER,
  LINGER,
  MAX_UNSENT,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
} from "./stream.ts";
