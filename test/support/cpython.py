"""The Python half of cpython.ts: runs test code and whole programs inside CPython."""

import asyncio
import atexit
import gc
import io
import json
import os
import shutil
import sys
import time
import traceback
import types

PROGRAM_FOLDER = "/tmp/program"


class PollingLoop(asyncio.BaseEventLoop):
    """An event loop without sockets: WebAssembly has none, and timers are all that a program here waits for."""

    def __init__(self):
        super().__init__()
        self._selector = self

    def select(self, timeout):
        if timeout:
            time.sleep(timeout)
        return []

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


def run_coroutine(main, *, debug=None, loop_factory=None):
    host = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        with asyncio.Runner(debug=debug, loop_factory=PollingLoop) as runner:
            return runner.run(main)
    finally:
        asyncio._set_running_loop(host)


# The host's own loop (JavaScript's) always counts as running, and returns before the coroutine has run.
asyncio.run = run_coroutine

_mains = {}


def call_main(code, text):
    main = _mains.get(code)
    if main is None:
        namespace = {"__name__": "case"}
        exec(compile(code, "<case>", "exec"), namespace)
        main = _mains[code] = namespace["main"]
    return json.dumps(main(json.loads(text)), allow_nan=False)


def _text_stream():
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _written(stream):
    return stream.buffer.getvalue().decode("utf-8")


def _execute(source):
    """Runs `source` as `__main__`, then does what the interpreter does at its end."""
    module = types.ModuleType("__main__")
    module.__dict__["__file__"] = "program.py"
    sys.modules["__main__"] = module
    error = None
    try:
        exec(compile(source, "program.py", "exec"), module.__dict__)
    except SystemExit as stop:
        if stop.code not in (None, 0):
            error = f"SystemExit: {stop.code}"
    except BaseException as raised:
        error = f"{type(raised).__name__}: {raised}"
        # The first frame is this function's.
        traceback.print_exception(type(raised), raised, raised.__traceback__.tb_next)
        raised.__traceback__ = None
    atexit._run_exitfuncs()
    # As at finalization: the module goes first, cycles (functions hold their globals) after it.
    del sys.modules["__main__"], module
    gc.collect()
    return error


def run_program(source, files):
    shutil.rmtree(PROGRAM_FOLDER, ignore_errors=True)
    os.makedirs(PROGRAM_FOLDER)
    for name, text in json.loads(files).items():
        path = os.path.join(PROGRAM_FOLDER, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    kept = sys.stdin, sys.stdout, sys.stderr, sys.argv, sys.modules.get("__main__"), os.getcwd()
    os.chdir(PROGRAM_FOLDER)
    sys.stdin = io.StringIO("")
    sys.stdout, sys.stderr = _text_stream(), _text_stream()
    sys.argv = ["program.py"]
    gc.collect()
    try:
        error = _execute(source)
        return json.dumps({"stdout": _written(sys.stdout), "stderr": _written(sys.stderr), "error": error})
    finally:
        sys.stdin, sys.stdout, sys.stderr, sys.argv, main, folder = kept
        if main is not None:
            sys.modules["__main__"] = main
        os.chdir(folder)
