"""CPython's datagram peers, for interop.test.ts: upper-case echo, and a time server that is told the format.

udp.py server NAME         prints the port, answers one conversation
udp.py client NAME PORT    asks, prints the answers
udp.py record NAME         holds the conversation with itself, prints every datagram of it as JSON
"""

import json
import socket
import socketserver
import sys
import threading
import time

QUESTIONS = {
    "udp-upper": [b"hello", b"", "stra\u00dfe".encode(), b"x" * 8000],
    "udp-time": [b"", b"%d/%m/%Y", b"%Y-%m-%d %H:%M:%S", b"%j %%"],
}


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        data, connection = self.request
        connection.sendto(data.upper(), self.client_address)


class Time(socketserver.BaseRequestHandler):
    """The time that it tells is the epoch, so that two runs say the same."""

    def handle(self):
        data, connection = self.request
        form = data.decode("utf-8") or "%Y-%m-%d %X"
        connection.sendto(time.strftime(form, time.gmtime(0)).encode("utf-8"), self.client_address)


def serve(server, name):
    for _ in QUESTIONS[name]:
        server.handle_request()


def ask(name, port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        for question in QUESTIONS[name]:
            client.sendto(question, ("127.0.0.1", port))
            yield question, client.recvfrom(9000)[0]


def main(mode, name, port=None):
    if mode == "client":
        print(json.dumps([answer.hex() for _, answer in ask(name, int(port))]))
        return
    handler = {"udp-upper": Upper, "udp-time": Time}[name]
    with socketserver.UDPServer(("127.0.0.1", 0), handler) as server:
        if mode == "server":
            print(server.server_address[1], flush=True)
            serve(server, name)
            return
        thread = threading.Thread(target=serve, args=(server, name))
        thread.start()
        turns = list(ask(name, server.server_address[1]))
        thread.join()
    print(json.dumps([[who, data.hex()] for turn in turns for who, data in zip(("client", "server"), turn)]))


main(*sys.argv[1:])
