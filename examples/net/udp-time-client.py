# Asks the time server for the time in each format of its input; an empty line asks for the usual one.

import argparse
import socket
import sys

WAIT = 5  # seconds

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.connect(("127.0.0.1", args.port))
    client.settimeout(WAIT)
    for line in sys.stdin:
        wanted = line.strip()
        # An empty datagram is a message, too: it has an address, and arrives.
        client.send(bytes(wanted, "utf-8"))
        reply = client.recv(1024)
        print(wanted or "(the usual)", "->", str(reply, "utf-8", "replace"))
