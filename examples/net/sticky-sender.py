# Sends messages that will stick together.

import argparse
import socket

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

# Two short messages, one directly after the other.
with socket.create_connection(("127.0.0.1", args.port)) as conn:
    conn.sendall(b"hello")
    conn.sendall(b"world")
print("sent 5 bytes and 5 bytes")

# One message of two words.
with socket.create_connection(("127.0.0.1", args.port)) as conn:
    conn.sendall(b"hello world")
print("sent 11 bytes")
