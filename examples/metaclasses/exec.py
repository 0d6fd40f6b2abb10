# exec: runs a text as code, with names of its own. What the text assigns is left in a dict: a class body works that way.

# Never for a text from outside: the names are its own, the powers are the program's.
exec("print('size', size)", {"size": 1}, {"size": 2})  # locals come before globals
exec("print('size', size)", {"size": 1}, {})

# What is assigned lands in the locals, and the globals stay as they are.
shared = {"width": 3}
own = {"height": 4}
exec("area = width * height", shared, own)
print(own)
print("area" in shared)

# With one dict there is one place. (`global area` in the text above would have meant that place, too.)
exec("area = width * 10", shared)
print(shared["area"])

# A text that defines things fills a dict with them.
SOURCE = """
def greet(name):
    return "hello " + name

limit = 3
"""
namespace = {}
exec(SOURCE, namespace)
print([name for name in namespace if not name.startswith("__")], namespace["greet"]("Noor"))

# eval gives the value of an expression.
print(eval("width * height + 1", shared, own))


def attempt(source):
    try:
        exec(source, {}, own)
    except (NameError, SyntaxError) as error:
        print(type(error).__name__)


attempt("area = depth * 2")
attempt("height = 5; area = (2")  # not understood as a whole, so nothing of it has run
print(own)
