// What argparse's `required=True` does in Python: a program without the argument ends at once, and says which.

export function required(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  console.error(`error: the following arguments are required: ${name}`);
  process.exit(2);
}
