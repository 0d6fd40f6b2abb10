// `npm run explore` lists the protocols; `npm run explore -- iteration` runs the lessons of one, rule by rule.

import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { RuleReporter } from "./exploring/reporter.ts";
import { nearest, type Topic, topicsFor, topicsOf } from "./exploring/topics.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

function list(topics: readonly Topic[]): void {
  const width = Math.max(...topics.map(({ name }) => name.length));
  let shown = "";
  for (const { name, layer, title } of topics) {
    if (layer !== shown) console.log(`${shown === "" ? "" : "\n"}${layer}`);
    shown = layer;
    // One line for each, on a narrow terminal too.
    console.log(`  ${name.padEnd(width)}  ${title}`.slice(0, process.stdout.columns));
  }
  console.log("\nnpm run explore -- <topic>           runs its lessons");
  console.log("npm run explore -- --watch <topic>   again each time that a file is saved");
}

async function run(topics: readonly Topic[], watch: boolean): Promise<void> {
  for (const { title } of topics) console.log(title);
  const files = topics.flatMap((topic) => topic.files);
  const options = { root: ROOT, watch, project: ["standard"], reporters: [new RuleReporter()] };
  const vitest = await startVitest("test", files, options);
  if (!watch) await vitest.close();
}

function refuse(message: string): void {
  console.error(message);
  process.exitCode = 2;
}

const words = process.argv.slice(2);
const unknown = words.find((word) => word.startsWith("-") && word !== "--watch");
const wanted = words.filter((word) => !word.startsWith("-"));
const topics = topicsOf(`${ROOT}test`);
const missing = wanted.find((word) => topicsFor(word, topics).length === 0);

if (unknown !== undefined)
  refuse(`unknown option ${unknown}: expected \`npm run explore -- [--watch] [topic]\``);
else if (missing !== undefined) {
  refuse(`there is no topic '${missing}'; there are, nearest first: ${nearest(missing, topics).join(", ")}`);
} else if (wanted.length === 0) list(topics);
else await run([...new Set(wanted.flatMap((word) => topicsFor(word, topics)))], words.includes("--watch"));
