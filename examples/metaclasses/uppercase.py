# A metaclass that changes the class body: data attributes get upper-case names.


class Constants(type):
    def __new__(mcs, name, bases, namespace):
        changed = {}
        for key, value in namespace.items():
            # Methods, properties and nested classes keep their names; so do __module__ and its like.
            is_data = not callable(value) and not hasattr(value, "__get__") and not key.startswith("__")
            new = key.upper() if is_data else key
            if new in changed:
                raise TypeError(f"{name}: two attributes would be called {new}")
            changed[new] = value
        return super().__new__(mcs, name, bases, changed)


class Bridge(metaclass=Constants):
    lanes = 4
    maxload = 40.5

    # The body is what was renamed, and not the code of its methods: they use the new names.
    def crossing(self, load):
        return "go" if load <= self.MAXLOAD else f"stop: at most {self.MAXLOAD} tons"

    @property
    def width(self):
        return self.LANES * 3


def own(cls):
    return {key: value for key, value in vars(cls).items() if not key.startswith("__")}


print(sorted(own(Bridge)))
print(Bridge.LANES, hasattr(Bridge, "lanes"))
bridge = Bridge()
print(bridge.crossing(12), "/", bridge.crossing(60), "/", bridge.width)


# What comes later is not part of the body.
class Footbridge(Bridge):
    lanes = 0


Footbridge.colour = "red"
print(Footbridge.LANES, Footbridge.MAXLOAD, Footbridge.colour)

try:

    class Tunnel(metaclass=Constants):
        spans = 9
        SPANS = 10

except TypeError as error:
    print(str(error))
