# A client that knows of no handshake: it takes the server's challenge for the answer to its first line.

import argparse
import socket
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

with socket.create_connection(("127.0.0.1", args.port)) as client:
    text = next(sys.stdin).strip()
    client.sendall(bytes(text, "utf-8"))
    reply = client.recv(1024)
    # Random bytes. As text they would hardly ever be UTF-8.
    print(text, "->", len(reply), "bytes:", "as asked" if reply == bytes(text.upper(), "utf-8") else "what is this?")
    # It has no more to say. To the server that is an answer that is too short.
    client.shutdown(socket.SHUT_WR)
    print("then", client.recv(1024))
