"""CPython's datagram peers, for interop.test.ts: udp.py client PORT, or udp.py server (prints its port; upper-case echo)."""

import socket
import socketserver
import sys

MESSAGES = [b"hello", b"", "stra\u00dfe".encode(), b"x" * 8000]


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        data, connection = self.request
        connection.sendto(data.upper(), self.client_address)


if sys.argv[1] == "client":
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        for message in MESSAGES:
            client.sendto(message, ("127.0.0.1", int(sys.argv[2])))
            print(client.recvfrom(9000)[0].hex(), flush=True)
else:
    with socketserver.UDPServer(("127.0.0.1", 0), Upper) as server:
        print(server.server_address[1], flush=True)
        for _ in MESSAGES:
            server.handle_request()
