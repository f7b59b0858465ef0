"""DOT texts in, drawings out: by the embedded engine graphviz-pure, or by a `dot` of the user's choice."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

EMBEDDED = "graphviz-pure"
TIME_LIMIT = 60.0
"""Seconds before a layout is given up."""
BATCH = 64
"""The most pictures of one run, so that the time limit is about a few."""
BATCH_SIZE = 100_000
"""Characters of DOT after which a run is full: large pictures have runs of their own."""
LARGEST = 8_000
"""Dots of the longer side of a PNG: one of a large machine would not fit into memory."""
_BEGINNING = "<?xml "


class DrawingError(Exception):
    """No picture: the engine is missing, failed, took too long or drew nothing.  The text says which and what to do."""


def draw(dot: str, program: Path | None = None, time_limit: float = TIME_LIMIT) -> str:
    """The SVG of a DOT text, as the engine writes it."""
    drawn = _run(["-Tsvg"], dot, program, time_limit).decode("utf-8", errors="replace")
    if "<svg" not in drawn:
        raise DrawingError(f"{program or EMBEDDED} drew nothing")
    return drawn


def draw_all(dots: Sequence[str], program: Path | None = None, time_limit: float = TIME_LIMIT) -> list[str]:
    """The SVG of each DOT text, in order: small pictures in one run, and as many runs at a time as there are cores.

    What another Graphviz writes between two pictures is not known, so it is run once for each.
    """
    runs = [[dot] for dot in dots] if program else list(_batches(dots))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        drawn = list(pool.map(lambda run: _drawn_together(run, program, time_limit), runs))
    return [picture for run in drawn for picture in run]


def draw_png(dot: str, dpi: int, program: Path | None = None, time_limit: float = TIME_LIMIT) -> bytes:
    """The PNG of a DOT text, with so many dots an inch; scaled down if a side would have more than `LARGEST`."""
    inches = f"{LARGEST / dpi:.2f}"
    drawn = _run(["-Tpng", f"-Gdpi={dpi}", f"-Gsize={inches},{inches}"], dot, program, time_limit)
    if not drawn.startswith(b"\x89PNG\r\n\x1a\n"):
        raise DrawingError(f"{program or EMBEDDED} drew nothing")
    return drawn


def _batches(dots: Sequence[str]) -> Iterator[list[str]]:
    """The texts in order, in runs."""
    batch: list[str] = []
    for dot in dots:
        if batch and (len(batch) == BATCH or sum(map(len, batch)) + len(dot) > BATCH_SIZE):
            yield batch
            batch = []
        batch.append(dot)
    if batch:
        yield batch


def _drawn_together(dots: list[str], program: Path | None, time_limit: float) -> list[str]:
    """The pictures of one run, apart where the XML declaration of each begins: no text in them can hold a `<`."""
    drawn = draw("\n".join(dots), program, time_limit)
    if len(dots) == 1:
        return [drawn]
    pictures = [_BEGINNING + part for part in drawn.split(_BEGINNING)[1:]]
    if len(pictures) != len(dots):
        raise DrawingError(f"{program or EMBEDDED} drew {len(pictures)} pictures of {len(dots)}")
    return pictures


def _run(options: list[str], dot: str, program: Path | None, time_limit: float) -> bytes:
    """What the engine writes, given the text."""
    command = str(program) if program else _embedded()
    try:
        done = subprocess.run(
            [command, *options], input=dot.encode(), capture_output=True, timeout=time_limit, check=False
        )
    except subprocess.TimeoutExpired:
        raise DrawingError(
            f"{command} was still drawing after {time_limit:g} seconds: the machine is too large for one picture; "
            "draw a part of it, with `fsmc draw SPEC --view NAME` or `fsmc draw SPEC --state NAME`"
        ) from None
    except OSError as error:
        raise DrawingError(f"cannot run {command}: {error.strerror or error}") from error
    if done.returncode or not done.stdout:
        raise DrawingError(f"{command} drew nothing: {_first_line(done.stderr) or f'exit status {done.returncode}'}")
    return done.stdout


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
