"""A machine about to take an event in, all ends of the run that follows out: at rest, refused, or none at all.

A run is the step of an event and the steps of what these raise, and it is taken as a whole or not at all.  It is
followed with terms in place of whatever is not known before it: what all its steps come to together is told by the
values before the first of them, as what one step comes to is (fsmc/diff/doings.py).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from fsmc.diff.answers import refuses
from fsmc.diff.doings import Case, Doings, conditions, doings
from fsmc.diff.terms import Side
from fsmc.model import (
    Ask,
    Basic,
    Disposition,
    Event,
    Expr,
    Kind,
    Literal,
    Payload,
    Predicate,
    Read,
    Running,
    State,
    Timer,
    put_in,
    walk,
)
from fsmc.mutate.cases import apart, outcome
from fsmc.mutate.points import is_long, simplified, ways
from fsmc.mutate.traps import is_trap

STEPS_AT_MOST = 40
"""How many steps of a run are followed: fewer than any machine takes before it calls raised events endless."""
STAGES_AT_MOST = 120
"""How many stages all the runs from one have together."""

AT_REST = "at rest"
ENDLESS = ("endless",)
ROUND = "round"

TRAPPED_AFTER = 4
"""After so many steps it is asked whether the run can come to an end at all: its queue, or a number, may only grow."""

Waiting = tuple[tuple[Event, tuple[Expr, ...]], ...]
"""Events in the order in which they come, with their payloads."""


class OpenError(Exception):
    """Not every end of a run is known."""


@dataclass(frozen=True)
class Stage:
    """A machine in the middle of a run: what waits, what must hold and fail for it to be there, and what is done."""

    state: State
    waiting: Waiting
    holding: tuple[Expr, ...]
    failing: tuple[Expr, ...]
    done: Doings
    """Actions, values and timers of all steps; its `raises` are what was deferred."""
    taken: int = 0
    moved: bool = False
    """Whether the state was another one meanwhile: then all that is deferred is looked at again."""
    asked: Mapping[Ask, int] = field(default_factory=dict)
    """How often each question has come up."""

    @property
    def key(self) -> Hashable:
        """What the rest of a run depends on: a stage that has the key of an earlier one goes on as that did."""
        running = frozenset((timer, length is None) for timer, length in self.done.timers.items())
        return self.state, self.waiting, frozenset(self.done.values.items()), running, self.known

    @property
    def known(self) -> Hashable:
        """What is known of whatever no host can answer otherwise the next time."""
        return tuple(frozenset(each for each in some if not any(isinstance(part, Ask) for part in walk(each)))
                     for some in (self.holding, self.failing))  # fmt: skip


@dataclass(frozen=True)
class End:
    """How a run ends, as far as a host is told, and where; or that it goes on as it did from a stage before."""

    told: tuple[object, ...]
    stage: Stage
    since: Stage | None = None
    """The earlier stage, if the run comes back to it: one more round, or many, may follow."""

    @property
    def shown(self) -> tuple[Doings, ...]:
        """All that another run with such an end must have done alike: at its end, or before its rounds and in one."""
        if self.since:
            return tuple(replace(stage.done, values={}) for stage in (self.since, self.stage))
        return (self.stage.done,) if self.told[0] == AT_REST else ()


@dataclass
class Course:
    """The runs of one machine.

    `again` has what stands for a question that comes up again: the host may answer anew.  Without it a host says the
    same all through a run, as hosts mostly do.
    """

    side: Side
    again: dict[tuple[Predicate, int], Predicate] | None
    left: int = STAGES_AT_MOST

    def ends(self, stage: Stage) -> list[End]:
        """All ends of a run that is at a stage; OpenError if they cannot be told."""
        return self._ends(stage, ())

    def _ends(self, stage: Stage, before: tuple[Stage, ...]) -> list[End]:
        if not stage.waiting:
            return [End((AT_REST, stage.state.name, stage.moved), stage)]
        earlier = next((each for each in before if each.key == stage.key), None)
        if earlier:
            return [self._round(earlier, stage)]
        if len(before) == TRAPPED_AFTER and self._is_trap(stage):
            return [End(ENDLESS, stage)]
        self._spend(before)
        ends: list[End] = []
        for after in self._steps(stage):
            ends += [after] if isinstance(after, End) else self._ends(after, (*before, stage))
        is_endless = all(end.told == ENDLESS or end.since is stage for end in ends)
        return [End(ENDLESS, stage)] if ends and is_endless else ends

    def _round(self, earlier: Stage, now: Stage) -> End:
        """The end of a run that comes back to a stage.

        If the host says the same all through, there is none.  Otherwise it may answer anew in each round.  Where two
        runs come back after as many steps, each to a stage of its own with the values of that time, and had done the
        same then and do now, and asked each question as often, they go on as before: what is found for a round holds
        for all.
        """
        if self.again is None:
            return End(ENDLESS, now)
        asked = (frozenset(stage.asked.items()) for stage in (earlier, now))
        return End((ROUND, earlier.taken, now.taken, earlier.moved, now.moved, *asked), now, earlier)

    def _is_trap(self, stage: Stage) -> bool:
        waiting = [event for event, _ in stage.waiting]
        return is_trap(self.side, stage.state, waiting, (stage.holding, stage.failing))

    def _spend(self, before: tuple[Stage, ...]) -> None:
        self.left -= 1
        if self.left < 0 or len(before) >= STEPS_AT_MOST:
            raise OpenError

    def _steps(self, stage: Stage) -> Iterator[Stage | End]:
        """What may come of the event that is next."""
        (event, _), *rest = stage.waiting
        seen = _Sight(self, stage)
        for case in apart(self.side, stage.state, event):
            asked = {condition: seen.by(condition) for condition in conditions(self.side, case)}
            holding = (*stage.holding, *map(seen.by, case.holding))
            failing = (*stage.failing, *map(seen.by, case.failing))
            for holds, fails, decided in ways(tuple(dict.fromkeys(asked.values())), holding, failing):
                now = replace(stage, waiting=tuple(rest), holding=holds, failing=fails, taken=stage.taken + 1)
                now = replace(now, asked=seen.after((*case.holding, *case.failing, *asked)))
                yield self._after(now, case, seen, {own: decided[asked[own]] for own in asked})

    def _after(self, stage: Stage, case: Case, seen: _Sight, decided: Mapping[Expr, bool]) -> Stage | End:
        """What a case comes to where its conditions are decided so."""
        if refuses(case):
            return End((*outcome(case), stage.state.name), stage)
        if isinstance(case.line, Disposition):
            kept = (seen.event,) if case.line.kind is Kind.DEFER else ()
            return replace(stage, done=replace(stage.done, raises=(*stage.done.raises, *kept)))
        own = doings(self.side, case, decided)
        return replace(
            stage,
            state=case.target,
            waiting=(*stage.waiting, *((event, tuple(map(seen.by, args))) for event, args in own.raises)),
            done=seen.added(own),
            moved=stage.moved or case.target is not case.state,
        )


class _Sight:
    """How the values in a step are told by those before the run."""

    def __init__(self, course: Course, stage: Stage) -> None:
        self.event = stage.waiting[0]
        self.done, self.asked, self.again = stage.done, stage.asked, course.again
        event, args = self.event
        parts = (Payload(part.name, course.side.type(part.type)) for part in event.params)
        self._known: dict[Expr, Expr] = dict(zip(parts, args, strict=True))
        self._known |= {Read(variable): value for variable, value in self.done.values.items()}
        self._known |= {Running(t): Literal(length is not None, Basic.BOOL) for t, length in self.done.timers.items()}

    def by(self, expr: Expr) -> Expr:
        """An expression that the step sees."""
        asks: dict[Expr, Expr] = {ask: self._anew(ask) for ask in walk(expr) if isinstance(ask, Ask)}
        told = simplified(put_in(expr, {**self._known, **asks}))
        if is_long(told):
            raise OpenError
        return told

    def _question(self, ask: Ask) -> Ask:
        return Ask(ask.predicate, tuple(put_in(arg, self._known) for arg in ask.args))

    def _anew(self, ask: Ask) -> Ask:
        """The question, with an answer of its own if it came up before."""
        told = self._question(ask)
        times = self.asked.get(told, 0)
        if not times or self.again is None:
            return told
        return Ask(self.again.setdefault((ask.predicate, times), replace(ask.predicate)), told.args)

    def after(self, exprs: Iterable[Expr]) -> Mapping[Ask, int]:
        """How often each question has come up when these have been asked, too."""
        more = {self._question(part) for expr in exprs for part in walk(expr) if isinstance(part, Ask)}
        return {**self.asked, **{ask: self.asked.get(ask, 0) + 1 for ask in more}}

    def added(self, own: Doings) -> Doings:
        """All that is done by a run after this step, too."""
        actions = ((action, tuple(map(self.by, args))) for action, args in own.actions)
        values = {variable: self.by(value) for variable, value in own.values.items()}
        timers: dict[Timer, Expr | None] = dict(self.done.timers)
        for timer, length in own.timers.items():
            timers.pop(timer, None)
            timers[timer] = None if length is None else self.by(length)
        return replace(
            self.done,
            actions=(*self.done.actions, *actions),
            values={**self.done.values, **values},
            timers=timers,
        )
