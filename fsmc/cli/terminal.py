"""Lines in, standard output and standard error out; colour for people only."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import TextIO

import click

from fsmc.diagnostics import printable
from fsmc.files import FileError

FINE, FINDINGS, UNUSABLE, UNDECIDED = 0, 1, 2, 3
"""Exit statuses: nothing to say; findings or drift; usage, unreadable files or a defect; a question left open."""


def use_any_encoding() -> None:
    """Let characters that the terminal's encoding lacks come out as escapes, not as an exception."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def has_color(stream: TextIO) -> bool:
    """Whether people read the stream and did not ask for plain text (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str, *, err: bool = False, fg: str | None = None, bold: bool = False, dim: bool = False) -> None:
    """Print a line, styled where people read it."""
    colored = has_color(sys.stderr if err else sys.stdout)
    styled = click.style(text, fg=fg, bold=bold or None, dim=dim or None) if fg or bold or dim else text
    click.echo(styled, err=err, color=colored)


def say_of_diff(line: str, indent: str = "") -> None:
    """Print a line of a unified diff in the colour of its sign."""
    say(indent + printable(line), fg={"+": "green", "-": "red"}.get(line[:1]))


PATIENCE = 1.0
"""The seconds in which nobody asks what takes so long."""


class Progress:
    """One line on standard error that says what is being done, for people who wait; it is gone at the end."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._from = time.monotonic() + PATIENCE
        self._width = 0

    def show(self, text: str) -> None:
        """Say what begins now in place of what was said before."""
        if self._wanted and time.monotonic() >= self._from:
            self._rewrite(printable(text)[: shutil.get_terminal_size().columns - 1])

    def _rewrite(self, text: str) -> None:
        sys.stderr.write(f"\r{text.ljust(self._width)}")
        sys.stderr.flush()
        self._width = len(text)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._rewrite("")
            sys.stderr.write("\r")
            sys.stderr.flush()


def named_path(text: str) -> Path:
    """The type of path arguments.  An empty one is a variable that the shell did not find, not this folder."""
    if not text:
        raise click.BadParameter("a path is empty.")
    return Path(text)


def complain(error: FileError) -> None:
    """Print what is wrong with a file, and the way out."""
    say(f"fsmc: error: {printable(str(error))}", err=True, fg="red")
    if error.help:
        say(f"  help: {printable(error.help)}", err=True)


def count(number: int, noun: str) -> str:
    """`1 spec`, `2 specs`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
