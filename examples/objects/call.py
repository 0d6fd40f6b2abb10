# Calls: an object with `__call__` is used like a function, and remembers things like an object.


class Postage:
    def __init__(self, base, per_kilo):
        self.base = base
        self.per_kilo = per_kilo
        self.parcels = 0

    def __call__(self, kilos, *extras):
        self.parcels += 1
        return self.base + kilos * self.per_kilo + sum(extras)


inland = Postage(3, 2)  # the class's parentheses run __init__
print(inland(1))  # the object's run __call__
print(inland(5, 4, 4))
print(inland.parcels)

# It can stand wherever a function is wanted.
abroad = Postage(9, 7)
print([abroad(kilos) for kilos in [1, 2, 10]])
print(abroad.parcels, inland.parcels)


class Letter:
    pass


print(callable(inland), callable(Letter), callable(Letter()))
try:
    Letter()()
except TypeError as error:
    print(isinstance(error, TypeError))
