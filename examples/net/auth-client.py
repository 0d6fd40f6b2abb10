# A client that knows the key: it answers the server's challenge, then sends each line of its input.

import argparse
import hmac
import socket
import sys
from multiprocessing import AuthenticationError

CHALLENGE_SIZE = 32

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--key", required=True)
parser.add_argument("--digest", default="sha256", choices=["sha256", "sha384", "sha512", "md5"])
args = parser.parse_args()
KEY = bytes(args.key, "utf-8")


def answer(conn, key, digest):
    """Prove to have the key: send the HMAC of what the server asks."""
    nonce = conn.recv(CHALLENGE_SIZE, socket.MSG_WAITALL)
    if len(nonce) < CHALLENGE_SIZE:
        raise AuthenticationError("the challenge is too short")
    conn.sendall(hmac.new(key, nonce, digest).digest())


with socket.create_connection(("127.0.0.1", args.port)) as client:
    answer(client, KEY, args.digest)
    for line in sys.stdin:
        text = line.strip()
        msg = bytes(text, "utf-8")
        if not msg:
            continue
        client.sendall(msg)
        reply = client.recv(len(msg), socket.MSG_WAITALL)
        # The server says nothing to a wrong answer: it closes.
        if len(reply) < len(msg):
            raise AuthenticationError("the server has closed the connection")
        print(text, "->", str(reply, "utf-8"))
