"""A step that may differ in two machines in, whether the run that it belongs to comes to the same in both out.

What a step does is undone if the run is refused later or comes to no end, and what one step does otherwise a later one
may make good.  So two steps that differ are proved to be the same where each end of the run in the one machine agrees
with each end in the other that may come in the same case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from fsmc import logic
from fsmc.diff.doings import Doings
from fsmc.diff.sameness import Sameness
from fsmc.diff.suspects import Agreement, Input
from fsmc.model import Disposition, Event, Expr, Kind, Payload, Predicate, State
from fsmc.mutate.ends import ENDLESS, Course, End, OpenError, Stage
from fsmc.mutate.points import Facts, Point, Raised
from fsmc.mutate.reach import Reach

RUNS_AT_MOST = 200
"""How many runs are followed for one mutant."""

A_MISS_COSTS = 20
"""A proof that fails is as dear as so many: it shows that there is none for all steps."""

WITNESSES_AT_MOST = 4

Case = Mapping[Expr, logic.Value]
"""A value for each term."""

Again = dict[tuple[Predicate, int], Predicate]


@dataclass(frozen=True)
class Beginning:
    """Both machines about to take an input, and what is known then."""

    states: tuple[State, State]
    input: Input
    point: Point
    facts: Facts


@dataclass
class Whole:
    """The runs of a machine and of its mutant, in the terms of both."""

    reach: Reach
    found: Agreement
    left: int = RUNS_AT_MOST

    def __post_init__(self) -> None:
        terms = self.found.terms
        self._is_plain = not (terms.old.parts or terms.new.parts)
        """Whether no part of a payload has two values: one where a host leaves it out, and what is raised."""
        lines = (*terms.old.machine.lines, *terms.new.machine.lines)
        self._defers = any(isinstance(line, Disposition) and line.kind is Kind.DEFER for line in lines)

    def same(self, run: Beginning) -> bool:
        """Whether it is proved that runs with this beginning come to the same."""
        if not self.reach.raises or not self._is_plain or run.point.raised is None or self.left <= 0:
            return False
        is_same = next(self._differences(run, {}), None) is None
        self.left -= 1 if is_same else A_MISS_COSTS
        return is_same

    def witnesses(self, run: Beginning) -> list[Case]:
        """Cases in which they differ where the host has one answer to each question, as far as such are known."""
        if run.point.raised is None or self.left <= 0:
            return []
        return [case for case in islice(self._differences(run, None), WITNESSES_AT_MOST) if case]

    def _differences(self, run: Beginning, again: Again | None) -> Iterator[Case]:
        """The cases in which the runs come to ends that are not the same; an empty one where it is not known."""
        sides = (self.found.terms.old, self.found.terms.new)
        try:
            ours, theirs = (Course(side, again).ends(self._stage(place, run)) for place, side in enumerate(sides))
        except OpenError:
            yield {}
            return
        for one, other in product(ours, theirs):
            yield from self._apart(one, other, run.point)

    # ------------------------------------------------------------------------------------------------- beginnings

    def _stage(self, place: int, run: Beginning) -> Stage:
        """Where the run of a machine is; the machine is the old one, or the new one."""
        old, event = self.found.terms.old, run.input.old
        assert event is not None
        known = zip(old.machine.variables, run.point.values, strict=True)
        values = {variable: old.express(value) for variable, value in known if value is not None}
        waiting = run.point.raised or (Raised(event, tuple(None for _ in event.params)),)
        told = tuple((self._event(each.event, place), tuple(self._payload(each, number)))
                     for number, each in enumerate(waiting))  # fmt: skip
        return Stage(run.states[place], told, tuple(run.facts.values()), (), Doings(values=values))

    def _event(self, event: Event, place: int) -> Event:
        """An event of the old machine, or that of the new one in its place."""
        if not place:
            return event
        old, new = self.found.terms.old.machine, self.found.terms.new.machine
        return new.all_events[old.all_events.index(event)]

    def _payload(self, waiting: Raised, number: int) -> Iterator[Expr]:
        """What comes with an event; a term of its own for each part of which nothing is known."""
        old = self.found.terms.old
        for part, value in zip(waiting.event.params, waiting.payload, strict=True):
            name = f"{part.name} {number}" if number else part.name
            yield Payload(name, old.type(part.type)) if value is None else old.express(value)

    # ------------------------------------------------------------------------------------------------------- ends

    def _apart(self, one: End, other: End, point: Point) -> Iterator[Case]:
        """A case in which both ends come and a host sees a difference; an empty one if it is not known."""
        is_told = one.told != other.told or self._is_too_many(one, other, point)
        pairs = () if is_told else tuple(self._unlike(one, other, point))
        if not is_told and not pairs:
            return
        holding = tuple(dict.fromkeys((*one.stage.holding, *other.stage.holding)))
        failing = tuple(dict.fromkeys((*one.stage.failing, *other.stage.failing)))
        found = logic.find(holding, failing)
        case = found.values if isinstance(found, logic.Witness) else {}
        if is_told and not isinstance(found, logic.Nothing):
            yield case
        elif not isinstance(found, logic.Nothing):
            sameness = Sameness(self.found, holding, failing, thorough=True)
            yield from (each.case or case for pair in pairs for each in sameness.differences(*pair))

    def _unlike(self, one: End, other: End, point: Point) -> Iterator[tuple[Doings, Doings]]:
        """What both have done, where it is not the same by its looks."""
        for done in zip(one.shown, other.shown, strict=True):
            was, now = (self._settled(each, point) for each in done)
            if was != now or list(was.timers) != list(now.timers):
                yield was, now

    def _is_too_many(self, one: End, other: End, point: Point) -> bool:
        """Whether, with those before the point, one of two runs may take too many raised events and the other not."""
        counts = one.told != ENDLESS and (point.raised or self._defers)
        return bool(counts) and one.stage.taken != other.stage.taken

    def _settled(self, done: Doings, point: Point) -> Doings:
        """All that is done; to stop a timer that does not run is nothing."""
        timers = {t: length for t, length in done.timers.items() if length is not None or self.reach.may_run(point, t)}
        return replace(done, timers=timers)
