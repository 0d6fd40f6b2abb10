# The client of the framed shell: it reads a length, then so many bytes, and so never a byte of another answer.

import argparse
import json
import socket
import struct
import sys

WAIT = 10  # seconds
LONGEST_HEADER = 65_536
LONGEST_ANSWER = 16 * 1024 * 1024

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()


def recv_exactly(conn, size):
    # recv() gives what is there, which may be less: TCP keeps the order of the bytes, not the pieces.
    data = b""
    while len(data) < size:
        piece = conn.recv(size - len(data))
        if not piece:
            raise ConnectionError("the server has closed the connection")
        data += piece
    return data


def recv_framed(conn):
    (length,) = struct.unpack("<i", recv_exactly(conn, 4))
    # Never believe a length before looking at it.
    if not 0 < length <= LONGEST_HEADER:
        raise ValueError(f"a header of {length} bytes")
    header = json.loads(str(recv_exactly(conn, length), "utf-8"))
    size = header["data_size"]
    if not isinstance(size, int) or not 0 <= size <= LONGEST_ANSWER:
        raise ValueError(f"an answer of {size} bytes")
    return recv_exactly(conn, size)


with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
    client.connect(("127.0.0.1", args.port))
    client.settimeout(WAIT)
    for line in sys.stdin:
        cmd = bytes(line.strip(), "utf-8")
        if not cmd:
            continue
        if len(cmd) > 1024:
            raise ValueError("the server takes commands of 1024 bytes at most")
        client.sendall(cmd)
        reply = recv_framed(client)
        if len(reply) < 100:
            print(cmd, "->", reply)
        else:
            print(cmd, "->", len(reply), "bytes, the last", reply[-12:])
