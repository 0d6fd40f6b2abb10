# The client of the shell over UDP: it reads both datagrams of an answer, or the next answer would be the last one's.

import argparse
import socket
import sys

WAIT = 10  # seconds

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.connect(("127.0.0.1", args.port))
    client.settimeout(WAIT)
    for line in sys.stdin:
        cmd = line.strip()
        client.send(bytes(cmd, "utf-8"))
        err = client.recv(65_535)
        out = client.recv(65_535)
        print(f"{cmd} -> out: {len(out)} bytes, {out[-12:]}; err: {err}")
