// The text of koans: answers taken out, and where each koan stands.

/** The text of a person's copy: each `fill(answer)` is a blank, and what is imported is found from its new place. */
export function withBlanks(source: string, koanModule: string): string {
  return pointedTo(source, koanModule)
    .replace(/\bfill\b(?=[^"]*\} from)/, "__")
    .replace(IMPORT, sortedNames)
    .replace(FILL, "\0")
    .split("\0")
    .map((part, index) => (index === 0 ? part : `__${part.slice(closing(part))}`))
    .join("");
}

/** The same text with its answers, for another place. */
export function pointedTo(source: string, koanModule: string): string {
  return source.replace('"../scripts/koans/koan.ts"', JSON.stringify(koanModule));
}

const FILL = /\bfill\(/g;
const IMPORT = /\{ ([^}]*) \}(?= from "[^"]*koan\.ts")/;

function sortedNames(_: string, names: string): string {
  return `{ ${names.split(", ").sort().join(", ")} }`;
}

/** Where the call that `text` begins inside of has ended. */
function closing(text: string): number {
  let depth = 1;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== "") {
      if (char === "\\") i++;
      else if (char === quote) quote = "";
    } else if ("\"'`".includes(char)) quote = char;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char) && --depth === 0) return i + 1;
  }
  throw new SyntaxError("fill( has no end");
}

/** The lines of a koan and the number of its first; `null` where the sentence is not in the text. */
export function koanText(source: string, sentence: string): { code: string; line: number } | null {
  const start = source.indexOf(`koan(${JSON.stringify(sentence)}`);
  if (start < 0) return null;
  const end = source.indexOf("\n});", start);
  return {
    code: source.slice(start, end < 0 ? undefined : end + 4),
    line: source.slice(0, start).split("\n").length,
  };
}
