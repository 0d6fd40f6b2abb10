# __del__, first moment: the object is let go before the program ends.


class Locker:
    def __init__(self, number):
        self.number = number
        print("locker", number, "is taken")

    def __del__(self):
        print("locker", self.number, "is free")


locker = Locker(12)
print("swimming", locker.number)
# `del` takes the name away. It was the last reference, so the object goes too.
del locker
print("on the way home")
# Nothing more at the end: __del__ runs once. What must happen at a certain moment belongs into `with`, not in here.
