# A singleton by metaclass, shorter: `super().__call__` makes and fills the object, and `Meta.__call__` keeps it.


class Shared(type):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        cls.instance = None

    def __call__(cls, *args, **kwargs):
        # Asked for None and not for truth: an empty queue is false, and there all the same.
        if cls.instance is None:
            # All that type.__call__ does: cls.__new__, then cls.__init__. If one of them raises, nothing is kept.
            cls.instance = super().__call__(*args, **kwargs)
        elif args or kwargs:
            raise TypeError(f"the {cls.__name__} is there already: nobody would look at the arguments")
        return cls.instance


class Queue(metaclass=Shared):
    def __init__(self, name="tasks"):
        print("setting up", name)
        self.name = name
        self.waiting = []

    def __len__(self):
        return len(self.waiting)


first = Queue("mail")
print(bool(first), Queue() is first)
first.waiting.append("letter")
print(len(Queue()), Queue().name)

try:
    Queue("print")
except TypeError as error:
    print(str(error))


# __init__ of the metaclass runs for each class, so that each has a place of its own for its instance.
class Stack(Queue):
    def __init__(self):
        super().__init__("stack")


print(Stack() is Stack(), Stack() is first, Stack().name, isinstance(Stack(), Queue))
