// Programs here and elsewhere have one type, and rules that could not be checked do not compile.

import * as v from "valibot";
import {
  type AllowedProgram,
  completed,
  type ProgramExit,
  type ProgramOutput,
  type ProgramResult,
  type RemoteCommandClient,
  RemoteCommandHandler,
  runProgram,
} from "../../src/net/index.ts";
import { type Equal, type Expect, expectType } from "../support/types.ts";

declare const client: RemoteCommandClient;

type Run = AsyncGenerator<ProgramOutput, ProgramExit, void>;

export type Cases = [
  Expect<Equal<ReturnType<typeof runProgram>, Run>>,
  Expect<Equal<ReturnType<RemoteCommandClient["run"]>, Run>>,
  Expect<Equal<ProgramOutput["stream"], "stdout" | "stderr">>,
  Expect<Equal<ProgramExit["status"], number | null>>,
];

export async function results(): Promise<void> {
  expectType<ProgramResult>()(await completed(runProgram("date")));
  expectType<ProgramResult>()(await client.call("date", [], { onStdout: (data) => data.length }));
  // @ts-expect-error a program gets a list of arguments, never a line
  runProgram("date", "-u; id");
  // @ts-expect-error there is no shell but by its own method
  await client.call("date", [], { shell: true });
}

export const rules: readonly AllowedProgram[] = [
  { path: "/bin/date" },
  { path: "/bin/date", args: /\+[%\w]+/ },
  { path: "/bin/date", args: ["-d", /[\w ]+/] },
  { path: "/bin/date", args: v.array(v.string()) },
  // @ts-expect-error a schema of something else than texts
  { path: "/bin/date", args: v.array(v.number()) },
  // @ts-expect-error a number is no rule
  { path: "/bin/date", args: 2 },
];

export class Handler extends RemoteCommandHandler {
  override programs = { date: { path: "/bin/date" } };
  override time_limit = null;
  // @ts-expect-error a flag is true or false
  override allow_shell = "yes";
}
