// A reporter for vitest that says each rule as it is shown to hold.

import { relative } from "node:path";
import type { Reporter, TestCase, TestModule } from "vitest/node";

export class RuleReporter implements Reporter {
  #path: readonly string[] = [];
  #passed = 0;
  #failed = 0;

  onTestRunStart(): void {
    this.#path = [];
    this.#passed = 0;
    this.#failed = 0;
  }

  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    const indent = this.#heading(test);
    if (result.state === "passed") {
      this.#passed++;
      console.log(`${indent}✓ ${test.name}`);
    } else if (result.state === "failed") {
      this.#failed++;
      console.log(`${indent}✗ ${test.name}`);
      for (const { message } of result.errors) console.log(message.replace(/^/gm, `${indent}    `));
    } else console.log(`${indent}- ${test.name} (skipped)`);
  }

  onTestModuleEnd(module: TestModule): void {
    for (const { message } of module.errors()) {
      this.#failed++;
      console.log(`✗ ${relative(process.cwd(), module.moduleId)}\n${message.replace(/^/gm, "    ")}`);
    }
  }

  onTestRunEnd(_: unknown, unhandled: readonly { readonly message: string }[]): void {
    for (const { message } of unhandled) console.log(`✗ ${message}`);
    const failed = this.#failed === 0 ? "" : `, ${this.#failed} do not`;
    console.log(`\n${this.#passed} rules hold${failed}`);
  }

  /** Prints the headings that are new, and answers how far the rules below them stand in. */
  #heading(test: TestCase): string {
    const path: string[] = [];
    for (let level = test.parent; level.type === "suite"; level = level.parent) path.unshift(level.name);
    path.unshift(relative(process.cwd(), test.module.moduleId));
    let known = 0;
    while (known < path.length && path[known] === this.#path[known]) known++;
    path.slice(known).forEach((name, i) => {
      console.log(`${known + i === 0 ? "\n" : ""}${"  ".repeat(known + i)}${name}`);
    });
    this.#path = path;
    return "  ".repeat(path.length);
  }
}
