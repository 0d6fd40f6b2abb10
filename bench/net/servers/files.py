"""A threaded file server with the same frames, whose program is as short as such programs are: files.py <folder>."""

import json
import os
import socketserver
import struct
import sys


class Files(socketserver.StreamRequestHandler):
    def handle(self):
        while prefix := self.rfile.read(4):
            header = json.loads(self.rfile.read(struct.unpack("<i", prefix)[0]))
            if header["cmd"] != "put":
                return
            left = header["filesize"]
            with open(os.path.join(sys.argv[1], os.path.basename(header["filename"])), "wb") as file:
                while left > 0:
                    data = self.rfile.read1(min(left, 65536))
                    if not data:
                        return
                    file.write(data)
                    left -= len(data)


class Server(socketserver.ThreadingTCPServer):
    request_queue_size = 511


with Server(("127.0.0.1", 0), Files) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
