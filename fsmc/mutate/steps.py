"""A machine, its mutant and all points of its runs in, the points and inputs at which one step may differ out.

Host and suite see everything of a machine between two steps: state, variables, timers, deferred events.  So two
machines are equivalent if, and only if, they begin alike and each step of the one that a run can come to is a step of
the other: at each point, for each input, each case of the machine is held against each case of the mutant that may be
the case at the same time.  Where they are proved to come to the same everywhere, no run tells the two apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from fsmc import logic
from fsmc.diff.doings import Case, Doings, cases, conditions, doings, is_silent, shape
from fsmc.diff.sameness import Sameness
from fsmc.diff.suspects import Agreement, Aspect, Input, Suspect
from fsmc.diff.terms import Side, Terms
from fsmc.diff.verdict import Grade
from fsmc.model import (
    Assign,
    Effect,
    Event,
    Expr,
    Read,
    State,
    Timer,
    Transition,
    flat,
    worked_out,
)
from fsmc.mutate.cases import apart, outcome
from fsmc.mutate.points import Facts, Point, is_alone, relevant, ways
from fsmc.mutate.reach import Reach
from fsmc.mutate.traps import is_trap
from fsmc.mutate.whole import Beginning, Whole


@dataclass(frozen=True, eq=False)
class Doubt:
    """A point at which a step on an input may differ; `suspect` tells the cases."""

    point: Point
    suspect: Suspect
    is_seen: bool = False
    """Whether in the case that it names all that the step leads to was seen to be something else."""


@dataclass
class Steps:
    """The steps of a machine and of its mutant, in the terms of both."""

    reach: Reach
    terms: Terms

    def __post_init__(self) -> None:
        self.found = Agreement(self.terms)

    @property
    def is_trapped(self) -> bool:
        """Whether runs that are not followed, as they come to no end, come to none in the mutant either."""
        old, new = self.reach.machine, self.terms.new.machine
        states = dict(zip(old.states, new.states, strict=True))
        twins = dict(zip(old.all_events, new.all_events, strict=True))
        traps = ((states[state], [twins[event] for event in events]) for state, events in self.reach.traps)
        side = Side(new)
        return all(is_trap(side, *trap) for trap in traps)

    def doubts(self) -> Iterator[Doubt]:
        """Where a step may differ."""
        for states in zip(self.terms.old.machine.states, self.terms.new.machine.states, strict=True):
            for given in self.found.inputs:
                ours, theirs = self._cases(states, given)
                if not _all_same(self.terms, ours, theirs):
                    yield from self._at(states, given, ours, theirs)

    def left(self, doubts: Iterable[Doubt]) -> Iterator[Doubt]:
        """The doubts that stay when whole runs are looked at, with the cases in which these differ first."""
        whole = Whole(self.reach, self.found)
        for (point, given), some in groupby(doubts, lambda doubt: (doubt.point, doubt.suspect.input)):
            suspects = [doubt.suspect for doubt in some]
            assert given.old is not None
            run = Beginning(suspects[0].pair, given, point, self._facts(point, given.old))
            if not whole.same(run):
                yield from (Doubt(point, replace(suspects[0], witness=c), is_seen=True) for c in whole.witnesses(run))
                yield from (Doubt(point, suspect) for suspect in suspects)

    def _cases(self, states: tuple[State, State], given: Input) -> tuple[list[Case], list[Case]]:
        assert given.old is not None
        assert given.new is not None
        ours = list(apart(self.terms.old, states[0], given.old))
        return ours, list(apart(self.terms.new, states[1], given.new))

    def _at(self, states: tuple[State, State], given: Input, ours: list[Case], theirs: list[Case]) -> Iterator[Doubt]:
        """The points of a state at which cases of an input that are not the same by their looks may differ."""
        assert given.old is not None
        known: dict[object, list[Suspect]] = {}
        for point in self.reach.at(states[0]):
            if given.old in self.reach.events(point):
                facts = self._facts(point, given.old)
                read = (*_read(self.terms.old, ours), *_read(self.terms.new, theirs))
                key = (relevant(facts, read), point.timers, is_alone(point))
                if key not in known:
                    known[key] = list(self._suspects(states, given, ours, theirs, point, facts))
                yield from (Doubt(point, suspect) for suspect in known[key])

    def _facts(self, point: Point, event: Event) -> Facts:
        """What is known at a point, in common terms."""
        express = self.terms.old.express
        return {express(term, event): express(known, event) for term, known in self.reach.facts(point, event).items()}

    def _suspects(
        self,
        states: tuple[State, State],
        given: Input,
        ours: list[Case],
        theirs: list[Case],
        point: Point,
        facts: Facts,
    ) -> Iterator[Suspect]:
        for one in ours:
            for other in theirs:
                for what, witness in self._differences(one, other, point, facts):
                    told = (Aspect.HIDDEN, one, other, Grade.BREAKING, what, witness)
                    yield Suspect(states, given, *told)

    def _differences(
        self, one: Case, other: Case, point: Point, facts: Facts
    ) -> Iterator[tuple[str, dict[Expr, logic.Value] | None]]:
        """In what two cases differ that may be the case at once."""
        asked = tuple(dict.fromkeys((*conditions(self.terms.old, one), *conditions(self.terms.new, other))))
        holding, failing = (*one.holding, *other.holding), (*one.failing, *other.failing)
        known = tuple(facts.values())
        told = outcome(one), outcome(other)
        for holds, fails, decided in ways(asked, (*known, *holding), failing):
            if told[0] != told[1]:
                yield "taken otherwise", _witness(holds, fails)
                return
            was, now = (
                self._settled(side, case, decided, point)
                for side, case in ((self.terms.old, one), (self.terms.new, other))
            )
            for each in Sameness(self.found, holds, fails, thorough=True).differences(was, now):
                yield each.what, dict(each.case) if each.case is not None else _witness(holds, fails)
                return

    def _settled(self, side: Side, case: Case, decided: dict[Expr, bool], point: Point) -> Doings:
        """What a case comes to: to stop a timer that does not run is nothing, nor to raise what is ignored next."""
        done = doings(side, case, decided)
        idle = {timer for timer, length in done.timers.items() if length is None and not self._may_run(point, timer)}
        raises = done.raises
        while raises and is_alone(point) and _ignores(side, case.target, raises[0][0]):
            raises = raises[1:]
        timers = {timer: length for timer, length in done.timers.items() if timer not in idle}
        return replace(done, raises=raises, timers=timers)

    def _may_run(self, point: Point, timer: Timer) -> bool:
        return self.reach.may_run(point, timer)


def _ignores(side: Side, state: State, event: Event) -> bool:
    """Whether nothing ever comes of an event in a state."""
    return all(is_silent(side, case) for case in cases(side, state, event))


def _witness(holding: tuple[Expr, ...], failing: tuple[Expr, ...]) -> dict[Expr, logic.Value] | None:
    found = logic.find(holding, failing)
    return dict(found.values) if isinstance(found, logic.Witness) else None


def _all_same(terms: Terms, ours: list[Case], theirs: list[Case]) -> bool:
    """Whether the cases of both are the same by their looks."""
    pairs = zip(ours, theirs, strict=False)
    return len(ours) == len(theirs) and all(_same(terms, one, other) for one, other in pairs)


def _same(terms: Terms, one: Case, other: Case) -> bool:
    if outcome(one) != outcome(other):
        return False
    return shape(terms.old, one) == shape(terms.new, other)


def _read(side: Side, some: list[Case]) -> Iterator[Expr]:
    """All that some cases ask and compute, and the variables that they set."""
    for case in some:
        yield from (*case.holding, *case.failing)
        if isinstance(case.line, Transition):
            base = case.event and (case.event.base or case.event)
            for effect in flat(side.machine.effects(case.line, case.state)):
                yield from (side.express(expr, base) for expr in _parts(effect))


def _parts(effect: Effect) -> Iterator[Expr]:
    """What an effect reads and sets."""
    if effect.condition is not None:
        yield effect.condition
    yield from worked_out(effect)
    if isinstance(effect, Assign):
        yield Read(effect.variable)
