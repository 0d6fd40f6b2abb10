"""A plain upload client: a native 4-byte length, a JSON header, the file; no replies. For upload.test.ts."""

import json
import os
import socket
import struct
import sys

host, port, *paths = sys.argv[1:]
with socket.create_connection((host, int(port))) as connection:
    for path in paths:
        header = {"cmd": "put", "filename": os.path.basename(path), "filesize": os.path.getsize(path)}
        data = json.dumps(header).encode("utf-8")
        connection.sendall(struct.pack("i", len(data)))
        connection.sendall(data)
        with open(path, "rb") as file:
            connection.sendfile(file)
    # The protocol has no replies: the server's end of the connection is the sign that it has taken everything.
    connection.shutdown(socket.SHUT_WR)
    while connection.recv(1024):
        pass
