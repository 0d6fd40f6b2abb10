# A UDP server: no connections, only datagrams, each with the address it came from.

import argparse
import socket

LONGEST = 65_535  # bytes: of a longer datagram than recvfrom() has room for, the rest is lost

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
args = parser.parse_args()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind(("127.0.0.1", args.port))  # nothing to listen to or accept
    print(f"listening on 127.0.0.1:{server.getsockname()[1]}")

    while True:
        msg, addr = server.recvfrom(LONGEST)
        print("received", msg)
        try:
            server.sendto(msg.upper(), addr)
        except OSError as error:
            # An address that nothing can be sent to must not end the server.
            print("not answered:", error)
