# Iteration: what a `for` loop asks of an object, `__iter__` once and then `__next__` until StopIteration.


# One walk down the stairs. An iterator is its own iterator, so that it can stand in a loop itself.
class Descent:
    def __init__(self, step):
        self.step = step

    def __iter__(self):
        return self

    def __next__(self):
        if self.step == 0:
            raise StopIteration
        here = self.step
        self.step -= 1
        return here


# The stairs give each loop a walk of its own. Were they their own iterator, they could be walked only once.
class Stairs:
    def __init__(self, steps):
        self.steps = steps

    def __iter__(self):
        return Descent(self.steps)


stairs = Stairs(3)
for step in stairs:
    print("step", step)
print(list(stairs), max(stairs))
top, *rest = stairs
print(top, rest)

# The loop by hand.
walk = iter(stairs)
print(next(walk), next(walk))
for step in walk:
    print("the rest:", step)
print(next(walk, "on the ground"))  # the default stands for StopIteration
try:
    next(walk)
except StopIteration as error:
    print(isinstance(error, StopIteration))
