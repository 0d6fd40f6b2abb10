// How far transfers are, on the terminal: one bar for all files, with the rate and the time that is left.

import { Presets, SingleBar } from "cli-progress";
import { shown } from "./errors.ts";
import { hasColors } from "./log.ts";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Bytes for people: `3.4 MiB`. */
export function bytesShown(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 2 ** (10 * power);
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}

/** Seconds for people: `2:07`, `1:00:09`. */
export function secondsShown(seconds: number): string {
  if (!Number.isFinite(seconds)) return "-:--";
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** One file's way, as the client tells it. */
export interface FileProgress {
  readonly name: string;
  readonly sent: number;
  readonly total: number;
}

/** Shows how far many files are. Nothing at all where nobody looks. */
export class ProgressBar {
  readonly #bar: SingleBar | null;
  readonly #sent = new Map<string, number>();
  #start = performance.now();
  #total: number;
  #done = 0;
  /** Bytes that were there already: they say nothing of the rate. */
  #resumed = 0;

  /** @param total bytes of all files, where they are known; else they are added up as files begin */
  constructor(total: number | null) {
    this.#total = total ?? 0;
    this.#known = total !== null;
    this.#bar = process.stderr.isTTY ? barOf() : null;
    this.#bar?.start(Math.max(1, this.#total), 0, this.#payload(""));
  }

  readonly #known: boolean;

  /** To be told of each file. */
  readonly update = ({ name, sent, total }: FileProgress): void => {
    if (this.#bar === null) return;
    const before = this.#sent.get(name);
    if (before === undefined) {
      if (!this.#known) this.#total += total;
      // A first piece is never larger than this: what is beyond it was not sent now.
      if (sent > FIRST) this.#resumed += sent;
    }
    this.#sent.set(name, sent);
    this.#done += sent - (before ?? 0);
    this.#bar.setTotal(Math.max(1, this.#total));
    this.#bar.update(this.#done, this.#payload(name));
  };

  /** Takes the bar away. */
  stop(): void {
    this.#bar?.stop();
  }

  #payload(name: string) {
    const seconds = (performance.now() - this.#start) / 1000;
    const rate = (this.#done - this.#resumed) / seconds;
    return {
      rate: bytesShown(Math.round(rate)),
      left: secondsShown(rate > 0 ? (this.#total - this.#done) / rate : Number.POSITIVE_INFINITY),
      done: bytesShown(this.#done),
      all: bytesShown(this.#total),
      name: shown(name),
    };
  }
}

/** 4 MiB. */
const FIRST = 4 * 2 ** 20;

function barOf(): SingleBar {
  const bar = hasColors(process.stderr) ? "\u001b[32m{bar}\u001b[0m" : "{bar}";
  return new SingleBar(
    {
      stream: process.stderr,
      format: `${bar} {percentage} % | {done} of {all} | {rate}/s | {left} left | {name}`,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      fps: 10,
      emptyOnZero: true,
    },
    Presets.shades_classic,
  );
}
