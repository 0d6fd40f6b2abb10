# __del__, last moment: the program ends, and lets go of all that is left.


class Locker:
    def __init__(self, number):
        self.number = number
        print("locker", number, "is taken")

    def __del__(self):
        print("locker", self.number, "is free")


locker = Locker(31)
print("swimming", locker.number)
print("the pool closes")
# No `del` here. Which of several objects would go first is nothing to build on, in either language.
