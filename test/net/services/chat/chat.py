"""CPython's chat peers, for chat.test.ts: chat.py client PORT MESSAGE..., or chat.py server COUNT (prints its port)."""

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
    peer.settimeout(10)
    if sys.argv[1] == "client":
        for message in sys.argv[3:]:
            peer.sendto(message.encode(), ("127.0.0.1", int(sys.argv[2])))
            print(peer.recvfrom(1024)[0].decode(), flush=True)
    else:
        peer.bind(("127.0.0.1", 0))
        print(peer.getsockname()[1], flush=True)
        for _ in range(int(sys.argv[2])):
            message, address = peer.recvfrom(1024)
            peer.sendto(f"you said {message.decode()}".encode(), address)
