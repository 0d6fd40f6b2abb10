"""Peers for the TLS tests: CPython's own ssl module."""

import socket
import ssl
import sys


def server(cert, key):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    with socket.create_server(("127.0.0.1", 0)) as plain:
        print(plain.getsockname()[1], flush=True)
        with context.wrap_socket(plain, server_side=True) as server:
            conn, addr = server.accept()
            with conn:
                while msg := conn.recv(1024):
                    conn.sendall(msg.upper())


def client(cert, port):
    context = ssl.create_default_context(cafile=cert)
    with socket.create_connection(("127.0.0.1", int(port)), timeout=20) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as client:
            client.sendall(b"hello")
            print(client.version(), client.cipher()[0], client.recv(1024))
            print(client.getpeercert())


name, *args = sys.argv[1:]
globals()[name](*args)
