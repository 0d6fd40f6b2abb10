# A chat over UDP: prints each message, and sends back to its sender the next line that is typed here.

import argparse
import re
import socket
import sys

AWAY = "(nobody is at the keyboard)"


def visible(text):
    # What a stranger sends may hold codes that a terminal obeys.
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", text)


parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
args = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind(("127.0.0.1", args.port))
    print(f"listening on 127.0.0.1:{server.getsockname()[1]}")

    while True:
        # Others may write meanwhile: the system keeps their datagrams, and each has its own sender's address.
        msg, addr = server.recvfrom(65_535)
        text = str(msg, "utf-8", "replace")  # bytes that are no UTF-8 must not end the server
        print(f"from [{addr[0]}]:", visible(text))
        reply = next(sys.stdin, AWAY).strip()
        try:
            server.sendto(bytes(reply, "utf-8"), addr)
        except OSError as error:
            print("not answered:", error)
