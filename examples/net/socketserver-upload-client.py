# Uploads all files that its input names at the same time, each over a connection of its own.

import argparse
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

from _upload import send_file

WAIT = 60  # seconds

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()


def connect():
    return socket.create_connection(("127.0.0.1", args.port), WAIT)


def put(name, conn):
    with conn, conn.makefile("rwb") as stream:
        return send_file(stream, name, name)


# This one says nothing, and comes first. A server of one connection at a time would wait for it.
idle = connect()
names = [line.strip() for line in sys.stdin]
conns = [connect() for name in names]
with ThreadPoolExecutor() as pool:
    for name, result in zip(names, pool.map(put, names, conns)):
        print(name, "->", result)
idle.close()
