# Delegation: a journal is a file in everything but `write`, which puts the time in front of each line.

import os
import tempfile


class Journal:
    def __init__(self, file, clock):
        self.file = file
        self.clock = clock

    # Found on the class, so the file's own `write` is never looked for.
    def write(self, line):
        return self.file.write(f"{self.clock()} {line}\n")

    # Everything else is the file's. getattr gives the bound method, whose self is the file.
    def __getattr__(self, name):
        return getattr(self.file, name)


# A clock of our own, so that the output is the same on every day.
times = iter(["08:15:00", "08:15:30"])
journal = Journal(tempfile.TemporaryFile("w+", encoding="utf-8"), lambda: next(times))
try:
    print(journal.write("kettle on"))
    print(journal.write("tea is ready"))

    # Not in the class above, and there all the same.
    journal.seek(0)
    print(repr(journal.read()))
    journal.truncate(19)
    print(journal.seek(0, os.SEEK_END))
    print(hasattr(journal, "rewind"))  # the AttributeError of the file is the journal's answer too
finally:
    journal.close()
