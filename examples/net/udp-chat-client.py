# A chat over UDP: the first line names whom to talk to, the others are messages, and after "quit" comes another name.

import argparse
import re
import socket
import sys

WAIT = 300  # seconds: who types the answer takes a while, and a datagram may get lost


def visible(text):
    # What a stranger sends may hold codes that a terminal obeys.
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", text)


parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

# One socket is enough for all of them. In this program they happen to sit at the same keyboard.
CONTACTS = {
    "alma": ("127.0.0.1", args.port),
    "bruno": ("127.0.0.1", args.port),
}

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.settimeout(WAIT)
    name = None
    for line in sys.stdin:
        text = line.strip()
        if name is None:
            if text in CONTACTS:
                name = text
                print("talking to", name)
            else:
                print("nobody is called", text)
        elif text == "quit":
            name = None
        else:
            client.sendto(bytes(text, "utf-8"), CONTACTS[name])
            # Anybody may send to this socket: only what comes from the right address is the answer.
            while True:
                reply, addr = client.recvfrom(65_535)
                if addr == CONTACTS[name]:
                    break
            print("you:", text)
            print(f"{name}:", visible(str(reply, "utf-8", "replace")))
