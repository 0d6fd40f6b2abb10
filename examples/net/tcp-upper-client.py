# Sends each line of its input to the upper-case server, and prints what comes back.

import argparse
import socket
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
    # There is also connect_ex(), which gives an error number that one can forget to look at.
    client.connect(("127.0.0.1", args.port))
    for line in sys.stdin:
        text = line.strip()
        msg = bytes(text, "utf-8")
        if not msg:
            continue  # TCP sends nothing for no bytes, and the client would wait for ever
        client.sendall(msg)
        # The answer may come in pieces. It has as many bytes as the message, so wait for all of them.
        reply = client.recv(len(msg), socket.MSG_WAITALL)
        if len(reply) < len(msg):
            raise ConnectionError("the server has closed the connection")
        print(text, "->", str(reply, "utf-8"))
