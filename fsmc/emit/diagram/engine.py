"""DOT text in, SVG text out: draws with the embedded engine graphviz-pure, or with a `dot` of the user's choice."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
from pathlib import Path

EMBEDDED = "graphviz-pure"
TIME_LIMIT = 60.0
"""Seconds before a layout is given up."""


class DrawingError(Exception):
    """No picture: the engine is missing, failed, took too long or wrote no SVG.  The text says which and what to do."""


def draw(dot: str, program: Path | None = None, time_limit: float = TIME_LIMIT) -> str:
    """The SVG of a DOT text, as the engine writes it."""
    command = str(program) if program else _embedded()
    try:
        done = subprocess.run(
            [command, "-Tsvg"], input=dot.encode(), capture_output=True, timeout=time_limit, check=False
        )
    except subprocess.TimeoutExpired:
        raise DrawingError(
            f"{command} was still drawing after {time_limit:g} seconds: draw a part, with a view"
        ) from None
    except OSError as error:
        raise DrawingError(f"cannot run {command}: {error.strerror or error}") from error
    drawn = done.stdout.decode("utf-8", errors="replace")
    if done.returncode or "<svg" not in drawn:
        raise DrawingError(f"{command} drew nothing: {_first_line(done.stderr) or f'exit status {done.returncode}'}")
    return drawn


def _embedded() -> str:
    """The path of the embedded engine: beside the running Python, where its package put it, or on the PATH."""
    name = EMBEDDED + (".exe" if os.name == "nt" else "")
    for place in (Path(sys.executable).parent / name, *_installed(name)):
        if place.is_file():
            return str(place)
    found = shutil.which(EMBEDDED)
    if found is None:
        raise DrawingError(f"{EMBEDDED} is not installed: pip install {EMBEDDED}, or name a Graphviz with --dot PATH")
    return found


def _installed(name: str) -> list[Path]:
    """Where the metadata of the installed package says that its command is."""
    try:
        files = importlib.metadata.files(EMBEDDED) or []
    except importlib.metadata.PackageNotFoundError:
        return []
    return [Path(str(file.locate())) for file in files if file.name == name]


def _first_line(stderr: bytes) -> str:
    return next(iter(stderr.decode("utf-8", errors="replace").strip().splitlines()), "")
