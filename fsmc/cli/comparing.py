"""Two sides in, the report of their comparison out; who waits for it is told so."""

from __future__ import annotations

from threading import Timer
from typing import TYPE_CHECKING

from fsmc.cli.terminal import PATIENCE, Progress

if TYPE_CHECKING:
    from fsmc.diff.side import Report, Side


def compared(old: Side, new: Side) -> Report:
    """What changed between two sides."""
    from fsmc.diff import compare
    from fsmc.diff.side import Report

    with Progress(wanted=True) as progress:
        # one call that may take long: the line is due when patience ends, not before
        line = Timer(PATIENCE, progress.show, (f"comparing {old.name} with {new.name}",))
        line.start()
        try:
            return Report(compare(old.machine, new.machine), old, new)
        finally:
            line.cancel()
            line.join()
