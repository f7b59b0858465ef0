"""What the makers of faults share: a machine with its cells by line, and what a maker yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from fsmc.model import Branch, Cell, Machine
from fsmc.mutate.remaking import AnyLine, Mentions


class Made(NamedTuple):
    """A machine with a fault: the kind of the fault, what was done, and the machine."""

    fault: str
    change: str
    machine: Machine


@dataclass(frozen=True)
class Ground:
    """The machine that faults are made in."""

    machine: Machine

    @cached_property
    def places(self) -> Mapping[AnyLine, tuple[tuple[Cell, Branch], ...]]:
        """For each line that decides something the cells and branches in which it does, in order of the states."""
        found: dict[AnyLine, list[tuple[Cell, Branch]]] = {}
        for cell in self.machine.cells.values():
            for branch in cell.branches:
                found.setdefault(branch.line, []).append((cell, branch))
        return {line: tuple(places) for line, places in found.items()}

    @cached_property
    def mentions(self) -> Mentions:
        """What each thing of the machine speaks of."""
        return Mentions()
