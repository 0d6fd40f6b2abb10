# type(name, bases, namespace): a class without a class statement. The statement itself ends in this very call.


class Animal:
    def __init__(self, name):
        self.name = name

    def speak(self):
        return f"{self.name} says {self.sound}"


def describe(self):
    return f"a {type(self).__name__} on {self.legs} legs"


# What the call needs: a name, the bases, and what would stand in the body.
Dog = type("Dog", (Animal,), {"sound": "woof", "legs": 4, "describe": describe})
print(Dog, Dog.__name__, Dog.__bases__)
rex = Dog("Rex")
print(rex.speak(), "/", rex.describe())
print(isinstance(rex, Animal), type(rex) is Dog, type(Dog) is type)


# The same by statement: there is no difference.
class Cat(Animal):
    sound = "miaow"


print(Cat, Cat("Tom").speak(), type(Cat) is type(Dog))

# So classes can come from data.
SOUNDS = {"Cow": "moo", "Duck": "quack"}
classes = [type(name, (Animal,), {"sound": sound}) for name, sound in SOUNDS.items()]
print(classes, [cls("X").speak() for cls in classes])

# And a body can come as a text of our own: exec fills the namespace.
body = {}
exec("sound = 'squeak'", {}, body)
Mouse = type("Mouse", (Dog,), body)
print(body, Mouse("Pip").speak(), "/", Mouse("Pip").describe())

# Without bases, the class inherits from object, as every class does in the end.
Empty = type("Empty", (), {})
print(Empty.__bases__, Mouse.__mro__)

try:
    type("Odd", (Animal, Dog, Animal), {})
except TypeError as error:
    print(str(error))
