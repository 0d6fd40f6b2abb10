# A TCP server in two loops: one client after the other, and one message of each client after the other.

import argparse
import socket

IDLE_TIME = 60  # seconds: a client that says nothing does not keep the others out for ever

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
args = parser.parse_args()

# `with` closes the socket at the end of its block.
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", args.port))
    server.listen()
    print(f"listening on 127.0.0.1:{server.getsockname()[1]}")

    while True:
        conn, addr = server.accept()
        with conn:
            print("connected from", addr[0])
            conn.settimeout(IDLE_TIME)
            try:
                # No bytes are the end of the stream: the client has closed.
                while msg := conn.recv(1024):
                    print("received", msg)
                    conn.sendall(msg.upper())
            except OSError as error:
                # A connection that breaks is the end of this client, not of the server.
                print("broken:", error)
            print("closing")
