"""A machine in; what is asked about it as a whole out: which lines decide what, what is started, what leads where."""

from __future__ import annotations

from functools import cached_property

from fsmc.analysis.cells import AnyLine, Assumptions, Decisions, Place
from fsmc.analysis.clashes import Clash, Clashing, line_clashes
from fsmc.analysis.demands import NO_DEMANDS, Demands
from fsmc.analysis.done import Doing, doings
from fsmc.analysis.graph import dead_ends, hopeless, reachable
from fsmc.analysis.raises import Cycle, endless_raises
from fsmc.model import Machine, State

__all__ = [
    "NO_DEMANDS",
    "Analysis",
    "AnyLine",
    "Assumptions",
    "Clash",
    "Clashing",
    "Cycle",
    "Decisions",
    "Demands",
    "Doing",
    "Place",
]


class Analysis:
    """All questions about one machine; each is answered once.  `demands` is what its project asks of it."""

    def __init__(self, machine: Machine, demands: Demands = NO_DEMANDS) -> None:
        self.machine = machine
        self.demands = demands
        self.decisions = Decisions(machine)

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """Pairs of lines of one rank that decide the same case of a cell, or may."""
        return tuple(line_clashes(self.decisions))

    @cached_property
    def doings(self) -> tuple[Doing, ...]:
        """Every effect of the machine, with the line, hook or action that has it."""
        return tuple(doings(self.machine))

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The endless cycles of raised events."""
        return tuple(endless_raises(self.decisions))

    @cached_property
    def reachable(self) -> frozenset[State]:
        """The states that some path from the initial one reaches."""
        return reachable(self.decisions)

    @cached_property
    def dead_ends(self) -> tuple[State, ...]:
        """The reachable states that no line leaves and that are not final."""
        return dead_ends(self.decisions)

    @cached_property
    def hopeless(self) -> tuple[State, ...]:
        """The reachable states, dead ends aside, from which no final state can be reached; none if none is final."""
        return hopeless(self.decisions)
