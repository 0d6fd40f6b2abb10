"""What CPython's socket module has: its public names, its numbers, or what calls of its functions give."""

import json
import socket
import sys


def answer(name, args):
    args = [bytes(arg) if isinstance(arg, list) else arg for arg in args]
    try:
        value = getattr(socket, name)(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return list(value) if isinstance(value, bytes) else value


what, *rest = sys.argv[1:]
if what == "names":
    print("\n".join(socket.__all__))
elif what == "values":
    numbers = {name: getattr(socket, name) for name in socket.__all__ if isinstance(getattr(socket, name), int)}
    print(json.dumps({name: int(value) for name, value in numbers.items()}))
else:
    print(json.dumps([answer(name, args) for name, args in json.loads(rest[0])]))
