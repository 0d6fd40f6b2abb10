# A remote shell that sends its answers as they are: a client cannot tell where one ends and the next begins.

import argparse
import socket

from _commands import run_command, run_shell

IDLE_TIME = 60  # seconds

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--shell", action="store_true", help="hand the lines to /bin/sh")
args = parser.parse_args()
run = run_shell if args.shell else run_command

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
                while cmd := conn.recv(1024):
                    print("command:", cmd)
                    out, err = run(str(cmd, "utf-8", "replace"))
                    # No length, and nothing at all for a command that prints nothing: that is what goes wrong.
                    conn.sendall(err or out)
            except OSError as error:
                print("broken:", error)
