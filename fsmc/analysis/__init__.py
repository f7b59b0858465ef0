"""A machine in; what is asked about it as a whole out: which lines decide what, what is started, what leads where."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from fsmc.analysis.asked import Asked, asked, relevant, timers_asked
from fsmc.analysis.cells import AnyLine, Assumptions, Decisions, Place, condition
from fsmc.analysis.clashes import Clash, Clashing, line_clashes
from fsmc.analysis.demands import DECLARED, KINDS, LINES, NO_DEMANDS, Demands
from fsmc.analysis.done import Doing, doings
from fsmc.analysis.graph import Island, Paths, Way
from fsmc.analysis.raises import Cycle, endless_raises
from fsmc.analysis.ranges import Range, known_of, ranges
from fsmc.analysis.steps import Done, done
from fsmc.analysis.uses import Uses, uses
from fsmc.logic import Found
from fsmc.model import Event, Machine, State, Timer, Variable

__all__ = [
    "DECLARED",
    "KINDS",
    "LINES",
    "NO_DEMANDS",
    "Analysis",
    "AnyLine",
    "Asked",
    "Assumptions",
    "Clash",
    "Clashing",
    "Cycle",
    "Decisions",
    "Demands",
    "Doing",
    "Done",
    "Island",
    "Paths",
    "Place",
    "Range",
    "Uses",
    "Way",
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
    def asked(self) -> tuple[Asked, ...]:
        """Every condition of the machine, with what is known wherever it is asked."""
        return tuple(asked(self.decisions, self.doings))

    @cached_property
    def ranges(self) -> Mapping[Variable, Range]:
        """What is true of variables whatever happens."""
        return ranges(self.machine.variables, self.doings)

    def find_left(self, place: Place) -> Found:
        """A case of a cell that its guards leave open, with values that its variables can have."""
        timers = self._timers_asked(place)
        alike = (place.event, self.decisions.ranks[place], frozenset(t for t in timers if place.state not in t.within))
        if alike not in self._left:
            left = relevant(self.decisions.left(place))
            facts = (known.condition for known in known_of(self.ranges, *left.holding, *left.failing))
            self._left[alike] = self.decisions.find(left.and_holds(*facts))
        return self._left[alike]

    def _timers_asked(self, place: Place) -> frozenset[Timer]:
        """The timers of which the guards of a cell ask, or what its event is derived from."""
        lines = [line for rank in self.decisions.ranks[place] for line in rank]
        family = (place.event, *self.machine.derived(place.event.base or place.event))
        return frozenset().union(*map(self._timers_of, lines), *map(self._timers_of, family))

    def _timers_of(self, asking: AnyLine | Event) -> frozenset[Timer]:
        if asking not in self._asking:
            guard = asking.when if isinstance(asking, Event) else asking.guard
            self._asking[asking] = timers_asked(*condition(guard))
        return self._asking[asking]

    @cached_property
    def _left(self) -> dict[tuple[object, ...], Found]:
        return {}

    @cached_property
    def _asking(self) -> dict[AnyLine | Event, frozenset[Timer]]:
        return {}

    @cached_property
    def done(self) -> Mapping[Way, tuple[Done, ...]]:
        """For each way that can be taken all that the step does, in order; by state, then by event."""
        return {way: done(self.machine, way) for ways in self.paths.taken.values() for way in ways}

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The endless cycles of raised events."""
        return tuple(endless_raises(self.decisions))

    @property
    def reachable(self) -> frozenset[State]:
        """The states that some path from the initial one reaches."""
        return frozenset(self.paths.running)

    @cached_property
    def paths(self) -> Paths:
        """Where the machine can get to, and where it cannot get out."""
        return Paths(self.decisions)

    @cached_property
    def uses(self) -> Uses:
        """What of the declarations something uses."""
        return uses(self.machine)
