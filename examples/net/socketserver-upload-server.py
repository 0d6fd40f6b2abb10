# An upload server for many connections at once: socketserver gives each one a thread.

import argparse
import socketserver

from _upload import serve

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--root", default="uploads", help="the folder for the files")
args = parser.parse_args()


# One object for each connection. rfile and wfile are the files over it.
class Uploads(socketserver.StreamRequestHandler):
    timeout = 60  # seconds without a byte

    def handle(self):
        try:
            for done in serve(args.root, self.rfile, self.wfile):
                pass
        except (OSError, ValueError) as error:
            print("broken:", error)


class UploadServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128  # the usual 5 make the others of a crowd wait for a second


with UploadServer(("127.0.0.1", args.port), Uploads) as server:
    print(f"listening on 127.0.0.1:{server.server_address[1]}")
    server.serve_forever()
