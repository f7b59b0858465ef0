"""One side of a comparison as reports speak of it: its name, its text, its machine."""

from __future__ import annotations

from dataclasses import dataclass

from fsmc.diff.verdict import Comparison
from fsmc.model import Machine
from fsmc.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Side:
    """A spec, or a `table` that is held against one."""

    source: SourceFile
    machine: Machine
    table: bool = False

    @property
    def name(self) -> str:
        """`specs/tcp.fsm`, or `main:specs/tcp.fsm`."""
        return self.source.name

    def line(self, span: Span | None) -> int:
        """The line of a place in the side's text, counted from 1; 0 for what stands nowhere in it.

        What a table leaves to the other side has its place below the rows.
        """
        return span.line if span and 0 < span.line <= len(self.source.lines) else 0


@dataclass(frozen=True, slots=True)
class Report:
    """What every format shows: a comparison and its two sides."""

    comparison: Comparison
    old: Side
    new: Side
