// The peer that has no types of its own.

declare module "string-format" {
  export default function format(template: string, ...args: readonly unknown[]): string;
}
