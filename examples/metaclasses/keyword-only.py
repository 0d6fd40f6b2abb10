# A metaclass that takes over the making of objects: their classes need no __init__, and are called by keyword only.


class FromKeywords(type):
    def __call__(cls, *args, **kwargs):
        if args:
            raise TypeError(f"{cls.__name__} takes keyword arguments only, and was given {args}")
        made = object.__new__(cls)
        for key, value in kwargs.items():
            made.__dict__[key.upper()] = value  # the store itself: no __setattr__ is asked
        return made


class Traveller(metaclass=FromKeywords):
    planet = "Earth"

    # Upper-case, as the attributes are called.
    def introduce(self):
        return f"{self.NAME} ({self.AGE}) from {self.planet}"


noor = Traveller(name="Noor", age=41)
print(noor.__dict__)
print(noor.introduce())
print(Traveller(name="Ilse", age=7, planet="Mars").__dict__)

try:
    Traveller("Noor", 41)
except TypeError as error:
    print(str(error))

# What was not given is not there.
try:
    Traveller(name="Ben").AGE
except AttributeError as error:
    print(str(error))
