# The client of the shell without frames: it takes what one recv() gives for the answer, and soon reads old answers.

import argparse
import socket
import sys

WAIT = 5  # seconds: `true` prints nothing, so that nothing comes back, ever

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
    client.connect(("127.0.0.1", args.port))
    client.settimeout(WAIT)
    for line in sys.stdin:
        cmd = line.strip()
        if not cmd:
            continue
        client.sendall(bytes(cmd, "utf-8"))
        reply = client.recv(1024)  # the answer, a part of it, or what was left of the last one
        if not reply:
            raise ConnectionError("the server has closed the connection")
        # As bytes: the end of a piece may stand in the middle of a character.
        print(f"{cmd} -> {len(reply)} bytes, from {reply[:12]} to {reply[-12:]}")

    # What nobody has read yet. (To close with it unread would reset the connection.)
    client.shutdown(socket.SHUT_WR)
    left = 0
    while piece := client.recv(1024):
        left += len(piece)
    print("never read:", left, "bytes")
