# A metaclass that reads each new class, and refuses one whose methods do not say what they do.


# A class is an object too, and a metaclass is its class: __init__ runs when the class has just been made.
class Explained(type):
    def __init__(cls, name, bases, namespace):
        for key, value in namespace.items():
            if key.startswith("_") or not callable(value):
                continue
            if not value.__doc__:
                raise TypeError(f"{name}.{key} needs a docstring")
        super().__init__(name, bases, namespace)
        print(name, "explains itself")


class Robot(metaclass=Explained):
    wheels = 3  # not callable, so there is nothing to explain

    def forward(self):
        "Roll one step."
        print("rolling on", self.count(), "wheels")

    def count(self):
        "Say how many wheels there are."
        return self.wheels


Robot().forward()

# The error comes with the class, before anybody could make an instance of it.
try:

    class Toaster(metaclass=Explained):
        def toast(self):
            pass

    Toaster().toast()
except TypeError as error:
    print(str(error))

# A subclass has the metaclass of its base.
try:

    class Cleaner(Robot):
        def sweep(self):
            pass

    Cleaner().sweep()
except TypeError as error:
    print(str(error))
print(type(Robot), type(Robot) is Explained)
