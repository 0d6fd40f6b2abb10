# Sends each line of its input as a datagram, the empty ones too, and prints what comes back.

import argparse
import socket
import sys

WAIT = 5  # seconds: a datagram may get lost, and then no answer ever comes

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    # Sends nothing: it says who send() sends to, and whose datagrams recv() takes. Without it, anybody's.
    client.connect(("127.0.0.1", args.port))
    client.settimeout(WAIT)
    for line in sys.stdin:
        msg = bytes(line.strip(), "utf-8")
        client.send(msg)  # all or nothing: a datagram is never cut in two
        reply = client.recv(65_535)
        print(msg, "->", reply)
