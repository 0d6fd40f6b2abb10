// Traced calls as a Mermaid sequence diagram.

import type { TracedCall } from "./calls.ts";

/** The text of a diagram in which the program and the object's own methods call the object. */
export function toMermaid(calls: readonly TracedCall[], typeName: string): string {
  const lines = ["sequenceDiagram", "  participant program", `  participant watched as ${escaped(typeName)}`];
  // Those that have begun and whose answer has not been drawn.
  const open: TracedCall[] = [];
  for (const call of calls) {
    while (open.length > call.depth) lines.push(...answer(open.pop() as TracedCall));
    lines.push(`  ${caller(call)}->>+watched: ${escaped(call.shown)}`);
    open.push(call);
  }
  for (const call of open.reverse()) lines.push(...answer(call));
  return lines.join("\n");
}

function answer(call: TracedCall): string[] {
  const { outcome } = call;
  if (outcome === null) return ["  deactivate watched"];
  const arrow = "error" in outcome ? "--x-" : "-->>-";
  return [`  watched${arrow}${caller(call)}: ${escaped(outcome.shown)}`];
}

function caller({ depth }: TracedCall): string {
  return depth === 0 ? "program" : "watched";
}

/** What Mermaid would take for the end of a message, a comment, markup or an escape, by its own escapes. */
function escaped(text: string): string {
  return text.replace(/[#;%<>{}\\`$&]/g, (char) => `#${char.charCodeAt(0)};`).replace(/\s+/g, " ");
}
