"""CPython's time peers, for time.test.ts: time.py client PORT FORMAT..., or time.py server COUNT (prints its port)."""

import socket
import sys
import time

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
    peer.settimeout(10)
    if sys.argv[1] == "client":
        for wanted in sys.argv[3:]:
            peer.sendto(wanted.encode(), ("127.0.0.1", int(sys.argv[2])))
            print(peer.recvfrom(1024)[0].decode(), flush=True)
    else:
        peer.bind(("127.0.0.1", 0))
        print(peer.getsockname()[1], flush=True)
        for _ in range(int(sys.argv[2])):
            wanted, address = peer.recvfrom(1024)
            peer.sendto(time.strftime(wanted.decode() or "%Y-%m-%d %X").encode(), address)
