"""Work, the number of things to do and a number of processes in, what comes of each thing out, in order.

Whatever another process could not do is done here: so an exception comes out as if there were no other process, with
the same words and the same traceback, and a process that is killed costs time only.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess

_Result = TypeVar("_Result")
Work = Callable[[int], _Result]
"""What is done with each number.  It goes to other processes, so it can be pickled, and what it returns too."""


def in_order(work: Work[_Result], amount: int, jobs: int, begins: Callable[[int], None]) -> list[_Result]:
    """What comes of 0, 1 and so on; `begins` is told before each how many are done."""
    found = _shared(work, amount, jobs, begins) if jobs > 1 else {}
    for number in range(amount):
        if number not in found:
            begins(len(found))
            found[number] = work(number)
    return [found[number] for number in range(amount)]


def _shared(work: Work[_Result], amount: int, jobs: int, begins: Callable[[int], None]) -> dict[int, _Result]:
    """What other processes could do.  After a failure nothing more is given out: what comes before it is, by then."""
    found: dict[int, _Result] = {}
    numbers = iter(range(amount))
    with _crew(work, jobs) as crew:
        busy = {pipe for pipe in crew if _given(pipe, numbers)}
        while busy:
            for pipe in busy.intersection(wait(busy)):
                if come := _told(pipe):
                    begins(len(found))
                    found |= come
                else:
                    numbers = iter(())
                if not _given(pipe, numbers):
                    busy.remove(pipe)
    return found


def _given(pipe: Connection, numbers: Iterator[int]) -> bool:
    """Whether a process got another number: there may be none left, or the process is gone."""
    number = next(numbers, None)
    with suppress(OSError):
        if number is not None:
            pipe.send(number)
            return True
    return False


def _told(pipe: Connection) -> dict[int, Any]:
    """A number with its result; nothing if the process failed at it, or is gone."""
    with suppress(EOFError, OSError):
        return pipe.recv()  # type: ignore[no-any-return]
    return {}


# ----------------------------------------------------------------------------------------------------------- processes


def _context() -> ForkContext | SpawnContext:
    """How processes begin.

    A fork has all that is loaded here at once, but a lock that another thread holds stays locked in it for ever, and
    the libraries of systems other than Linux may not survive it.  Elsewhere a process begins anew.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


@contextmanager
def _crew(work: Work[_Result], jobs: int) -> Iterator[list[Connection]]:
    """The pipes to processes that do the work, as many of them as the system grants; none is left afterwards."""
    processes: list[BaseProcess] = []
    pipes: list[Connection] = []
    with tempfile.TemporaryDirectory(prefix="fsmc-") as folder:
        try:
            with suppress(OSError), _interrupts_wait():
                for _ in range(jobs):
                    pipe, process = _begun(work, folder)
                    pipes.append(pipe)
                    processes.append(process)
            yield pipes
        finally:
            for process, pipe in zip(processes, pipes, strict=True):
                process.kill()
                process.join()
                process.close()
                pipe.close()


def _begun(work: Work[_Result], folder: str) -> tuple[Connection, BaseProcess]:
    context = _context()
    here, there = context.Pipe()
    with there:
        process = context.Process(target=_serve, args=(work, there, folder), daemon=True)
        process.start()
    return here, process


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Ctrl-C goes to all processes of a terminal; those that begin meanwhile never hear of it, and this one later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(work: Work[_Result], pipe: Connection, folder: str) -> None:
    """What another process does, until it is killed or nobody is left to do it for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder  # it goes with all that a killed process leaves there
    parent = multiprocessing.parent_process()
    assert parent
    with suppress(EOFError, OSError):
        while pipe in wait([pipe, parent.sentinel]):
            _serve_once(work, pipe)


def _serve_once(work: Work[_Result], pipe: Connection) -> None:
    number = pipe.recv()
    try:
        pipe.send({number: work(number)})
    except Exception:  # it comes out where the same is done once more
        pipe.send({})
