// What a forking server and its workers say to each other.

/** Marks the messages that are ours among those of the program. */
export const TAG = "dunder.socketserver";

/** Tells a worker which of the program's servers it works for. */
export const SERVER_VARIABLE = "DUNDER_SOCKETSERVER";

/** From the server to a worker. */
export type ToWorker =
  | { readonly tag: typeof TAG; readonly kind: "bound"; readonly address: unknown }
  | {
      readonly tag: typeof TAG;
      readonly kind: "request";
      readonly number: number;
      readonly client_address: unknown;
      readonly message: string | undefined;
    }
  | { readonly tag: typeof TAG; readonly kind: "sent"; readonly call: number; readonly result: SendResult }
  | { readonly tag: typeof TAG; readonly kind: "stop" };

/** From a worker to the server. */
export type FromWorker =
  | { readonly tag: typeof TAG; readonly kind: "ready" }
  | { readonly tag: typeof TAG; readonly kind: "taken"; readonly number: number }
  | { readonly tag: typeof TAG; readonly kind: "done"; readonly number: number }
  | {
      readonly tag: typeof TAG;
      readonly kind: "sendto";
      readonly call: number;
      readonly data: string;
      readonly address: unknown;
    };

/** How a `sendto` ended: the number of bytes, or the arguments of an `OSError`. */
export type SendResult = { readonly sent: number } | { readonly error: readonly unknown[] };

/** Whether a message is one of ours. */
export function isOurs(message: unknown): message is ToWorker | FromWorker {
  return typeof message === "object" && message !== null && (message as { tag?: unknown }).tag === TAG;
}
