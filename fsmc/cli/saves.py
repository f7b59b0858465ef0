"""Folders in, a sign whenever something in them was saved out: the one place that knows watchfiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from fsmc.files import FileError

PULSE = 1.0
"""The seconds after which there is a sign anyway: some drives tell nothing, and a folder may appear where none was."""
_QUIET, _LONGEST = 50, 1600
"""The milliseconds without a further save that end a burst of saves, and those after which it ends in any case."""


def saves(folders: Callable[[], tuple[Path, ...]]) -> Iterator[None]:
    """A sign for each burst of saves right in one of the folders, not below them, and one each `PULSE`.

    The folders are asked for again after each sign: they come and go.  The signs end with KeyboardInterrupt.  Raises
    FileError where watchfiles is not installed.
    """
    return _signs(_watch(), folders)


def _signs(watch: Callable[..., Iterator[object]], folders: Callable[[], tuple[Path, ...]]) -> Iterator[None]:
    while True:
        present = folders()
        try:
            for _ in watch(
                *present,
                watch_filter=None,
                recursive=False,  # of a project only what holds specs, not every folder of its dependencies
                debounce=_LONGEST,
                step=_QUIET,
                rust_timeout=int(PULSE * 1000),
                yield_on_timeout=True,
                raise_interrupt=True,
                ignore_permission_denied=True,
            ):
                yield
                if folders() != present:
                    break
        except FileNotFoundError:  # gone since they were asked for
            continue


def _watch() -> Callable[..., Iterator[object]]:
    try:
        from watchfiles import watch
    except ImportError:
        raise FileError("this needs the package watchfiles", "pip install watchfiles") from None
    return watch
