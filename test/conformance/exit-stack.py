"""Runs described ExitStack programs in CPython; exit-stack.test.ts runs the same ones in TypeScript."""

import asyncio
import sys
from contextlib import AsyncExitStack, ExitStack, contextmanager

CLASSES = {"ValueError": ValueError, "KeyError": KeyError, "OSError": OSError}


def show(error):
    return f"{type(error).__name__}:{error.args[0]}"


def chain(error):
    links = []
    while error is not None:
        links.append(show(error))
        error = error.__context__
    return links


class Program:
    """One run: its trace, and the number of errors made so far."""

    def __init__(self):
        self.trace = []
        self.errors = 0

    def error(self, kind):
        self.errors += 1
        return CLASSES[kind](self.errors)

    def act(self, action, error):
        """What an exit does: returns its answer or raises."""
        self.trace.append([action["name"], *chain(error)])
        match action["do"]:
            case "answer":
                return action["answer"]
            case "raise":
                raise self.error(action["error"])
            case "reraise":
                # Raising again what another callback raised ties CPython's chain into a ring, and may hang it.
                if error is not None and sys.exception() in (None, error):
                    raise error
            case "nested":
                # An error inside an error: the second is raised while the first is handled.
                with Manager(self, action["inner"]):
                    raise self.error(action["error"])
            case "replace":
                try:
                    raise self.error(action["error"])
                except Exception:
                    raise self.error(action["error"])
        return None


class Manager:
    def __init__(self, program, action):
        self.program = program
        self.action = action

    def __enter__(self):
        self.program.trace.append(["enter", self.action["name"]])
        if self.action.get("enter"):
            raise self.program.error(self.action["enter"])
        return self

    def __exit__(self, exc_type, exc, traceback):
        assert exc_type is (None if exc is None else type(exc))
        return self.program.act(self.action, exc)


def generator_manager(program, action):
    @contextmanager
    def manage():
        program.trace.append(["enter", action["name"]])
        try:
            yield
        except Exception as error:
            if not program.act(action, error):
                raise
        else:
            program.act(action, None)

    return manage()


def fill(program, stack, steps):
    for step in steps:
        kind = step["kind"]
        if kind == "manager":
            stack.enter_context(Manager(program, step))
        elif kind == "generator":
            stack.enter_context(generator_manager(program, step))
        elif kind == "push":
            stack.push(lambda t, e, tb, step=step: program.act(step, e))
        elif kind == "callback":
            stack.callback(program.act, step, None)
        elif kind == "stack":
            inner = stack.enter_context(ExitStack())
            fill(program, inner, step["steps"])
        elif kind == "pop_all":
            popped = stack.pop_all()
            if step["back"]:
                stack.push(popped)
            else:
                popped.close()
        elif kind == "raise":
            raise program.error(step["error"])


def run(description):
    program = Program()
    result = None
    try:
        if description["outer"] is None:
            with ExitStack() as stack:
                fill(program, stack, description["steps"])
        elif description["outer"] == "close":
            stack = ExitStack()
            try:
                fill(program, stack, description["steps"])
            except Exception as error:
                program.trace.append(["unfinished", *chain(error)])
            stack.close()
        else:
            with Manager(program, description["outer"]):
                with ExitStack() as stack:
                    fill(program, stack, description["steps"])
    except Exception as error:
        result = chain(error)
    return {"trace": program.trace, "error": result}


class AsyncManager(Manager):
    def __enter__(self):
        raise NotImplementedError

    async def __aenter__(self):
        return Manager.__enter__(self)

    async def __aexit__(self, exc_type, exc, traceback):
        answer = self.program.act(self.action, exc)
        await asyncio.sleep(0)
        return answer


async def async_fill(program, stack, steps):
    for step in steps:
        kind = step["kind"]
        if kind == "manager":
            stack.enter_context(Manager(program, step))
        elif kind == "generator":
            await stack.enter_async_context(AsyncManager(program, step))
        elif kind == "push":

            async def leave(t, e, tb, step=step):
                return program.act(step, e)

            stack.push_async_exit(leave)
        elif kind == "callback":

            async def call(step):
                program.act(step, None)

            stack.push_async_callback(call, step)
        elif kind == "stack":
            inner = await stack.enter_async_context(AsyncExitStack())
            await async_fill(program, inner, step["steps"])
        elif kind == "pop_all":
            popped = stack.pop_all()
            if step["back"]:
                stack.push_async_exit(popped)
            else:
                await popped.aclose()
        elif kind == "raise":
            raise program.error(step["error"])


async def async_run(description):
    program = Program()
    result = None
    try:
        async with AsyncExitStack() as stack:
            await async_fill(program, stack, description["steps"])
    except Exception as error:
        result = chain(error)
    return {"trace": program.trace, "error": result}


def main(descriptions):
    async def all_async():
        return [await async_run(description) for description in descriptions]

    return [[run(description) for description in descriptions], asyncio.run(all_async())]
