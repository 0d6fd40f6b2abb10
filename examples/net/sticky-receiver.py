# Why messages stick together: TCP is a stream of bytes, and knows nothing of messages.

import argparse
import socket
import time

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
args = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", args.port))
    server.listen()
    print(f"listening on 127.0.0.1:{server.getsockname()[1]}")

    # One cause: two messages in a row, and both are here before the receiver looks. (MSG_PEEK looks and takes nothing.)
    conn, addr = server.accept()
    with conn:
        for _ in range(500):
            if len(conn.recv(1024, socket.MSG_PEEK)) == len(b"helloworld"):
                break
            time.sleep(0.01)
        print("two messages, one recv(1024):", conn.recv(1024))

    # The other: the receiver takes a part only, and gets the rest next time, together with what came after.
    conn, addr = server.accept()
    with conn:
        print("one message, first recv(2):", conn.recv(2))
        print("then recv(1024):", conn.recv(1024))

# The cure is a length in front of each message: see struct-basics and shell-framed.
