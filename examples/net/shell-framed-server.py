# A remote shell whose answers can be told apart: each has its length in front.

import argparse
import json
import socket
import struct

from _commands import run_command, run_shell

IDLE_TIME = 60  # seconds

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--shell", action="store_true", help="hand the lines to /bin/sh")
args = parser.parse_args()
run = run_shell if args.shell else run_command


def send_framed(conn, data):
    header = bytes(json.dumps({"data_size": len(data)}), "utf-8")
    conn.sendall(struct.pack("<i", len(header)))  # four bytes: how long the header is
    conn.sendall(header)  # how long the answer is; there is room to say more
    conn.sendall(data)


with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", args.port))  # for this machine alone
    server.listen()
    print(f"listening on 127.0.0.1:{server.getsockname()[1]}")

    while True:
        conn, addr = server.accept()
        with conn:
            conn.settimeout(IDLE_TIME)
            try:
                # Commands have no frame. That holds as long as they are short, and none is sent before the last is answered.
                while cmd := conn.recv(1024):
                    print("command:", cmd)
                    out, err = run(str(cmd, "utf-8", "replace"))
                    send_framed(conn, err or out)
            except OSError as error:
                print("broken:", error)
