"""Where steps of two machines may differ in, the shortest run that shows a difference out, played on both.

The search is A*.  How many steps are needed at least is known from the points of the machine's runs: they have every
step that can be taken, so the first run that is found is a shortest one (but for expiries at one moment, which are one
step).  Until it ends both machines are in the same condition, so nothing but that of the spec need be remembered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count

from fsmc.diff.answers import moves
from fsmc.diff.play import Both, Did, Place, Stimulus, Values
from fsmc.diff.search import DEFERRED_AT_MOST, Budget, answered, played
from fsmc.diff.search import Point as Stage
from fsmc.diff.stimuli import Payloads
from fsmc.diff.suspects import Input
from fsmc.diff.verdict import Answer, Trace
from fsmc.interpreter import Configuration, Scope, Value, evaluate
from fsmc.model import Disposition, Event, Kind, State, Timer
from fsmc.mutate.cases import apart
from fsmc.mutate.points import Point
from fsmc.mutate.seen import told_apart
from fsmc.mutate.steps import Doubt, Steps
from fsmc.outcomes import World, explore

WORLDS_AT_MOST = 60
"""How many payloads and answers are tried for one input at one place."""


@dataclass(frozen=True)
class Shown:
    """A run that shows a difference, and in what it lies."""

    because: str
    trace: Trace


class Hunt:
    """One search, with the options set in one way."""

    def __init__(self, steps: Steps, doubts: tuple[Doubt, ...], options: Values, budget: Budget) -> None:
        self.steps, self.budget = steps, budget
        self.both = Both(steps.terms, options)
        self.payloads = Payloads(steps.found, [doubt.suspect for doubt in doubts])
        self.chart = Chart(steps, doubts, self.both)

    def run(self) -> Shown | None:
        """Search until a run shows a difference."""
        start = Stage(self.both.start, 0)
        order = count()
        waiting = [(0, 0, next(order), start)]
        seen = {_key(start)}
        while waiting and not self.budget.spent:
            _, near, _, stage = heappop(waiting)
            for after, because in self._next(stage, near):
                if because:
                    return Shown(because, played(self.both, after.trail()))
                left, key = self.chart.distance(after.place.old), _key(after)
                if left is not None and key not in seen:
                    seen.add(key)
                    heappush(waiting, (after.steps + left, left, next(order), after))
        return None

    def _next(self, stage: Stage, near: int) -> Iterator[tuple[Stage, str]]:
        """The stages after one more step, each with the difference that it shows."""
        here = stage.place
        for seconds in self._waits(stage, near):
            yield from self._after(stage, Stimulus(seconds=seconds))
        for given in self.chart.inputs(here.old):
            yield from self._after(stage, Stimulus(given))
            if self.budget.spent:
                return

    def _waits(self, stage: Stage, near: int) -> Iterator[float]:
        """How long to wait: until something expires; before a last step a while less, which shows what starts anew."""
        seconds = self.both.wait(stage.place)
        if seconds is not None:
            yield seconds
            if near == 1 and seconds and not _is_while(stage):
                yield 1.0 if seconds > 1 else round(seconds / 2, 6)

    def _after(self, stage: Stage, stimulus: Stimulus) -> Iterator[tuple[Stage, str]]:
        """What comes of an input, or of a wait, in one world after the other."""
        for given, ours, theirs, place in explore(
            lambda world: self._try(world, stage.place, stimulus), WORLDS_AT_MOST
        ):
            after = Stage(place, stage.steps + 1, stage, given)
            because = told_apart(self.both, ours, theirs)
            ends = Answer.ENDLESS in (ours.answer, theirs.answer) or len(place.old.deferred) > DEFERRED_AT_MOST
            if because or not ends:
                yield after, because

    def _try(self, world: World, here: Place, stimulus: Stimulus) -> tuple[Stimulus, Did, Did, Place]:
        """One step in one world."""
        if stimulus.input is not None:
            ours, theirs = self.payloads.choose(world, here, stimulus.input)
            stimulus = replace(stimulus, old_payload=ours, new_payload=theirs)
        told, did, other, place = answered(self.both, world, here, stimulus)
        self.budget.spend(200 if Answer.ENDLESS in (did.answer, other.answer) else 1)
        return told, did, other, place


def _is_while(stage: Stage) -> bool:
    """Whether time has just gone by, and nothing has expired."""
    return stage.before is not None and stage.before.place.old is stage.place.old


def _key(stage: Stage) -> Hashable:
    """What makes two stages two: all but how long timers have still to run, of which the order counts."""
    here, now = stage.place.old, stage.place.now
    waiting = tuple((each.event, repr(each.payload)) for each in here.deferred)
    due = tuple(name for _, name in sorted((round(at - now, 6), timer.name) for timer, at in here.timers.items()))
    return here.state, tuple(map(repr, here.variables.values())), waiting, due, _is_while(stage)


# -------------------------------------------------------------------------------------------------------- distances


class Chart:
    """How far it is from a condition of a machine to one in which a step is in doubt."""

    def __init__(self, steps: Steps, doubts: Iterable[Doubt], both: Both) -> None:
        self.steps = steps
        self.machine = steps.terms.old.machine
        self.values: dict[object, Value] = {o: both.old.interpreter.host.options[o] for o in self.machine.options}
        self.doubted: dict[State, set[Event]] = {}
        for doubt in doubts:
            given = doubt.suspect.input.old
            if given is not None:
                self.doubted.setdefault(doubt.point.state, set()).add(given)
        self._free = self._taken_along()
        self._left = self._distances(doubts)
        self._near: dict[tuple[State, frozenset[Timer] | None], list[tuple[tuple[Value | None, ...], int]]] = {}
        for point, left in self._left.items():
            if not point.raised:
                values = tuple(None if v is None else evaluate(v, Scope(self.values, {})) for v in point.values)  # type: ignore[arg-type]
                self._near.setdefault((point.state, point.timers), []).append((values, left))

    def distance(self, here: Configuration) -> int | None:
        """How many steps are needed at least; None if no number of them will do."""
        found = [*self._near.get((here.state, frozenset(here.timers)), ()), *self._near.get((here.state, None), ())]
        own = tuple(here.variables.values())
        near = [left for values, left in found if all(v is None or v == o for v, o in zip(values, own, strict=True))]
        return min(near, default=None)

    def inputs(self, here: Configuration) -> Iterator[Input]:
        """The events of which anything may come that matters."""
        for given in self.steps.found.inputs:
            event = given.old
            if event is not None and event.timer is None and self._counts(here.state, event):
                yield given

    def _counts(self, state: State, event: Event) -> bool:
        if event in self.doubted.get(state, ()) or (event in self._free and self.doubted):
            return True
        side = self.steps.terms.old
        return any(moves(side, case) for case in apart(side, state, event))

    def _distances(self, doubts: Iterable[Doubt]) -> dict[Point, int]:
        """From each point; what is raised or deferred is taken in the step of another event, so it costs nothing."""
        back: dict[Point, list[tuple[Point, int]]] = {}
        for source, targets in self.steps.reach.points.items():
            for target, events in targets.items():
                back.setdefault(target, []).append((source, self._cost(source, events)))
        left: dict[Point, int] = {}
        waiting: deque[tuple[int, Point]] = deque()
        for doubt in doubts:
            given = doubt.suspect.input.old
            _put(left, waiting, doubt.point, self._cost(doubt.point, {given} if given else set()))
        while waiting:
            steps, point = waiting.popleft()
            if steps == left[point]:
                for source, cost in back.get(point, ()):
                    _put(left, waiting, source, steps + cost)
        return left

    def _cost(self, source: Point, events: set[Event]) -> int:
        return 0 if source.raised or source.raised is None or events & self._free else 1

    def _taken_along(self) -> frozenset[Event]:
        """The events that may be deferred, and so taken in the step of another one."""
        lines = (line for line in self.machine.lines if isinstance(line, Disposition) and line.kind is Kind.DEFER)
        return frozenset(event.base or event for line in lines for event in line.events)


def _put(left: dict[Point, int], waiting: deque[tuple[int, Point]], point: Point, steps: int) -> None:
    """Note a way that is shorter than the one that is known; those of no cost come first."""
    if steps < left.get(point, steps + 1):
        left[point] = steps
        (waiting.append if waiting and steps > waiting[0][0] else waiting.appendleft)((steps, point))
