# with and an error: `__exit__` hears of it, and does not stop it. This program ends with a ValueError.


class Oven:
    def __enter__(self):
        print("oven on")
        return self

    # The error's class, the error itself, and where it was raised.
    def __exit__(self, exc_type, exc, traceback):
        print("oven off")
        print("class:", exc_type)
        print("error:", exc)
        print("raised somewhere:", traceback is not None)
        # No true value is returned, so the error goes on.

    def bake(self, minutes):
        if minutes > 60:
            raise ValueError(f"{minutes} minutes: that cake is coal")
        print("baked for", minutes, "minutes")


with Oven() as oven:
    oven.bake(45)
    oven.bake(90)
    print("never printed: the error leaves the body")
print("never printed: nobody caught the error")
