#!/usr/bin/env node
// The `dunder` command.

import { main } from "./cli/main.ts";

await main(process.argv.slice(2));
