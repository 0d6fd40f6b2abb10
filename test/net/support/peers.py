"""CPython's side of the conversations of interop.test.ts: upper-case echo, framed shell, upload.

peers.py server NAME         prints the port, serves one connection, prints what it kept
peers.py client NAME PORT    holds the conversation, prints what it received
peers.py record NAME         holds it with itself, prints every byte of it as JSON
"""

import hashlib
import json
import socket
import socketserver
import struct
import sys
import threading

LINES = [b"hello", "Stra\u00dfe, \u00e4\u00f6\u00fc".encode(), bytes(range(256))]
COMMANDS = {
    b"pwd": b"/home/\xc3\xa4\n",
    b"true": b"",
    b"seq": b"".join(b"%d\n" % i for i in range(1500)),
    b"nonsense": b"sh: 1: nonsense: not found\n",
}
FILES = {"a.txt": b"first\n", "empty": b"", "\u6587\u4ef6.bin": bytes(range(256)) * 20}


def recv_exactly(connection, size):
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise EOFError(f"wanted {size} bytes, got {len(data)}")
        data += part
    return data


def send_frame(connection, header, body=b""):
    data = json.dumps(header).encode()
    connection.sendall(struct.pack("<i", len(data)) + data + body)


def recv_header(connection):
    first = connection.recv(1)
    if not first:
        return None
    (size,) = struct.unpack("<i", first + recv_exactly(connection, 3))
    return json.loads(recv_exactly(connection, size))


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            self.request.sendall(data.upper())


class Shell(socketserver.BaseRequestHandler):
    def handle(self):
        while command := self.request.recv(1024):
            output = COMMANDS[command]
            send_frame(self.request, {"command": command.decode(), "data_size": len(output), "t\u00e4st": None}, output)


class Upload(socketserver.BaseRequestHandler):
    def handle(self):
        kept = {}
        while header := recv_header(self.request):
            body = recv_exactly(self.request, header["filesize"])
            kept[header["filename"]] = hashlib.sha256(body).hexdigest()
        print(json.dumps(kept), flush=True)


def upper(connection):
    for line in LINES:
        connection.sendall(line)
        yield recv_exactly(connection, len(line))


def shell(connection):
    for command in COMMANDS:
        connection.sendall(command)
        header = recv_header(connection)
        yield json.dumps(header).encode() + recv_exactly(connection, header["data_size"])


def upload(connection):
    for name, body in FILES.items():
        send_frame(connection, {"cmd": "put", "filename": name, "filesize": len(body)}, body)
    connection.shutdown(socket.SHUT_WR)
    yield connection.recv(1)


HANDLERS = {"upper": Upper, "shell": Shell, "upload": Upload}
CLIENTS = {"upper": upper, "shell": shell, "upload": upload}


class Recorder:
    """A connection that writes down what goes over it; pieces that follow each other are one."""

    def __init__(self, connection):
        self.connection = connection
        self.steps = []

    def note(self, who, data):
        if not data:
            return
        if self.steps and self.steps[-1][0] == who:
            data = bytes.fromhex(self.steps.pop()[1]) + data
        self.steps.append([who, data.hex()])

    def sendall(self, data):
        self.note("client", data)
        self.connection.sendall(data)

    def recv(self, size):
        data = self.connection.recv(size)
        self.note("server", data)
        return data

    def shutdown(self, how):
        self.connection.shutdown(how)


def main(mode, name, port=None):
    if mode == "client":
        with socket.create_connection(("127.0.0.1", int(port)), 20) as connection:
            print(json.dumps([part.hex() for part in CLIENTS[name](connection)]))
        return
    with socketserver.TCPServer(("127.0.0.1", 0), HANDLERS[name]) as server:
        if mode == "server":
            print(server.server_address[1], flush=True)
            server.handle_request()
            return
        threading.Thread(target=server.handle_request).start()
        sys.stdout, stdout = sys.stderr, sys.stdout
        with socket.create_connection(server.server_address, 20) as connection:
            recorder = Recorder(connection)
            list(CLIENTS[name](recorder))
        stdout.write(json.dumps(recorder.steps) + "\n")


main(*sys.argv[1:])
