"""CPython's framed shell, for framed-shell.test.ts: framed.py client PORT COMMAND..., or framed.py server (prints its port)."""

import json
import socket
import struct
import subprocess
import sys


def exactly(connection, size):
    data = b""
    while len(data) < size:
        chunk = connection.recv(size - len(data))
        if not chunk:
            raise EOFError
        data += chunk
    return data


if sys.argv[1] == "client":
    with socket.create_connection(("127.0.0.1", int(sys.argv[2])), timeout=10) as client:
        for command in sys.argv[3:]:
            client.send(command.encode())
            (length,) = struct.unpack("i", exactly(client, 4))
            header = json.loads(exactly(client, length))
            print(json.dumps([header, exactly(client, header["data_size"]).hex()]), flush=True)
else:
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        connection, _ = server.accept()
        with connection:
            while command := connection.recv(1024):
                done = subprocess.run(command.decode(), shell=True, capture_output=True)
                answer = done.stderr or done.stdout
                header = json.dumps({"data_size": len(answer)}).encode()
                connection.send(struct.pack("i", len(header)))
                connection.send(header)
                connection.sendall(answer)
