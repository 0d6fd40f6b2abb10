# Attributes: the three methods behind `lamp.watts`, `lamp.watts = 40` and `del lamp.watts`.


class Lamp:
    def __init__(self, watts):
        self.watts = watts  # goes through __setattr__ too

    # Every assignment comes here. setattr(self, name, value) would come here as well, for ever: __dict__ is the way
    # around.
    def __setattr__(self, name, value):
        print("set", name, "to", repr(value))
        self.__dict__[name] = value

    # Only names that the normal look-up does not find come here. AttributeError says "there is none": hasattr, and
    # getattr with a default, rely on it.
    def __getattr__(self, name):
        print("missed", name)
        raise AttributeError(f"this lamp has no {name}")

    def __delattr__(self, name):
        print("delete", name)
        if name not in self.__dict__:
            raise AttributeError(f"there is no {name} to delete")
        del self.__dict__[name]


lamp = Lamp(60)
print(lamp.watts)  # found, so __getattr__ hears nothing of it
print(lamp.__dict__)

lamp.watts = 40
setattr(lamp, "colour", "amber")  # the same as lamp.colour = "amber", for a name that is only known at run time
lamp.__dict__["height"] = 150  # no hook: the dictionary is the object's store itself
print(lamp.__dict__)

print(getattr(lamp, "height"))
print(hasattr(lamp, "price"))
print(getattr(lamp, "price", "no price"))

del lamp.colour
print(lamp.__dict__)
try:
    delattr(lamp, "colour")
except AttributeError as error:
    print(repr(error))
