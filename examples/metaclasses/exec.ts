// exec: runs a text as code, with names of its own. What the text assigns is left in a dict: a class body works that way.

import { eval_, exec, isinstance, NameError, print, type } from "dunder";

// The texts are JavaScript here. Never for a text from outside: the names are its own, the powers are the program's.
exec("print('size', size)", { size: 1 }, { size: 2 }); // locals come before globals
exec("print('size', size)", { size: 1 }, {});

// What is assigned lands in the locals, and the globals stay as they are.
const shared: Record<string, unknown> = { width: 3 };
const own = { height: 4 };
exec("area = width * height", shared, own);
print(own);
print("area" in shared);

// With one dict there is one place. (Python's `global area` in the text has no counterpart in JavaScript.)
exec("area = width * 10", shared);
print(shared.area);

// A text that defines things fills a dict with them.
const SOURCE = `
function greet(name) {
  return "hello " + name;
}

const limit = 3;
`;
const namespace: { greet?: (name: string) => string } = {};
exec(SOURCE, namespace);
print(Object.keys(namespace), namespace.greet?.("Noor"));

// eval gives the value of an expression. Its name is JavaScript's too, hence the underscore.
print(eval_("width * height + 1", shared, own));

function attempt(source: string): void {
  try {
    exec(source, {}, own);
  } catch (error) {
    if (!isinstance(error, [NameError, SyntaxError])) throw error;
    print(type(error).name);
  }
}
attempt("area = depth * 2");
attempt("height = 5; area = (2"); // not understood as a whole, so nothing of it has run
print(own);
