# A server that answers only those who know its key. The key itself never goes over the wire.

import argparse
import hmac
import secrets
import socket
import socketserver
from multiprocessing import AuthenticationError

CHALLENGE_SIZE = 32
HANDSHAKE_TIME = 10  # seconds for the answer
IDLE_TIME = 60

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--key", required=True)
parser.add_argument("--digest", default="sha256", choices=["sha256", "sha384", "sha512", "md5"])
args = parser.parse_args()
KEY = bytes(args.key, "utf-8")


def challenge(conn, key, digest):
    """Send bytes that nobody could know before, and want their HMAC, which only the key can make."""
    conn.settimeout(HANDSHAKE_TIME)  # for each piece of the answer
    nonce = secrets.token_bytes(CHALLENGE_SIZE)
    conn.sendall(nonce)
    expected = hmac.new(key, nonce, digest).digest()
    answer = b""
    while len(answer) < len(expected):  # the answer may come in pieces
        piece = conn.recv(len(expected) - len(answer))
        if not piece:
            raise AuthenticationError("the answer is too short")
        answer += piece
    # == would stop at the first wrong byte, and its time would tell how many are right.
    if not hmac.compare_digest(answer, expected):
        raise AuthenticationError("the answer is wrong")


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            challenge(self.request, KEY, args.digest)
            print("let in")
            self.request.settimeout(IDLE_TIME)
            while msg := self.request.recv(1024):
                print("received", msg)
                self.request.sendall(msg.upper())
        except AuthenticationError:
            print("turned away")
        except OSError as error:
            print("broken:", error)


# Each connection has a thread, so that one who does not answer keeps nobody else waiting.
class AuthServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with AuthServer(("127.0.0.1", args.port), Upper) as server:
    print(f"listening on 127.0.0.1:{server.server_address[1]}")
    server.serve_forever()
