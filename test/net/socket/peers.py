"""Peers for the interoperation tests: CPython's own socket module, one conversation for each name."""

import socket
import sys
import time


def tcp_upper_server():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen(5)
        print(server.getsockname()[1], flush=True)
        conn, addr = server.accept()
        with conn:
            while True:
                msg = conn.recv(1024)
                if not msg:
                    break
                conn.send(msg.upper())


def tcp_upper_client(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        print(client.connect_ex(("127.0.0.1", port)))
        for word in ("hello", "grün", "狗哥"):
            client.send(word.encode("utf-8"))
            print(client.recv(1024).decode("utf-8"))
        client.shutdown(socket.SHUT_WR)
        print(client.recv(1024))


def udp_upper_server():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.settimeout(20)
        server.bind(("127.0.0.1", 0))
        print(server.getsockname()[1], flush=True)
        for _ in range(3):
            msg, addr = server.recvfrom(1024)
            server.sendto(msg.upper(), addr)


def udp_upper_client(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(20)
        for word in (b"hello", b"", b"x" * 2000):
            client.sendto(word, ("127.0.0.1", port))
            back, addr = client.recvfrom(1024)
            print(len(back), back[:5], addr[1] == port)


def udp_time_server():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.settimeout(20)
        server.bind(("127.0.0.1", 0))
        print(server.getsockname()[1], flush=True)
        for _ in range(2):
            msg, addr = server.recvfrom(1024)
            form = msg.decode("utf-8") or "%Y-%m-%d %X"
            server.sendto(time.strftime(form, time.gmtime(0)).encode("utf-8"), addr)


def udp_time_client(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(20)
        for form in ("", "%d/%m/%Y"):
            client.sendto(form.encode("utf-8"), ("127.0.0.1", port))
            print(client.recv(1024).decode("utf-8"))


def makefile_client(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        with client.makefile("rw", encoding="utf-8", newline="\n") as file:
            file.write("eins\nzwei grün\n")
            file.flush()
            client.shutdown(socket.SHUT_WR)
            print(file.readlines())


name, *args = sys.argv[1:]
globals()[name](*map(int, args))
