// What the project's Markdown files hold: programs with what they print, headings and links.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const SKIPPED = new Set(["node_modules", "dist", "coverage", ".git", "api"]);

/** The Markdown files of the project, relative to its folder. */
export function markdownFiles(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownFiles(path);
      return entry.name.endsWith(".md") ? [relative(ROOT, path)] : [];
    })
    .sort();
}

export function readMarkdown(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** The pages whose blocks are programs: the README and the documentation. */
export const PAGES: readonly string[] = markdownFiles().filter((path) => /^(README\.md|docs\/)/.test(path));

export interface Block {
  /** `"docs/items.md:12"`, the line of its fence. */
  readonly name: string;
  readonly source: string;
}

/** The fenced blocks in one language. */
export function blocks(path: string, language: "ts" | "python"): Block[] {
  const text = readMarkdown(path);
  return Array.from(text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms")), (match) => ({
    name: `${path}:${text.slice(0, match.index).split("\n").length}`,
    source: match[1] ?? "",
  }));
}

const COMMENT = { ts: /\S.*\/\/ (.*)$/gm, python: /\S.* {2}# (.*)$/gm };

/** What a program says that it prints: its comments behind code, one line each. */
export function announced(source: string, language: "ts" | "python"): string {
  return Array.from(source.matchAll(COMMENT[language]), ([, text]) => `${text}\n`).join("");
}

/** A page without its code, which may hold what looks like a heading or a link. */
function prose(text: string): string {
  return text.replaceAll(/^```.*?^```$/gms, "");
}

/** The names that its headings have in links, as GitHub makes them. */
export function anchors(text: string): string[] {
  const seen = new Map<string, number>();
  return Array.from(prose(text).matchAll(/^#+ +(.*)$/gm), ([, heading = ""]) => {
    const slug = heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

/** The targets of its links. */
export function links(text: string): string[] {
  const plain = prose(text).replaceAll(/`[^`\n]*`/g, "code");
  return Array.from(plain.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target ?? "");
}
