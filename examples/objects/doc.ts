// Docstrings: what the code says of itself, to programs too.

import { doc, docOf, getdoc, object, print } from "dunder";

// A class body has no place for a string in TypeScript: a decorator gives it, or `static __doc__ = "…"`.
@doc("A tool of the workshop.")
class Tool extends object {
  sharpen(): void {
    "Make the edge keen again.";
  }
  lend(to: string): void {
    `Give the tool away for a day.

    Whoever has it is written in the book.
    `;
  }
  count(): void {}
}

class Chisel extends Tool {
  override sharpen(): void {}
}

print(Tool.__doc__);
print(new Tool().__doc__); // an instance reads its class's
print(Chisel.__doc__); // a subclass does not inherit the docstring
print(getdoc(Chisel)); // getdoc looks for one among the bases

// A function's docstring is the string that its body begins with.
print(docOf(Tool.prototype.sharpen));
print(docOf(Tool.prototype.lend));
print(docOf(Tool.prototype.count));
print(docOf(Chisel.prototype.sharpen), "/", getdoc(Chisel, "sharpen"));
