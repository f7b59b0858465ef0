"""Suspected differences in, the shortest run that shows one out, played on both interpreters.

What the proof leaves open is looked for by playing: both machines side by side from their initial states, one step
after the other, until they part.  The search is A*: of all runs the next to go on with is the one that, by the graph of
paired states, may be the shortest.  The graph has every step that control can take, so it never says too much and the
first run found is a shortest one; it is what makes a difference in the last state of a protocol cheap to find.  Two
points of a run that differ only in how long timers have still to run count as one, so a run found has been played, but
where time decides a shorter one may have been missed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count

from fsmc.diff.grading import graded
from fsmc.diff.live import all_effects
from fsmc.diff.play import Both, Did, Place, Stimulus, Values
from fsmc.diff.stimuli import Payloads
from fsmc.diff.suspects import Agreement, Input, Pair, Suspect
from fsmc.diff.verdict import Answer, Axis, Grade, Move, Trace
from fsmc.interpreter import Configuration
from fsmc.interpreter.spelling import shown
from fsmc.model import Disposition, Event, Kind, Raise
from fsmc.outcomes import World, explore

WORLDS_AT_MOST = 40
"""How many payloads and answers are tried for one input at one point."""

DEFERRED_AT_MOST = 3
"""How many deferred events may wait before a run is given up: one more seldom shows more."""

Key = tuple[Axis, Grade]
"""What a run shows."""


@dataclass(frozen=True, eq=False)
class Point:
    """A point of a run: where both machines are, the steps so far, and by what step it was reached.

    After the last one nothing can come: a machine that comes to no end takes no more.
    """

    place: Place
    steps: int
    before: Point | None = None
    stimulus: Stimulus | None = None
    is_last: bool = False

    def trail(self) -> list[Point]:
        """The points after the start, in order."""
        found, point = list[Point](), self
        while point.before is not None:
            found.append(point)
            point = point.before
        return found[::-1]


class Hunt:
    """One search, with the options set in one way, for runs that show what is wanted."""

    def __init__(
        self, found: Agreement, options: Values, suspects: Iterable[Suspect], budget: Budget, patient: bool = False
    ) -> None:
        self.found = found
        self.patient = patient
        """Whether to let time go by costs nothing: then a run of few events comes first, however long it takes."""
        self.both = Both(found.terms, options)
        self.budget = budget
        self.suspects = tuple(suspects)
        self.payloads = Payloads(found, self.suspects)
        self.shown: dict[Key, Point] = {}
        self.exhausted = True
        self._left = _distances(found, self.suspects)

    def run(self, wanted: frozenset[Key], begin: Point | None = None) -> Key | None:
        """Search until a run shows something wanted; what was met on the way is in `shown`.

        With `begin` only runs count that begin with the one to that point.
        """
        start = begin or Point(self.both.start, 0)
        order = count()
        waiting = [(0, 0, next(order), start)]
        seen = {self._key(start.place)}
        while waiting:
            *_, point = heappop(waiting)
            for after in self._next(point):
                if isinstance(after, tuple):
                    if after[0] in wanted:
                        return after[0]
                    continue
                key = self._key(after.place)
                left = self._distance(after.place)
                if key not in seen and left is not None:
                    seen.add(key)
                    heappush(waiting, (after.steps + left, left, next(order), after))
            if self.budget.spent:
                self.exhausted = False
                return None
        return None

    # ------------------------------------------------------------------------------------------------------- steps

    def _next(self, point: Point) -> Iterator[Point | tuple[Key]]:
        """The points after one more step, and what the steps show."""
        if point.is_last:
            return
        here = point.place
        seconds = self.both.wait(here)
        if seconds is not None:
            for stimulus, ours, theirs, place in explore(lambda w: self._wait(w, here, seconds), WORLDS_AT_MOST):
                yield from self._after(point, stimulus, ours, theirs, place)
        for given in self._inputs(here):
            for stimulus, ours, theirs, place in explore(lambda w: self._try(w, here, given), WORLDS_AT_MOST):  # noqa: B023
                yield from self._after(point, stimulus, ours, theirs, place)
            if self.budget.spent:
                return

    def _inputs(self, here: Place) -> Iterable[Input]:
        """The inputs of which anything may come."""
        pair = (here.old.state, here.new.state)
        known = (self.found.busy if self.is_diverged(here) else self.found.moving).get(pair)
        events = (each for each in self.found.inputs if (each.old or each.new).timer is None)  # type: ignore[union-attr]
        if known is None or pair in self.found.lost:
            return events
        return (each for each in events if each in known)

    def _try(self, world: World, here: Place, given: Input) -> tuple[Stimulus, Did, Did, Place]:
        """One input in one world."""
        ours, theirs = self.payloads.choose(world, here, given)
        return self._answered(world, here, Stimulus(given, ours, theirs))

    def _wait(self, world: World, here: Place, seconds: float) -> tuple[Stimulus, Did, Did, Place]:
        """Time that goes by, in one world."""
        return self._answered(world, here, Stimulus(seconds=seconds))

    def _answered(self, world: World, here: Place, stimulus: Stimulus) -> tuple[Stimulus, Did, Did, Place]:
        """A step, with the answers of one world."""
        told, ours, theirs, place = answered(self.both, world, here, stimulus)
        self.budget.spend(max(_cost(ours), _cost(theirs)))
        return told, ours, theirs, place

    def _after(
        self, point: Point, stimulus: Stimulus, ours: Did, theirs: Did, place: Place
    ) -> Iterator[Point | tuple[Key]]:
        cost = 0 if self.patient and stimulus.input is None else 1
        is_last = Answer.ENDLESS in (ours.answer, theirs.answer)
        after = Point(place, point.steps + cost, point, stimulus, is_last)
        for key in differences(self.found, self.both, point.place, ours, theirs):
            self.shown.setdefault(key, after)
            yield (key,)
            if key[0] is Axis.BEHAVIOUR and key[1] > Grade.COMPATIBLE:
                return
        if max(len(place.old.deferred), len(place.new.deferred)) <= DEFERRED_AT_MOST:
            yield after

    # ------------------------------------------------------------------------------------------------------ places

    def _distance(self, place: Place) -> int | None:
        """How many steps are needed at least to show anything; None if that is impossible from here."""
        pair = (place.old.state, place.new.state)
        if pair not in self.found.pairs or self.is_diverged(place):
            return 1
        return self._left.get(pair)

    def is_diverged(self, place: Place) -> bool:
        """Whether the machines differ in what is not seen: values, timers, deferred events."""
        terms = self.found.terms
        for new, old in terms.pairing.pairs["var"].items():
            if old in self.found.live and place.old.variables[old] != place.new.variables[new]:
                return True
        pairs = terms.pairing.pairs["timer"]
        theirs = {pairs[timer]: at for timer, at in place.new.timers.items() if timer in pairs}
        ours = {timer: at for timer, at in place.old.timers.items() if timer in pairs.values()}
        if ours.keys() != theirs.keys() or any(abs(ours[timer] - theirs[timer]) > 1e-9 for timer in ours):
            return True
        return len(place.old.deferred) != len(place.new.deferred)

    def _key(self, place: Place) -> Hashable:
        """What makes two places two."""
        return (*(self._half(some) for some in (place.old, place.new)), self._order(place))

    def _half(self, here: Configuration) -> Hashable:
        variables = tuple(repr(value) for value in here.variables.values())
        waiting = tuple((each.event, repr(each.payload)) for each in here.deferred)
        return here.state, variables, waiting

    def _order(self, place: Place) -> Hashable:
        """The running timers of both in the order in which they are due, and which are due together."""
        due = [(round(at - place.now, 6), 0, timer.name) for timer, at in place.old.timers.items()]
        due += [(round(at - place.now, 6), 1, timer.name) for timer, at in place.new.timers.items()]
        times = sorted({at for at, _, _ in due})
        return tuple(sorted((times.index(at), which, name) for at, which, name in due))

    def trace(self, key: Key) -> Trace:
        """The run that shows something, move by move."""
        return played(self.both, self.shown[key].trail())


def answered(both: Both, world: World, here: Place, stimulus: Stimulus) -> tuple[Stimulus, Did, Did, Place]:
    """A step with the answers that a host gives in one world, which it is told with."""
    answers: dict[str, bool] = {}

    def ask(name: str) -> bool:
        if name not in answers:
            answers[name] = world.choose((True, False))
        return answers[name]

    ours, theirs, place = both.do(here, stimulus, ask)
    return replace(stimulus, answers=answers), ours, theirs, place


def played(both: Both, trail: list[Point]) -> Trace:
    """A run as a trace."""
    moves = []
    for point in trail:
        assert point.before is not None
        assert point.stimulus is not None
        here = point.before.place
        ours, theirs, after = both.do(here, point.stimulus)
        text, new_text = both.text(here, point.stimulus)
        moves.append(
            Move(text, new_text, both.reply(both.old, ours, after.now), both.reply(both.new, theirs, after.now))
        )
    options = {option.name: option for option in both.old.machine.options}
    return Trace(tuple((name, shown(value, options[name].type)) for name, value in both.options.items()), tuple(moves))


def differences(found: Agreement, both: Both, before: Place, ours: Did, theirs: Did) -> Iterator[Key]:
    """What a step shows: by how it is taken, by the actions, or in words alone."""
    pair = (before.old.state, before.new.state)
    grade = graded(ours.taking, theirs.taking)
    if grade > Grade.COMPATIBLE:
        yield Axis.BEHAVIOUR, Grade.BREAKING if found.is_elsewhere(pair) else grade
        return
    if ours.taking.welcome and pair not in found.lost and not both.same_actions(ours, theirs):
        yield Axis.ACTIONS, Grade.BREAKING
    other_state = ours.after.state.name != theirs.after.state.name
    if grade is Grade.COMPATIBLE or ours.reason != theirs.reason or other_state:
        yield Axis.BEHAVIOUR, Grade.COMPATIBLE


@dataclass
class Budget:
    """How many steps may still be played."""

    left: int
    used: int = 0

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.left <= 0

    def spend(self, steps: int = 1) -> None:
        """Play so many steps."""
        self.left -= steps
        self.used += steps


def _cost(did: Did) -> int:
    """What a step costs, in plain steps; raised events without end are many."""
    return 200 if did.answer is Answer.ENDLESS else 1 + len(did.taken) // 4


def _distances(found: Agreement, suspects: Iterable[Suspect]) -> dict[Pair, int]:
    """For each pair of states how many steps are needed at least until one of the suspects can show.

    A raised or a deferred event is taken in the step of another one, so it costs nothing.
    """
    free = _taken_along(found)
    left: dict[Pair, int] = {}
    waiting: deque[Pair] = deque()
    for each in suspects:
        cost = 0 if each.input in free else 1
        if cost < left.get(each.pair, 2):
            left[each.pair] = cost
            (waiting.appendleft if cost == 0 else waiting.append)(each.pair)
    back: dict[Pair, list[tuple[Pair, int]]] = {}
    for source, targets in found.pairs.items():
        for target, by in targets.items():
            back.setdefault(target, []).append((source, 0 if by & free else 1))
    while waiting:
        pair = waiting.popleft()
        for source, cost in back.get(pair, ()):
            if left[pair] + cost < left.get(source, 1 << 30):
                left[source] = left[pair] + cost
                (waiting.appendleft if cost == 0 else waiting.append)(source)
    return {pair: max(1, steps) for pair, steps in left.items()}


def _taken_along(found: Agreement) -> frozenset[Input]:
    """The inputs that may be raised or deferred in either machine."""
    events: set[Event] = set()
    for machine in (found.terms.old.machine, found.terms.new.machine):
        events |= {effect.event for effect in all_effects(machine) if isinstance(effect, Raise)}
        for line in machine.lines:
            if isinstance(line, Disposition) and line.kind is Kind.DEFER:
                events |= {event.base or event for event in line.events}
    return frozenset(each for each in found.inputs if each.old in events or each.new in events)
