# with and an error that may happen: a true answer of `__exit__` ends it.


# Only the classes that were named. To answer True to everything would hide the next mistake in the body too.
class Tolerate:
    def __init__(self, *expected):
        self.expected = expected
        self.error = None

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc, traceback):
        if exc_type is None or not issubclass(exc_type, self.expected):
            return False
        self.error = exc
        return True


prices = {"bread": 3, "cheese": 9}
total = 0
for item in ["bread", "truffles", "cheese"]:
    attempt = Tolerate(KeyError)
    with attempt:
        total += prices[item]
        print("bought", item)
    # The program goes on here, behind the body: what the body had left to do was not done.
    if attempt.error is not None:
        print("not sold here:", attempt.error)
print("total", total)

# An error of another class passes through.
try:
    with Tolerate(KeyError):
        raise ValueError("nobody expected this")
except ValueError as error:
    print(repr(error))
