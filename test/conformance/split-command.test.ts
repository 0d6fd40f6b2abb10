// Commands are cut into words as CPython's `shlex.split` cuts them.

import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { splitCommand } from "../../src/net/services/shell/split-command.ts";
import { type CPython, cpython } from "../support/cpython.ts";
import { fuzz } from "../support/fuzz.ts";

const SPLIT = `
import shlex
def split(text):
    try:
        return shlex.split(text)
    except ValueError as error:
        return str(error)
def main(texts):
    return [split(text) for text in texts]
`;

let py: CPython;
beforeAll(async () => {
  py = await cpython();
});

function ours(text: string): string[] | string {
  try {
    return splitCommand(text);
  } catch (error) {
    return (error as Error).message;
  }
}

test("quotes, back slashes and white space mean what they mean there", () => {
  const word = fc.array(
    fc.constantFrom("a", "b", " ", "\t", "\n", "'", '"', "\\", "#", "|", ";", "$x", "ä", ""),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 50, maxLength: 50 }), (cases) => {
      const texts = cases.map((parts) => parts.join(""));
      expect(texts.map(ours)).toEqual(py.run(SPLIT, texts));
    }),
    fuzz(40),
  );
});
