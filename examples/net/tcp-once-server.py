# A TCP server that takes one connection, answers one message, and is done.

import argparse
import socket

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
args = parser.parse_args()

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # see reuse-address
server.bind(("127.0.0.1", args.port))
server.listen()
print(f"listening on 127.0.0.1:{server.getsockname()[1]}")

conn, addr = server.accept()  # waits for a client
print("connected from", addr[0])
msg = conn.recv(1024)  # waits for bytes, and takes 1024 of them at most
print("received", msg)
conn.sendall(msg.upper())  # send() may take fewer than all
conn.close()
server.close()
