"""A machine in; every condition of it, with what is known wherever it is asked, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Union

from fsmc.analysis.cells import AnyLine, Assumptions, Decisions, Place, at_arrival, condition
from fsmc.analysis.done import Doing, Owner
from fsmc.logic import Nothing
from fsmc.model import Disposition, Effect, Event, Expr, Kind, Running, Timer, Transition, walk
from fsmc.source import NOWHERE, Span


@dataclass(frozen=True)
class Asked:
    """The guard of a line, the condition of an effect, or what a derived event asks, and in which cases.

    `places` are the cells in which it is, as far as it belongs to cells.
    """

    owner: Union[AnyLine, Owner, Event]
    condition: Expr
    cases: tuple[Assumptions, ...]
    places: tuple[Place, ...] = ()
    effect: Effect | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        if self.effect is not None:
            return self.effect.span
        inside = NOWHERE if isinstance(self.owner, Event) else getattr(self.owner, "guard_span", NOWHERE)
        return self.owner.span if inside == NOWHERE else inside

    @property
    def is_denied(self) -> bool:
        """Whether the spec itself says that it does not come to this: `never` is a line about what cannot happen."""
        return isinstance(self.owner, Disposition) and self.owner.kind is Kind.NEVER

    def __str__(self) -> str:
        return f"'if {self.condition}'" if self.effect is not None else f"[{self.condition}]"

    def always(self, decisions: Decisions, *facts: Expr) -> bool:
        """Whether it is proved to hold wherever it is asked."""
        cases = (case.and_holds(*facts).and_fails(self.condition) for case in self.cases)
        return bool(self.cases) and all(_impossible(decisions, case) for case in cases)

    def never(self, decisions: Decisions, *facts: Expr) -> bool:
        """Whether it is proved to fail wherever it is asked."""
        cases = (case.and_holds(*facts, self.condition) for case in self.cases)
        return bool(self.cases) and all(_impossible(decisions, case) for case in cases)


def asked(decisions: Decisions, doings: Iterable[Doing]) -> Iterator[Asked]:
    """The conditions of lines, then of effects, then of derived events."""
    for line in decisions.machine.lines:
        for guard in condition(line.guard):
            places = decisions.spoken_of[line]
            yield Asked(line, guard, _of_guard(decisions, guard, places), places)
    for doing in doings:
        if doing.effect.condition is not None:
            yield _of_effect(decisions, doing, doing.effect.condition)
    for event in decisions.machine.events:
        if event.base is not None:
            for guard in condition(event.when):
                yield Asked(event, guard, (at_arrival(event.base),))


def _of_guard(decisions: Decisions, guard: Expr, places: Iterable[Place]) -> tuple[Assumptions, ...]:
    """What is known in some cells; of those that differ in timers of which nobody asks, the first stands for all."""
    alike: dict[tuple[Event, frozenset[Timer]], Place] = {}
    asked: dict[Event, frozenset[Timer]] = {}
    for place in places:
        if place.event not in asked:
            known = decisions.assumptions(place)
            failing = [expr for expr in known.failing if not isinstance(expr, Running)]
            asked[place.event] = timers_asked(guard, *known.holding, *failing)
        stopped = frozenset(timer for timer in asked[place.event] if place.state not in timer.within)
        alike.setdefault((place.event, stopped), place)
    return _cases(guard, map(decisions.assumptions, alike.values()))


def timers_asked(*conditions: Expr) -> frozenset[Timer]:
    """The timers of which conditions ask whether they run."""
    parts = (part for each in conditions for part in walk(each))
    return frozenset(part.timer for part in parts if isinstance(part, Running))


def _of_effect(decisions: Decisions, doing: Doing, own: Expr) -> Asked:
    """The condition of an effect; one of a hook or an action is asked in any case."""
    if not isinstance(doing.owner, Transition):
        return Asked(doing.owner, own, (Assumptions(),), effect=doing.effect)
    places = decisions.decided[doing.owner]
    cases = (decisions.case(doing.owner, place) for place in places)
    return Asked(doing.owner, own, _cases(own, cases), places, doing.effect)


def _cases(own: Expr, cases: Iterable[Assumptions]) -> tuple[Assumptions, ...]:
    """The distinct cases, without timers that have nothing to do with the condition: so that many states share one."""
    return tuple(dict.fromkeys(relevant(case, own) for case in cases))


def relevant(case: Assumptions, *conditions: Expr) -> Assumptions:
    """The case without the timers at rest of which neither it nor the conditions ask.

    A timer at rest contradicts nothing that does not ask of it.
    """
    if not any(isinstance(expr, Running) for expr in case.failing):
        return case
    asked = [expr for expr in case.failing if not isinstance(expr, Running)]
    timers = timers_asked(*case.holding, *conditions, *asked)
    kept = (expr for expr in case.failing if not isinstance(expr, Running) or expr.timer in timers)
    return Assumptions(case.holding, tuple(kept))


def _impossible(decisions: Decisions, case: Assumptions) -> bool:
    return isinstance(decisions.find(case), Nothing)
