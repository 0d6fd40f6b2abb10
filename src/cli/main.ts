// The command line: its commands, its help, and what becomes of errors.

import { readFileSync } from "node:fs";
import yargs from "yargs";
import { callCommand } from "./call.ts";
import { chatCommand } from "./chat.ts";
import { describeError } from "./errors.ts";
import { digestCommand, lsCommand, mkdirCommand, mvCommand, rmCommand, statCommand } from "./files.ts";
import { getCommand } from "./get.ts";
import { INTERRUPTED, interruption } from "./interruption.ts";
import { keygenCommand } from "./keygen.ts";
import { putCommand } from "./put.ts";
import { serveCommand } from "./serve.ts";
import { commandsCommand, statsCommand } from "./server-info.ts";
import { timeCommand } from "./time.ts";
import { UsageError } from "./usage.ts";

const EPILOGUE = `URL is dunder://HOST:PORT/FOLDER, dunders://… for TLS, or HOST:PORT/FOLDER.
Exit codes: 0 done, 1 failed, 2 this command line makes no sense, 130 interrupted; call: those of the program.
NO_COLOR turns colours off. Completion: dunder completion >> ~/.bashrc`;

const COMMANDS = [
  serveCommand,
  putCommand,
  getCommand,
  lsCommand,
  statCommand,
  digestCommand,
  rmCommand,
  mkdirCommand,
  mvCommand,
  statsCommand,
  commandsCommand,
  callCommand,
  keygenCommand,
  chatCommand,
  timeCommand,
];

/** Runs the command line; what goes wrong is said in one line, and in the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  // Who pipes into `head` has seen enough.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  try {
    await commandLine(plain(args)).parseAsync();
  } catch (error) {
    if (interruption.aborted) {
      process.exitCode = INTERRUPTED;
      process.stderr.write("dunder: interrupted\n");
    } else {
      const isUsage = error instanceof UsageError;
      process.exitCode = isUsage ? 2 : 1;
      process.stderr.write(`dunder: ${describeError(error)}\n${isUsage ? "See dunder --help.\n" : ""}`);
    }
  }
}

/** What stands behind `--` is a name, even where it looks like an option. */
function plain(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  if (end < 0 || args[0] === "call") return args;
  const names = args.slice(end + 1).map((name) => (name.startsWith("-") ? `./${name}` : name));
  return [...args.slice(0, end), ...names];
}

function commandLine(args: readonly string[]) {
  const cli = yargs([...args])
    .scriptName("dunder")
    .detectLocale(false)
    .usage("usage: $0 COMMAND\n\nServe files, send and fetch them, and more.")
    .parserConfiguration({ "greedy-arrays": false, "parse-positional-numbers": false })
    .version(version())
    .help()
    .alias("help", "h")
    .strict()
    .demandCommand(1, "no command")
    .completion("completion", "Print a script that completes commands in bash or zsh")
    .epilogue(EPILOGUE)
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .exitProcess(false)
    .fail((message, error) => {
      // yargs has errors of its own for what it does not understand.
      if (error && error.name !== "YError") throw error;
      throw new UsageError(message ?? error.message);
    });
  return COMMANDS.reduce((all, add) => add(all), cli);
}

function version(): string {
  const path = new URL("../../package.json", import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")).version;
}
