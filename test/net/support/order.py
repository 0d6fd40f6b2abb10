"""Logs the methods of a socketserver in the order in which CPython calls them, for socketserver.test.ts."""

import json
import socket
import socketserver
import sys
import threading
import time

LOGGED = [
    "server_bind", "server_activate", "get_request", "verify_request", "process_request", "finish_request",
    "shutdown_request", "close_request", "handle_error", "handle_timeout", "service_actions", "shutdown",
    "server_close",
]


def run(scenario):
    log = []
    handling = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def setup(self):
            log.append("setup")

        def handle(self):
            log.append("handle")
            if scenario == "raising":
                raise ValueError("handler")
            handling.set()
            self.request.sendall(self.request.recv(100).upper())

        def finish(self):
            log.append("finish")

    class Server(socketserver.TCPServer):
        timeout = 0.05

        def verify_request(self, request, client_address):
            log.append("verify_request")
            return scenario != "refused"

        def handle_error(self, request, client_address):
            log.append("handle_error")

    def logged(name):
        original = getattr(Server, name)

        def method(self, *args):
            log.append(name)
            return original(self, *args)

        return method

    for name in LOGGED:
        if name not in ("verify_request", "handle_error"):
            setattr(Server, name, logged(name))

    with Server(("127.0.0.1", 0), Handler) as server:
        if scenario == "timeout":
            server.handle_request()
        elif scenario == "shutdown":
            # An interval that no poll ends within: service_actions then follows requests alone.
            loop = threading.Thread(target=server.serve_forever, args=(60,))
            loop.start()
            with socket.create_connection(server.server_address) as client:
                handling.wait()
                stopper = threading.Thread(target=server.shutdown)
                stopper.start()
                while "shutdown" not in log:
                    time.sleep(0.01)
                client.sendall(b"x")
                client.recv(100)
            stopper.join()
            loop.join()
        else:
            thread = threading.Thread(target=server.handle_request)
            thread.start()
            with socket.create_connection(server.server_address) as client:
                try:
                    client.sendall(b"x")
                    client.recv(100)
                except OSError:
                    pass
            thread.join()
    return log


print(json.dumps({scenario: run(scenario) for scenario in sys.argv[1:]}))
