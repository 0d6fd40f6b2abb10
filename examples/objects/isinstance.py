# isinstance: whether an object is of a class, or of a class that inherits from it.


class Vehicle:
    def __init__(self, name):
        self.name = name


class Bicycle(Vehicle):
    pass


class Driver:
    pass


old = Bicycle("rusty")
print(isinstance(old, Bicycle))
print(isinstance(old, Vehicle))  # a bicycle is a vehicle, too
print(isinstance(Vehicle("cart"), Bicycle))  # and not the other way round
print(isinstance(old, Driver), isinstance(old, object))

# type() gives the class itself, and knows nothing of inheritance.
print(type(old) is Bicycle, type(old) is Vehicle)

# One of several will do.
print(isinstance(old, (Driver, Vehicle)))

# Values of the built-in types are objects of a class as well.
for value in [7, 7.5, True, "seven", [7], None]:
    print(repr(value), isinstance(value, int), isinstance(value, (str, list)), type(value))


# What it is for: to treat different things differently.
def label(thing):
    if isinstance(thing, Vehicle):
        return thing.name
    if isinstance(thing, str):
        return thing.upper()
    return "unknown"


print([label(thing) for thing in [old, "ferry", 12]])

try:
    isinstance(old, "Vehicle")  # a name is no class
except TypeError as error:
    print(repr(error))
