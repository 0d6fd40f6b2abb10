# with: set something up, do the work, and clear it away whatever happens.


class Tent:
    def __init__(self, place):
        self.place = place

    # What this returns is what stands behind `as`.
    def __enter__(self):
        print("put up at the", self.place)
        return self

    # Three times None when the body ended well.
    def __exit__(self, exc_type, exc, traceback):
        print("taken down at the", self.place, exc_type, exc, traceback)


with Tent("lake") as tent:
    print("sleeping at the", tent.place)

# Python's body is a block, with no scope of its own.
with Tent("river"):
    hours = 8
print("slept", hours, "hours")


# Leaving early takes the tent down as well.
def stay(nights):
    with Tent("coast"):
        for night in range(1, nights + 1):
            if night == 2:
                return "went home in the rain"
        return "stayed to the end"


print(stay(1))
print(stay(3))
