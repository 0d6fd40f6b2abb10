# What the remote shells of this folder do with a line. It is data from a stranger: they know a few commands of their own and
# refuse the rest, unless --shell lets them hand the line to /bin/sh, which does whatever the server's user may do.

import os
import re
import signal
import subprocess
import tempfile

FILES = {
    "milk.txt": "2 bottles, please\n",
    "poem.txt": "The fog comes\non little cat feet.\n",
}
TIME_LIMIT = 5  # seconds that a line of --shell may take
OUTPUT_LIMIT = 60_000  # bytes of each answer: it fits into a datagram


def cat(words):
    missing = [name for name in words if name not in FILES]
    if missing:
        raise ValueError(f"cat: {missing[0]}: no such file")
    return "".join(FILES[name] for name in words)


def count(words):
    if len(words) != 1 or not re.fullmatch("[0-9]{1,4}", words[0]):
        raise ValueError("count: one number of up to four digits is needed")
    return "".join(f"{n}\n" for n in range(1, int(words[0]) + 1))


# A table, not getattr(): a stranger reaches what stands here, and nothing else.
COMMANDS = {
    "cat": cat,
    "count": count,
    "echo": lambda words: " ".join(words) + "\n",
    "ls": lambda words: "".join(f"{name}\n" for name in FILES),
    "pwd": lambda words: "/home/guest\n",
    "true": lambda words: "",
}


def run_command(line):
    """Do one of our own commands, and give what it printed and what it complained of, as bytes."""
    words = line.split()
    if not words:
        return b"", b""
    if words[0] not in COMMANDS:
        return b"", bytes(f"{words[0]}: not allowed. There are: {', '.join(COMMANDS)}\n", "utf-8")
    try:
        return bytes(COMMANDS[words[0]](words[1:]), "utf-8")[:OUTPUT_LIMIT], b""
    except ValueError as error:
        return b"", bytes(f"{error}\n", "utf-8")


def run_shell(line):
    """Let /bin/sh do a line, within limits of time and output."""
    # Files, not pipes: nobody has to read two pipes at once, and no child that goes on in the background holds them open.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        limited = f"ulimit -f {OUTPUT_LIMIT // 512 + 1}\n{line}"
        child = subprocess.Popen(
            ["/bin/sh", "-c", limited],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            child.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(child.pid, signal.SIGKILL)  # the whole group, what runs in the background too
        except ProcessLookupError:
            pass
        child.wait()
        out.seek(0)
        err.seek(0)
        return out.read(OUTPUT_LIMIT), err.read(OUTPUT_LIMIT)
