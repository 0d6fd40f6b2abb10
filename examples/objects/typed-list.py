# A standard type, worked over: a list that takes strings only, knows its middle, and is not emptied by accident.


class Guests(list):
    def __init__(self, names=(), unlocked=False):
        super().__init__(self.checked(name) for name in names)
        self.unlocked = unlocked

    @staticmethod
    def checked(name):
        if not isinstance(name, str):
            raise TypeError(f"{name!r} is no name: expected str, got {type(name).__name__}")
        return name

    # Each way in is guarded: a list has more of them than append. super() does what the list does.
    def append(self, name):
        super().append(self.checked(name))

    def insert(self, index, name):
        super().insert(index, self.checked(name))

    def extend(self, names):
        super().extend([self.checked(name) for name in names])

    def __iadd__(self, names):
        self.extend(names)
        return self

    def __setitem__(self, key, value):
        if isinstance(key, slice):
            value = [self.checked(name) for name in value]
        else:
            self.checked(value)
        super().__setitem__(key, value)

    # What a list does not have.
    @property
    def mid(self):
        return self[len(self) // 2]

    # What a list does too readily.
    def clear(self):
        if not self.unlocked:
            raise PermissionError("unlock the list before you clear it")
        super().clear()
        self.unlocked = False


guests = Guests(["Ada", "Ben"])
guests.append("Cleo")
guests.insert(0, "Zoe")
guests += ["Dan"]
print(guests, len(guests), guests.mid)

# What was not written anew is the list's own.
guests.sort()
guests[0] = "Ann"
print(guests.index("Cleo"), "Dan" in guests, guests[1:3], guests.pop())


def attempt(action):
    try:
        action()
    except (TypeError, PermissionError) as error:
        print(f"{type(error).__name__}: {error}")


attempt(lambda: guests.append(4))
attempt(lambda: guests.extend(["Eve", None]))
attempt(lambda: guests.__setitem__(1, 2.5))
attempt(lambda: Guests(["Fay", 7]))
print(guests)  # nothing of these got in

attempt(guests.clear)
guests.unlocked = True
guests.clear()
print(guests, guests.unlocked)
print(isinstance(guests, list), issubclass(Guests, list))
