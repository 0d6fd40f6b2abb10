"""CPython's side of interop.test.ts: the tutorial's challenge and the library's handshake, written from its description.

peers.py server WIRE KEY [DIGEST]        prints the port, serves one connection, prints who it was
peers.py client WIRE KEY PORT [DIGEST]   proves that it has the key, prints what the server said then
peers.py record                          holds all conversations with itself, prints every byte of them as JSON

WIRE is "challenge" or "handshake"; KEY is in hexadecimal.
"""

import hmac
import json
import os
import socket
import struct
import sys
import threading

SCHEME = "dunder-hmac-sha256"


def recv_exactly(connection, size):
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise EOFError(f"wanted {size} bytes, got {len(data)}")
        data += part
    return data


def challenge_server(connection, key, digest):
    message = os.urandom(32)
    connection.sendall(message)
    expected = hmac.new(key, message, digest).digest()
    return "anybody" if hmac.compare_digest(recv_exactly(connection, len(expected)), expected) else None


def challenge_client(connection, key, digest):
    connection.sendall(hmac.new(key, recv_exactly(connection, 32), digest).digest())


def send_frame(connection, header):
    data = json.dumps(header).encode()
    connection.sendall(struct.pack("<i", len(data)) + data)


def recv_frame(connection):
    (size,) = struct.unpack("<i", recv_exactly(connection, 4))
    return json.loads(recv_exactly(connection, size))


def proof(role, key, server_nonce, client_nonce, name):
    parts = [SCHEME.encode(), b"\0", role.encode(), bytes.fromhex(server_nonce), bytes.fromhex(client_nonce)]
    parts += [bytes([len(name)]), name.encode(), bytes([0])]
    return hmac.new(key, b"".join(parts), "sha256").hexdigest()


def handshake_server(connection, key, _digest):
    nonce = os.urandom(32).hex()
    send_frame(
        connection,
        {"ok": False, "error": "authentication_required", "message": "", "auth": SCHEME, "nonce": nonce, "binding": None},
    )
    answer = recv_frame(connection)
    shown = (key, nonce, answer["nonce"], answer["key"])
    if not hmac.compare_digest(answer["proof"], proof("client", *shown)):
        send_frame(connection, {"ok": False, "error": "authentication_failed", "message": ""})
        return None
    send_frame(connection, {"ok": True, "auth": SCHEME, "proof": proof("server", *shown)})
    return answer["key"]


def handshake_client(connection, key, _digest):
    asked = recv_frame(connection)
    shown = (key, asked["nonce"], os.urandom(32).hex(), "laptop")
    send_frame(connection, {"auth": SCHEME, "key": "laptop", "nonce": shown[2], "proof": proof("client", *shown)})
    answer = recv_frame(connection)
    if not answer["ok"]:
        raise SystemExit(print(answer["error"]))
    assert hmac.compare_digest(answer["proof"], proof("server", *shown))


SIDES = {
    "challenge": (challenge_server, challenge_client),
    "handshake": (handshake_server, handshake_client),
}


def serve(listener, wire, key, digest):
    connection, _ = listener.accept()
    with connection:
        who = SIDES[wire][0](connection, key, digest)
        if who is not None:
            connection.sendall(b"welcome")
    return who


class Recorder:
    def __init__(self, connection, steps):
        self.connection, self.steps = connection, steps

    def sendall(self, data):
        self.steps.append(["client", data.hex()])
        self.connection.sendall(data)

    def recv(self, size):
        data = self.connection.recv(size)
        self.steps.append(["server", data.hex()])
        return data


def recorded(wire, digest):
    key, steps = os.urandom(32), []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=serve, args=(listener, wire, key, digest))
        serving.start()
        with socket.create_connection(listener.getsockname()) as connection:
            SIDES[wire][1](Recorder(connection, steps), key, digest)
        serving.join()
    return {"wire": wire, "digest": digest, "key": key.hex(), "steps": steps}


def main(role, wire="", key="", *rest):
    if role == "record":
        print(json.dumps([recorded(*which) for which in [("challenge", "sha256"), ("challenge", "md5"), ("handshake", "sha256")]]))
    elif role == "server":
        with socket.create_server(("127.0.0.1", 0)) as listener:
            print(listener.getsockname()[1], flush=True)
            print(serve(listener, wire, bytes.fromhex(key), *(rest or ["sha256"])))
    else:
        port, digest = (*rest, "sha256")[:2]
        with socket.create_connection(("127.0.0.1", int(port))) as connection:
            SIDES[wire][1](connection, bytes.fromhex(key), digest)
            print(connection.recv(7).decode())


main(*sys.argv[1:])
