# Docstrings: what the code says of itself, to programs too.

from inspect import getdoc


class Tool:
    "A tool of the workshop."

    def sharpen(self):
        "Make the edge keen again."

    def lend(self, to):
        """Give the tool away for a day.

        Whoever has it is written in the book.
        """

    def count(self):
        pass


class Chisel(Tool):
    def sharpen(self):
        pass


print(Tool.__doc__)
print(Tool().__doc__)  # an instance reads its class's
print(Chisel.__doc__)  # a subclass does not inherit the docstring
print(getdoc(Chisel))  # getdoc looks for one among the bases

# A function's docstring is the string that its body begins with.
print(Tool.sharpen.__doc__)
print(Tool.lend.__doc__)
print(Tool.count.__doc__)
print(Chisel.sharpen.__doc__, "/", getdoc(Chisel.sharpen))
