# Delegation again: a file in text or binary mode, which checks what is written and tells what it is.

import errno
import os
import tempfile


class Recorder:
    def __init__(self, path, mode="r", encoding="utf-8"):
        # Only now is there something to pass on to: where open fails, nobody gets the object.
        self.file = open(path, mode) if "b" in mode else open(path, mode, encoding=encoding)
        self.path = path
        self.mode = mode

    def write(self, data):
        wanted = bytes if "b" in self.mode else str
        if not isinstance(data, wanted):
            raise TypeError(f"mode {self.mode!r} takes {wanted.__name__}, not {type(data).__name__}")
        return self.file.write(data)

    # `with` looks for its methods on the class, and asks no __getattr__.
    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.file.close()

    def __getattr__(self, name):
        if name == "file":  # __init__ has not come so far: there is nobody to ask
            raise AttributeError(name)
        return getattr(self.file, name)

    def __str__(self):
        state = "closed" if self.file.closed else "open"
        return f"<{state} {os.path.basename(self.path)} mode={self.mode!r}>"


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "notes.bin")
    with Recorder(path, "wb") as recorder:
        print(recorder)
        print(recorder.write("naïve ☕".encode()))
        try:
            recorder.write("tea")
        except TypeError as error:
            print(repr(error))
        recorder.flush()  # the file's own
    print(recorder)

    # What was written as bytes, read as bytes and as text.
    with Recorder(path, "rb") as recorder:
        data = recorder.read()
        print(data, len(data))
    with Recorder(path, "r") as recorder:
        text = recorder.read()
        print(text, len(text))
        print(recorder)

    with Recorder(path, "a") as recorder:
        print(recorder.write("!"))
        try:
            recorder.write(b"?")
        except TypeError as error:
            print(repr(error))
    print(os.path.getsize(path))

    try:
        Recorder(os.path.join(folder, "missing"))
    except OSError as error:
        print("no such file:", error.errno == errno.ENOENT)
