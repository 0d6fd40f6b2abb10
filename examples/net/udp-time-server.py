# A time server over UDP: a datagram holds the format that is wanted, the answer the time in it.

import argparse
import socket
import time

USUAL = "%Y-%m-%d %H:%M:%S"
# Bytes. A short format can ask for a long answer, and the sender's address may be forged: without limits the server would
# shout at others in a stranger's name.
LONGEST_FORMAT = 64
LONGEST_ANSWER = 256

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--now", help="a time to tell instead of the present one, as 2016-01-05T08:15:00")
args = parser.parse_args()
fixed = time.strptime(args.now, "%Y-%m-%dT%H:%M:%S") if args.now else None


def answer(msg):
    if len(msg) > LONGEST_FORMAT:
        return b"error: that is too long"
    try:
        wanted = str(msg, "utf-8") or USUAL
        return bytes(time.strftime(wanted, fixed or time.localtime()), "utf-8")[:LONGEST_ANSWER]
    except ValueError:
        return b"error: that is no format"


with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind(("127.0.0.1", args.port))
    print(f"listening on 127.0.0.1:{server.getsockname()[1]}")
    while True:
        msg, addr = server.recvfrom(1024)
        print("asked for", msg)
        try:
            server.sendto(answer(msg), addr)
        except OSError as error:
            print("not answered:", error)
