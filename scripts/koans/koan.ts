// What a koan is written with: its sentence, its blanks, and the two questions that it asks.

import { eq, repr } from "../../src/protocols/index.ts";
import { typeName } from "../../src/protocols/typename.ts";

export interface Koan {
  readonly sentence: string;
  readonly body: () => void | Promise<void>;
}

/** A blank was met: `kind` says what belongs there. */
export class BlankLeft extends Error {
  readonly kind: string;
  constructor(kind: string) {
    super(`a blank: ${kind} belongs there`);
    this.kind = kind;
  }
}

/** The answer is another one. */
export class WrongAnswer extends Error {}

const BLANK: unique symbol = Symbol("__");

/** A blank. To the compiler it fits everywhere. */
export const __ = BLANK as never;

const told: Koan[] = [];
let filled = 0;
let open = -1;

/** Tells a koan; {@link takeKoans} gives it to whoever runs it. */
export function koan(sentence: string, body: Koan["body"]): void {
  told.push({ sentence, body });
}

/** The koans told since the last time. */
export function takeKoans(): Koan[] {
  return told.splice(0);
}

/** Marks an answer, which is a blank in the person's copy. */
export function fill<T>(answer: T): T {
  return filled++ === open ? __ : answer;
}

/** Runs a koan with its `index`-th blank left open; answers how many blanks it has come to. */
export async function runKoan({ body }: Koan, index = -1): Promise<number> {
  filled = 0;
  open = index;
  await body();
  return filled;
}

/** Asks whether two values are equal, as `==` of Python says it, and of one type. */
export function equal<T>(actual: T, answer: T): void {
  if ((answer as unknown) === BLANK) throw new BlankLeft(kindOf(actual));
  if (eq(actual, answer) && typeName(actual) === typeName(answer)) return;
  throw new WrongAnswer(`${repr(answer)} is not it; a value of type ${typeName(actual)} belongs there`);
}

type ErrorClass = abstract new (...args: never[]) => Error;

/** Asks whether `act` raises an error of that very class. */
export function raises(answer: ErrorClass, act: () => unknown): void {
  if ((answer as unknown) === BLANK) throw new BlankLeft("the class of an error");
  try {
    act();
  } catch (error) {
    if ((error as Error).constructor === answer) return;
    throw new WrongAnswer(`${answer.name} is not it; another class of errors belongs there`);
  }
  throw new WrongAnswer("nothing was raised");
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "function") return "a class or function";
  const name = typeName(value);
  return name === "NoneType" ? "null, which is None," : `a value of type ${name}`;
}
