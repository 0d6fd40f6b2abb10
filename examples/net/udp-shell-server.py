# A remote shell over UDP: answers cannot stick together, since each datagram is a message of its own.

import argparse
import socket

from _commands import run_command, run_shell

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--shell", action="store_true", help="hand the lines to /bin/sh")
args = parser.parse_args()
run = run_shell if args.shell else run_command

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind(("127.0.0.1", args.port))  # for this machine alone
    print(f"listening on 127.0.0.1:{server.getsockname()[1]}")

    while True:
        cmd, addr = server.recvfrom(1024)
        print("command:", cmd)
        out, err = run(str(cmd, "utf-8", "replace"))
        try:
            # Always two datagrams, though one or both may be empty: the client knows what to wait for.
            server.sendto(err, addr)
            server.sendto(out, addr)
        except OSError as error:
            print("not answered:", error)
