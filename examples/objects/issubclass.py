# issubclass: whether a class inherits from another one, at any distance.


class Plant:
    pass


class Tree(Plant):
    pass


class Oak(Tree):
    pass


class Fungus:
    pass


print(issubclass(Tree, Plant))
print(issubclass(Oak, Plant))  # over a class in between
print(issubclass(Plant, Oak))  # upwards only
print(issubclass(Oak, Oak))  # a class counts as its own subclass
print(issubclass(Fungus, Plant), issubclass(Fungus, object))
print(issubclass(Oak, (Fungus, Tree)))  # one of several will do


# With two bases it is a subclass of both.
class Lichen(Plant, Fungus):
    pass


print(issubclass(Lichen, Plant), issubclass(Lichen, Fungus), issubclass(Lichen, Tree))
print([cls.__name__ for cls in Lichen.__mro__])  # the order in which its classes are searched

# The built-in types have one such relation.
print(issubclass(bool, int), issubclass(int, float))

try:
    issubclass(Oak(), Plant)  # it asks about classes; isinstance is for objects
except TypeError as error:
    print(repr(error))
