"""A case of a cell in, what it comes to in one normal form out: actions, values, timers and raised events.

However a line is written, what counts is what it comes to in terms of the values before the step: assignments are
followed one by one, what rides along an action is done where the action is, and of several orders to one timer the last
stays.  All conditions after `if` see the values before the step, so a case is split by them first; after that a step is
a straight line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fsmc.diff.terms import Side
from fsmc.model import (
    Action,
    Assign,
    Disposition,
    Do,
    Effect,
    Event,
    Expr,
    Kind,
    Otherwise,
    Raise,
    Read,
    Running,
    Start,
    State,
    Stop,
    Timer,
    Transition,
    Variable,
    arguments_of,
    flat,
    put_in,
)


@dataclass(frozen=True, eq=False)
class Case:
    """One way out of a cell: the event as classified, what must hold and fail for it, and the line that decides.

    `line` is None where the machine knows no such event or, if `quiet`, has no such timer.
    """

    state: State
    event: Event | None
    holding: tuple[Expr, ...] = ()
    failing: tuple[Expr, ...] = ()
    line: Transition | Disposition | None = None
    quiet: bool = False

    @property
    def target(self) -> State:
        """The state after it."""
        return self.line.target_from(self.state) if isinstance(self.line, Transition) else self.state


@dataclass(frozen=True)
class Doings:
    """What a case comes to, in the common vocabulary, by the values before the step.

    `timers` has what was settled of each timer: None for off, else its length; the order is that of the last starts.
    """

    actions: tuple[tuple[Action, tuple[Expr, ...]], ...] = ()
    raises: tuple[tuple[Event, tuple[Expr, ...]], ...] = ()
    values: Mapping[Variable, Expr] = field(default_factory=dict)
    timers: Mapping[Timer, Expr | None] = field(default_factory=dict)


def cases(side: Side, state: State, event: Event) -> Iterator[Case]:
    """All cases of an input in a state, in order of the events derived from it and of their branches."""
    machine = side.machine
    derived = machine.derived(event)
    conditions = {
        each: side.express(each.when, event)
        for each in derived
        if each.when is not None and not isinstance(each.when, Otherwise)
    }
    still = tuple(side.express(Running(t)) for t in machine.timers if t is event.timer or state not in t.within)
    for each in (*derived, event):
        cell = machine.cells.get((state, each))
        holding = (conditions[each],) if each in conditions else ()
        failing = (*still, *(() if holding else conditions.values()))
        for branch in cell.branches if cell else ():
            asked = () if branch.guard is None else (side.express(branch.guard, event),)
            yield Case(state, each, holding + asked, failing, branch.line)
            failing += asked


def conditions(side: Side, case: Case) -> tuple[Expr, ...]:
    """The conditions after `if` of all that a case may do, each once."""
    if not isinstance(case.line, Transition):
        return ()
    effects = flat(side.machine.effects(case.line, case.state))
    found = (effect.condition for effect in effects if effect.condition is not None)
    return tuple(dict.fromkeys(side.express(condition, _base(case)) for condition in found))


def _base(case: Case) -> Event | None:
    """The event whose payload the case reads."""
    return case.event and (case.event.base or case.event)


def doings(side: Side, case: Case, decided: Mapping[Expr, bool]) -> Doings:
    """What a case comes to where its conditions are decided so."""
    if not isinstance(case.line, Transition):
        return Doings()
    return _Account(side, case, decided).settle(case.line)


@dataclass
class _Account:
    """A step under way."""

    side: Side
    case: Case
    decided: Mapping[Expr, bool]
    actions: list[tuple[Action, tuple[Expr, ...]]] = field(default_factory=list)
    raises: list[tuple[Event, tuple[Expr, ...]]] = field(default_factory=list)
    values: dict[Variable, Expr] = field(default_factory=dict)
    timers: dict[Timer, Expr | None] = field(default_factory=dict)

    def settle(self, line: Transition) -> Doings:
        """All that the line does, then in the common vocabulary."""
        source, target = self.case.state, line.target_from(self.case.state)
        for timer in self.side.machine.timers:
            if target is not source and target not in timer.within:
                self._off(timer)
        for effect in self.side.machine.effects(line, source):
            self._do(effect, {}, {})
        return Doings(
            tuple((action, tuple(map(self._common, args))) for action, args in self.actions),
            tuple((event, tuple(map(self._common, args))) for event, args in self.raises),
            {self.side.entity(variable): self._common(value) for variable, value in self.values.items()},
            {
                self.side.entity(t): None if length is None else self._common(length)
                for t, length in self.timers.items()
            },
        )

    def _common(self, expr: Expr) -> Expr:
        return self.side.express(expr, _base(self.case))

    def _off(self, timer: Timer) -> None:
        """The timer does not run, unless that is known anyway."""
        started = self.timers.pop(timer, None) is not None
        expired = self.case.event is not None and self.case.event.expires is timer
        if not expired and self.case.state in timer.within:
            self.timers[timer] = None
        elif started:
            self.timers.pop(timer, None)

    def _do(self, effect: Effect, before: Mapping[Expr, Expr], given: Mapping[Expr, Expr]) -> None:
        """One effect; `before` and `given` are the arguments of the action it rides along, as they were and are."""
        if effect.condition is not None and not self._holds(put_in(effect.condition, before)):
            return
        match effect:
            case Do():
                args = tuple(self._now(arg, given) for arg in effect.args)
                self.actions.append((effect.action, args))
                was, now = arguments_of(effect), arguments_of(replace(effect, args=args))
                for own in effect.action.effects:
                    self._do(own, was, now)
            case Assign():
                self.values[effect.variable] = self._now(effect.result, given)
            case Start():
                length = self._now(effect.length, given)
                self.timers.pop(effect.timer, None)
                self.timers[effect.timer] = length
            case Stop():
                self._off(effect.timer)
            case Raise():
                self.raises.append((effect.event, tuple(self._now(arg, given) for arg in effect.args)))

    def _holds(self, condition: Expr) -> bool:
        return self.decided[self._common(condition)]

    def _now(self, expr: Expr, given: Mapping[Expr, Expr]) -> Expr:
        """The expression in terms of the values before the step."""
        return put_in(expr, {**given, **{Read(variable): value for variable, value in self.values.items()}})


def is_silent(side: Side, case: Case) -> bool:
    """Whether the case leaves no trace: it ignores, nothing is due, or it stays and does nothing."""
    if isinstance(case.line, Transition):
        return case.target is case.state and not side.machine.effects(case.line, case.state)
    return case.quiet if case.line is None else case.line.kind is Kind.IGNORE


def shape(side: Side, case: Case) -> tuple[Any, ...]:
    """All that a case asks and does as it is written, but for names of states and reasons; equal shapes agree."""
    asked = (case.holding, case.failing)
    if not isinstance(case.line, Transition):
        return (asked, case.line and (case.line.kind, case.line.rank.name == "UNLISTED"))
    machine, base = side.machine, _base(case)
    effects = tuple(_shape(side, each, base) for each in machine.effects(case.line, case.state))
    moves = case.target is not case.state
    ends = frozenset(side.entity(t) for t in machine.timers if moves and case.target not in t.within)
    return (asked, effects, ends)


def _shape(side: Side, effect: Effect, event: Event | None) -> Any:
    condition = None if effect.condition is None else side.express(effect.condition, event)
    match effect:
        case Do():
            riding = tuple(_shape(side, own, None) for own in effect.action.effects)
            parts = tuple(part.name for part in effect.action.params) if riding else ()
            told: Any = (side.entity(effect.action), riding, parts, _all(side, effect.args, event))
        case Assign():
            told = (side.entity(effect.variable), side.express(effect.result, event))
        case Start():
            told = (side.entity(effect.timer), side.express(effect.length, event))
        case Stop():
            told = (side.entity(effect.timer),)
        case Raise():
            told = (side.entity(effect.event), *_all(side, effect.args, event))
    return (type(effect).__name__, condition, told)


def _all(side: Side, exprs: tuple[Expr, ...], event: Event | None) -> tuple[Expr, ...]:
    return tuple(side.express(expr, event) for expr in exprs)
