// The log of a server: structured lines on standard error.

import type { StructuredLog } from "../net/services/observe/log-observer.ts";

/** How log lines look. */
export const LOG_FORMS = ["json", "pretty", "none"] as const;
export type LogForm = (typeof LOG_FORMS)[number];

const SILENT: StructuredLog = { debug() {}, info() {}, warn() {}, error() {} };

/** Whether what is written to a stream may have colours: not where `NO_COLOR` is set (no-color.org). */
export function hasColors(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

/** Opens the log. `pino` is loaded here and not before. */
export async function openLog(form: LogForm, level: string): Promise<StructuredLog> {
  if (form === "none") return SILENT;
  const { destination, pino, stdTimeFunctions } = await import("pino");
  const options = { level, timestamp: stdTimeFunctions.isoTime, base: { pid: process.pid } };
  if (form === "json") return pino(options, destination({ dest: 2, sync: true })) as StructuredLog;
  const { default: pretty } = await import("pino-pretty");
  const colorize = hasColors(process.stderr);
  return pino(
    options,
    pretty({ colorize, destination: 2, sync: true, singleLine: true, ignore: "event" }),
  ) as StructuredLog;
}

/** Lines for people where there is one, else for programs. */
export function usualForm(): LogForm {
  return process.stderr.isTTY ? "pretty" : "json";
}
