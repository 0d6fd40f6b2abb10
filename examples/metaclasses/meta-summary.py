# All of it in one picture: whose parentheses they are decides whose __call__ runs, and that calls __new__ and __init__.


class Meta(type):
    def __new__(mcs, name, bases, namespace):
        print("  Meta.__new__ makes", name)
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace):
        print("  Meta.__init__ sets up", name)
        super().__init__(name, bases, namespace)

    def __call__(cls, *args):
        print("  Meta.__call__ runs for", cls.__name__)
        made = cls.__new__(cls, *args)
        made.__init__(*args)  # the object's, so that the object is filled, and not the class
        return made


print("class Greeter:")


class Greeter(object, metaclass=Meta):
    def __new__(cls, guest):
        print("  Greeter.__new__ makes an object")
        return object.__new__(cls)

    def __init__(self, guest):
        print("  Greeter.__init__ fills it")
        self.guest = guest

    def __call__(self, greeting):
        print("  Greeter.__call__ runs for", self.guest)
        return f"{greeting}, {self.guest}"


# Meta's class is type, whose __call__ made Greeter by Meta.__new__ and Meta.__init__.
# Greeter's class is Meta:
print("Greeter('Noor'):")
noor = Greeter("Noor")

# noor's class is Greeter:
print("noor('Hello'):")
print("  gives", noor("Hello"))

print([cls.__name__ for cls in [type(noor), type(Greeter), type(Meta), type(type)]])
print(noor.__dict__, hasattr(Greeter, "guest"))

# The class statement as a call.
print("Meta('Silent', ...):")
Silent = Meta("Silent", (Greeter,), {"__call__": lambda self, greeting: "..."})
print("Silent('Ben'):")
print("  gives", Silent("Ben")("Hello"))
