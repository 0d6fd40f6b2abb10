# What the upload programs of this folder have in common: headers with their length in front, and files behind them.

import hashlib
import json
import os
import re
import struct
import tempfile

LONGEST_HEADER = 65_536
LARGEST_FILE = 1024**3
CHUNK = 65_536


def send_header(wfile, header):
    data = bytes(json.dumps(header), "utf-8")
    wfile.write(struct.pack("<i", len(data)) + data)
    wfile.flush()


def recv_header(rfile):
    """The next header; None when the stream ends in front of one."""
    # A file's read() waits for all the bytes. It gives fewer only when the stream has ended.
    prefix = rfile.read(4)
    if not prefix:
        return None
    if len(prefix) < 4:
        raise ConnectionError("cut off in a length")
    (length,) = struct.unpack("<i", prefix)
    if not 0 < length <= LONGEST_HEADER:
        raise ValueError(f"a header of {length} bytes")
    data = rfile.read(length)
    if len(data) < length:
        raise ConnectionError("cut off in a header")
    header = json.loads(str(data, "utf-8"))
    if not isinstance(header, dict):
        raise ValueError("a header that is no object")
    return header


def send_file(stream, path, name):
    """Send a file; tell whether the server has confirmed that it has what was sent."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        size = left = os.fstat(file.fileno()).st_size
        # The other programs of this wire need no "reply". It asks for a confirmation.
        send_header(stream, {"cmd": "put", "filename": name, "filesize": size, "reply": True})
        while left > 0:
            chunk = file.read(min(CHUNK, left))  # so many bytes as were announced, even if the file grows
            if not chunk:
                raise ConnectionError("the file has become shorter")
            stream.write(chunk)
            digest.update(chunk)
            left -= len(chunk)
    stream.flush()
    reply = recv_header(stream)
    if reply is None:
        raise ConnectionError("the server has closed the connection")
    if not reply["ok"]:
        return f"refused: {reply['message']}"
    if reply["sha256"] != digest.hexdigest():
        return "damaged on its way"
    return f"stored, {size} bytes"


def put(root, header, rfile):
    """Store the file behind a header, and give what is to be said of it."""
    name, size = header.get("filename"), header.get("filesize")
    if type(size) is not int or not 0 <= size <= LARGEST_FILE:
        raise ConnectionError("nobody knows where this file would end")
    # A plain name leads into no other folder. What comes with another one is read all the same, and dropped.
    plain = isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_. -]*", name) is not None
    digest = hashlib.sha256()
    # A new file of its own: half a file never stands under the final name, and no link is followed.
    os.makedirs(root, exist_ok=True)
    fd, partial = tempfile.mkstemp(prefix=".upload-", dir=root)
    try:
        with open(fd, "wb") as file:
            left = size
            while left > 0:
                # Never more than what is left: behind the file comes the next header.
                chunk = rfile.read(min(CHUNK, left))
                if not chunk:
                    raise ConnectionError("cut off in a file")
                if plain:
                    file.write(chunk)
                    digest.update(chunk)
                left -= len(chunk)
        if not plain:
            return {"ok": False, "cmd": "put", "error": "bad_name", "message": "not a plain file name"}
        os.replace(partial, os.path.join(root, name))
    finally:
        if os.path.exists(partial):
            os.unlink(partial)
    return {"ok": True, "cmd": "put", "filename": name, "size": size, "sha256": digest.hexdigest()}


# What a client can ask for. With getattr(self, cmd) it could ask for __init__, too.
COMMANDS = {"put": put}


def serve(root, rfile, wfile):
    """Do what one client asks for; yield what is to be told of each command."""
    while (header := recv_header(rfile)) is not None:
        command = COMMANDS.get(str(header.get("cmd")))
        if command is None:
            # Nobody knows how many bytes follow, so this is the end of the connection.
            reply = {"ok": False, "cmd": None, "error": "unknown_command", "message": "no such command"}
            send_header(wfile, reply)
            return
        reply = command(root, header, rfile)
        yield reply
        if header.get("reply") is True:
            send_header(wfile, reply)
