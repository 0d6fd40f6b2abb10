# An upload server for one connection at a time: the next client waits until this one has gone.

import argparse
import socket

from _upload import serve

IDLE_TIME = 60  # seconds

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--root", default="uploads", help="the folder for the files")
args = parser.parse_args()


def handle(conn):
    # A file over the connection: read(n) gives n bytes, however TCP has cut them.
    with conn, conn.makefile("rb") as rfile, conn.makefile("wb") as wfile:
        for done in serve(args.root, rfile, wfile):
            if done["ok"]:
                print("stored", done["filename"], done["size"], done["sha256"][:8])
            else:
                print("refused:", done["message"])


with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", args.port))
    server.listen()
    print(f"listening on 127.0.0.1:{server.getsockname()[1]}")

    while True:
        conn, addr = server.accept()
        conn.settimeout(IDLE_TIME)
        try:
            handle(conn)
        except (OSError, ValueError) as error:
            print("broken:", error)
