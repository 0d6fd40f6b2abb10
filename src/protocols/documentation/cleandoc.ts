// Docstrings without the indentation that they have only because the code around them is indented.

/**
 * Python's `inspect.cleandoc`: tabs become spaces, the first line loses its leading blanks, the lines after it their
 * common margin, and empty lines at both ends go.
 *
 * @example cleandoc("Send a file.\n\n    It is checked.\n    ") // "Send a file.\n\nIt is checked."
 */
export function cleandoc(doc: string): string {
  const lines = withoutMargin(doc);
  while (lines.at(-1) === "") lines.pop();
  while (lines[0] === "") lines.shift();
  return lines.join("\n");
}

/** What CPython's compiler does to a literal docstring before it becomes `__doc__`: empty lines stay. */
export function dedentDocstring(literal: string): string {
  return withoutMargin(literal).join("\n");
}

function withoutMargin(doc: string): string[] {
  const [first = "", ...rest] = expandTabs(doc).split("\n");
  let margin = Number.POSITIVE_INFINITY;
  for (const line of rest) {
    const indent = line.search(/[^ ]/);
    if (indent !== -1) margin = Math.min(margin, indent);
  }
  if (margin === Number.POSITIVE_INFINITY) margin = 0;
  return [first.replace(/^ +/, ""), ...rest.map((line) => line.slice(margin))];
}

const TAB_SIZE = 8;

/** `str.expandtabs()`: columns are counted in characters, from the last `\n` or `\r`. */
function expandTabs(text: string): string {
  if (!text.includes("\t")) return text;
  let expanded = "";
  let column = 0;
  for (const char of text) {
    if (char === "\t") {
      const width = TAB_SIZE - (column % TAB_SIZE);
      expanded += " ".repeat(width);
      column += width;
    } else {
      expanded += char;
      column = char === "\n" || char === "\r" ? 0 : column + 1;
    }
  }
  return expanded;
}
