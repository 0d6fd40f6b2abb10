# Making a class: `Meta.__new__` makes it, and `Meta.__init__` sets it up, when the class statement comes to its end.


class Announcing(type):
    # mcs is the metaclass; there is no class yet. What may still be changed: the name, the bases, the body's names.
    def __new__(mcs, name, bases, namespace):
        print("new", name, bases, sorted(key for key in namespace if not key.startswith("__")))
        namespace = {**namespace, "colour": "white"}
        # A class is made by type.__new__, as an object is by object.__new__.
        return super().__new__(mcs, name, bases, namespace)

    # cls is the class that __new__ has made.
    def __init__(cls, name, bases, namespace):
        print("init", cls, cls.colour)
        super().__init__(name, bases, namespace)
        cls.lit = 0  # an attribute of each class

    # A method of the metaclass is one of the class, and none of its objects.
    def light(cls):
        cls.lit += 1
        return f"{cls.__name__}: {cls.lit}"


print("before the class")


class Lamp(object, metaclass=Announcing):
    watts = 40

    def glow(self):
        return f"{self.watts} watts, {self.colour}"


print("after the class")
print(Lamp().glow())  # neither runs for an object


# A subclass has its base's metaclass, which is told of it as well.
class Torch(Lamp):
    pass


print(Torch.light(), Torch.light(), hasattr(Torch(), "light"))

# The class statement in other words: the parentheses run type.__call__, and that the two methods.
Candle = Announcing("Candle", (Torch,), {"watts": 1})
print(Candle().glow(), Candle.light(), Torch.lit, type(Candle))

try:
    object.__new__(Announcing)
except TypeError as error:
    print(str(error))
