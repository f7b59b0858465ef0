"""A machine in, a set of conditions that no run of it leaves, and which of them leads where, out.

A `Point` is what is known of a machine between two steps: its state, the values of variables as far as they do not
depend on payloads, which timers run, and which raised events wait.  Every step of every run leads from a point to one
of its successors, whatever the host sends and answers and whenever timers expire; so what holds at all points always
holds.  Where there are too many points, less is known of each: a variable that takes many values is not followed, and
at last only the states are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fsmc.diff.answers import refuses
from fsmc.diff.doings import Case, Doings, cases, conditions, doings
from fsmc.diff.invariants import invariants
from fsmc.diff.live import all_effects
from fsmc.diff.terms import Side
from fsmc.logic.evaluate import inline
from fsmc.model import (
    Event,
    Expr,
    Machine,
    Not,
    Payload,
    Raise,
    Read,
    Running,
    State,
    Timer,
    Transition,
    Variable,
    put_in,
)
from fsmc.mutate.points import Facts, Point, Raised, dropped, is_, relevant, rigid, ways
from fsmc.mutate.traps import is_trap

POINTS_AT_MOST = 1500
VALUES_AT_MOST = 8
"""How many values of one variable are followed."""
WAITING_AT_MOST = 4
"""How many raised events are followed."""

Trap = tuple[State, frozenset[Event]]
"""A state, and events of which one after the other raises more."""


@dataclass(eq=False)
class Reach:
    """The points of a machine, with those that each leads to and by which event."""

    machine: Machine
    through: bool = True
    """Whether runs are followed that raise events for ever; else `traps` has where they come to that, and with what."""
    points: dict[Point, dict[Point, set[Event]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.side = Side(self.machine)
        self._always: Facts = {Read(variable): known for variable, known in invariants(self.side).items()}
        self._values: dict[Variable, set[Expr]] = {variable: set() for variable in self.machine.variables}
        self._cases: dict[tuple[State, Event], tuple[Case, ...]] = {}
        self._found: dict[tuple[Case, tuple[Expr, ...]], tuple[Mapping[Expr, bool], ...]] = {}
        self.raises = any(isinstance(effect, Raise) for effect in all_effects(self.machine))
        self._vague = False
        self._known_traps: dict[Trap, bool] = {}
        self._explore()
        if len(self.points) > POINTS_AT_MOST:
            self._vague = True
            self._explore()

    def _explore(self) -> None:
        """Go wherever a step can lead, from the start."""
        self.points = {}
        waiting = deque([self._start()])
        while waiting and (self._vague or len(self.points) <= POINTS_AT_MOST):
            point = waiting.popleft()
            if point not in self.points:
                led = self.points.setdefault(point, {})
                for event in () if self._is_trap(point) else self.events(point):
                    for after in self._after(point, event):
                        led.setdefault(after, set()).add(event)
                        waiting.append(after)

    @property
    def traps(self) -> tuple[Trap, ...]:
        """Where runs that are not followed raise events for ever."""
        return tuple(trap for trap, is_one in self._known_traps.items() if is_one)

    def _is_trap(self, point: Point) -> bool:
        """Whether a run is at the point that comes to no end, so that it is undone, and need not be followed."""
        if self.through or not point.raised:
            return False
        trap = point.state, frozenset(each.event for each in point.raised)
        if trap not in self._known_traps:
            self._known_traps[trap] = is_trap(self.side, *trap)
        return self._known_traps[trap]

    def _start(self) -> Point:
        given = {variable: inline(variable.default) for variable in self.machine.variables}
        return self._point(self.machine.initial, {}, given, frozenset(), ())

    def at(self, state: State) -> Iterator[Point]:
        """The points of a state."""
        return (point for point in self.points if point.state is state and not self._is_trap(point))

    # ----------------------------------------------------------------------------------------------- what is known

    def events(self, point: Point) -> tuple[Event, ...]:
        """The inputs that may come next: the event that waits, or all that a host can send, or a timer that may run."""
        if point.raised:
            return (point.raised[0].event,)
        return tuple(event for event in self.machine.inputs if event.timer is None or self.may_run(point, event.timer))

    def may_run(self, point: Point, timer: Timer) -> bool:
        """Whether a timer may run."""
        return timer in point.timers if point.timers is not None else point.state in timer.within

    def facts(self, point: Point, event: Event) -> Facts:
        """What is known of single terms at a point when an input is taken there."""
        known = dict(self._always)
        for variable, value in zip(self.machine.variables, point.values, strict=True):
            known |= {Read(variable): is_(Read(variable), value)} if value is not None else {}
        for timer in self.machine.timers if point.timers is not None else ():
            runs = timer is not event.timer and timer in point.timers  # type: ignore[operator]
            known[Running(timer)] = Running(timer) if runs else Not(Running(timer))
        if point.raised:
            given = zip(event.params, point.raised[0].payload, strict=True)
            terms = {Payload(part.name, part.type): value for part, value in given if value is not None}
            known |= {term: is_(term, value) for term, value in terms.items()}
        return known

    # -------------------------------------------------------------------------------------------------------- steps

    def _after(self, point: Point, event: Event) -> Iterator[Point]:
        """The points after an input was taken; none after a refusal, which leaves everything as it was."""
        facts = self.facts(point, event)
        for case in self._cases_of(point.state, event):
            if isinstance(case.line, Transition):
                yield from self._taken(point, case, facts)
            elif (event.timer or (point.raised and not refuses(case))) and self._ways(case, facts):
                yield dropped(point, event)

    def _taken(self, point: Point, case: Case, facts: Facts) -> Iterator[Point]:
        """The points after a transition.  If what follows is refused it is undone, but an expiry is over then."""
        for decided in self._ways(case, facts):
            done = doings(self.side, case, decided)
            yield self._step(point, case, done)
            if self.raises and case.event is not None and case.event.expires:
                yield dropped(point, case.event)

    def _ways(self, case: Case, facts: Facts) -> tuple[Mapping[Expr, bool], ...]:
        """The ways in which the conditions of a case may come out by what is known; none if it cannot be the case."""
        asked = conditions(self.side, case)
        known = relevant(facts, (*asked, *case.holding, *case.failing))
        if (case, known) not in self._found:
            found = ways(asked, (*known, *case.holding), case.failing)
            self._found[case, known] = tuple(decided for _, _, decided in found)
        return self._found[case, known]

    def _cases_of(self, state: State, event: Event) -> tuple[Case, ...]:
        if (state, event) not in self._cases:
            self._cases[state, event] = tuple(cases(self.side, state, event))
        return self._cases[state, event]

    def _step(self, point: Point, case: Case, done: Doings) -> Point:
        known: dict[Expr, Expr] = {
            Read(v): value for v, value in zip(self.machine.variables, point.values, strict=True) if value is not None
        }
        if point.raised and case.event is not None:
            given = zip(case.event.params, point.raised[0].payload, strict=True)
            known |= {Payload(part.name, part.type): value for part, value in given if value is not None}
        raised = [Raised(event, tuple(rigid(put_in(arg, known)) for arg in args)) for event, args in done.raises]
        waiting = None if point.raised is None else (*point.raised[1:], *raised)
        return self._point(case.target, known, done.values, self._timers(point, case, done), waiting)

    def _timers(self, point: Point, case: Case, done: Doings) -> frozenset[Timer] | None:
        if point.timers is None:
            return None
        expired = case.event.expires if case.event is not None else None
        moves = case.target is not case.state
        running = {t for t in point.timers if t is not expired and not (moves and case.target not in t.within)}
        running |= {timer for timer, length in done.timers.items() if length is not None}
        return frozenset(running - {timer for timer, length in done.timers.items() if length is None})

    def _point(
        self,
        state: State,
        known: Mapping[Expr, Expr],
        given: Mapping[Variable, Expr],
        timers: frozenset[Timer] | None,
        raised: tuple[Raised, ...] | None,
    ) -> Point:
        """The point, with as much of it as is followed.

        Where too many events wait nothing is known of them from there on: any event may come next.
        """
        if self._vague:
            return Point(state, tuple(None for _ in self.machine.variables), None, None if self.raises else ())
        values = {v: known.get(Read(v)) for v in self.machine.variables}
        values |= {v: rigid(put_in(self.side.express(value), known)) for v, value in given.items()}
        followed = tuple(self._followed(variable, value) for variable, value in values.items())
        is_known = raised is not None and len(raised) <= WAITING_AT_MOST
        return Point(state, followed, timers, raised if is_known else None)

    def _followed(self, variable: Variable, value: Expr | None) -> Expr | None:
        """The value, unless the variable takes too many of them."""
        if value is None or value in self._values[variable]:
            return value
        if len(self._values[variable]) >= VALUES_AT_MOST:
            return None
        self._values[variable].add(value)
        return value
