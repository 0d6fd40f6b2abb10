# Making an instance: `Meta.__call__` makes it by the class's __new__, and fills it by the class's __init__.


class Tracing(type):
    # Runs for Book("Emma"): parentheses look for __call__ on the class of what stands before them. `cls` is Book.
    def __call__(cls, *args, **kwargs):
        print("call", cls.__name__, args)
        made = cls.__new__(cls, *args, **kwargs)
        # What __new__ gives may be anything; only an instance of the class is filled.
        if isinstance(made, cls):
            made.__init__(*args, **kwargs)
        return made


class Book(metaclass=Tracing):
    # Hands on nothing of what the class is called with: object.__new__ wants the class alone.
    def __new__(cls, *args, **kwargs):
        print("new", cls.__name__)
        return object.__new__(cls)

    def __init__(self, title, pages=100):
        print("init", title)
        self.title = title
        self.pages = pages


emma = Book("Emma", 474)
print(emma.__dict__)
print(Book("Persuasion").pages)


# __new__ may give an object of another class, which is left as it is.
class Loan(Book):
    def __new__(cls, *args, **kwargs):
        return emma


print(Loan("Dubliners") is emma, emma.title)

# type.__call__ does the same: a metaclass that has no more to say needs no __call__ of its own.
print(type.__call__(Book, "Ulysses", 732).__dict__)
