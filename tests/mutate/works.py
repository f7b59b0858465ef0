"""A number in, something out: what tests have other processes do.  Each of them imports this anew: it needs little."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading


def square(number: int) -> int:
    return number * number


def process(number: int) -> int:
    return os.getpid()


def odd_fails(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number


def third_ends_the_process(number: int) -> int:
    """So a process ends for which there is no memory.  Where it is done once more, it is done."""
    if number == 2 and multiprocessing.parent_process():
        os._exit(9)
    return number


def cannot_be_sent(number: int) -> object:
    return lambda: number


def only_the_first_ends(number: int) -> int:
    """The others hold a temporary folder for ever."""
    if number:
        with tempfile.TemporaryDirectory():
            threading.Event().wait()
    return number
