# A singleton by class method: `Pool.shared()` gives the one pool, made at its first use.


class Pool:
    def __init__(self, host="127.0.0.1", port=3306):
        if not 0 < port < 65536:
            raise ValueError(f"{port} is no port")
        self.host = host
        self.port = port

    # cls is the class that the method was called on: a subclass has a pool of its own, not its base's.
    @classmethod
    def shared(cls, *args):
        if "_shared" not in vars(cls):
            cls._shared = cls(*args)
        return cls._shared


# The parentheses of the class know nothing of it: they make a new object each time.
print(Pool() is Pool())

# Where making it fails, there is none, and the next one to ask may try again.
try:
    Pool.shared("db.example", 70000)
except ValueError as error:
    print(repr(error))

first = Pool.shared("db.example", 5432)
second = Pool.shared()
print(first is second, second.host, second.port)
print(Pool.shared("other.example").host)  # too late: it is there already


class ReadPool(Pool):
    pass


print(ReadPool.shared() is Pool.shared(), ReadPool.shared().port, type(ReadPool.shared()) is ReadPool)
