# Uploads files: each line of its input is `put <file>`, or `put <file> <name on the server>`.

import argparse
import os
import socket
import sys

from _upload import send_file

WAIT = 60  # seconds

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()


def put(stream, path, name=None):
    if not os.path.isfile(path):
        return "no such file"
    return send_file(stream, path, name or os.path.basename(path))


with socket.create_connection(("127.0.0.1", args.port), WAIT) as conn, conn.makefile("rwb") as stream:
    for line in sys.stdin:
        words = line.split()
        # What is typed names no method, either.
        if len(words) not in (2, 3) or words[0] != "put":
            print(line.strip(), "-> say: put <file> [<name>]")
        else:
            print(line.strip(), "->", put(stream, *words[1:]))
