# A client with a wrong key: it knows what to do, and is turned away all the same.

import argparse
import hmac
import socket

CHALLENGE_SIZE = 32
GUESS = b"let me in"

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--digest", default="sha256", choices=["sha256", "sha384", "sha512", "md5"])
args = parser.parse_args()

with socket.create_connection(("127.0.0.1", args.port)) as client:
    nonce = client.recv(CHALLENGE_SIZE, socket.MSG_WAITALL)
    client.sendall(hmac.new(GUESS, nonce, args.digest).digest())
    print("answered with a guess")
    # One with the right key would wait here for ever: the server would expect a line.
    print("then", client.recv(1024))
