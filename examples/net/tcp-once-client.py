# A TCP client that sends one message and prints the answer.

import argparse
import socket

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", args.port))
client.sendall(bytes("hello", "utf-8"))  # a socket takes bytes, not text
msg = client.recv(1024)
print("hello ->", msg)
client.close()
