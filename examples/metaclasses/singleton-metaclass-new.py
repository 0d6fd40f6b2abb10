# A singleton by metaclass: `Meta.__call__` decides what `Settings()` gives.


class OneInstance(type):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        cls.instance = None

    # Runs for `Settings(...)`, and what it returns is what that gives. `cls` is the class.
    def __call__(cls, *args, **kwargs):
        if cls.instance is None:
            print("making the one", cls.__name__)
            made = object.__new__(cls)
            made.__init__(*args, **kwargs)
            # Kept only now: if __init__ raises, nothing is kept, and the next call starts afresh.
            cls.instance = made
        return cls.instance  # the arguments of later calls change nothing


class Settings(metaclass=OneInstance):
    def __init__(self, theme="dark", columns=80):
        self.theme = theme
        self.columns = columns
        if columns < 20:
            raise ValueError("too narrow")


class Journal(metaclass=OneInstance):
    def __init__(self):
        self.lines = []


try:
    Settings("light", 5)
except ValueError as error:
    print(repr(error))
first = Settings("light")
second = Settings("dark", 132)
print(first is second, second.theme, second.columns)
second.theme = "blue"
print(first.theme)

# Each class has an instance of its own.
Journal().lines.append("started")
print(Journal().lines)
print(isinstance(Journal(), Journal), isinstance(Journal(), Settings))
