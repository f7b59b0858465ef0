"""The steps of a scenario and what came of them in, what they do in the words of the spec out.

A scenario holds whatever the payload is that it leaves open, and `follow` tries some values.  None of those is told as
if it were a fact: an argument that hangs on one stands as the spec writes it, any other as its value.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from fsmc.interpreter import Delivery, Output, Taken, Value, evaluate
from fsmc.interpreter.spelling import shown
from fsmc.interpreter.values import Scope
from fsmc.model import (
    Action,
    Assign,
    Disposition,
    Do,
    Effect,
    Expr,
    Kind,
    Machine,
    Many,
    Pack,
    Parameter,
    Payload,
    Raise,
    Read,
    Step,
    Transition,
    Type,
    Variable,
    children,
    riding,
)
from fsmc.scenarios import Passed, given_parts, said


@dataclass(frozen=True)
class Open:
    """What is open while an event is taken: parts of its payload, and variables."""

    parts: frozenset[str] = frozenset()
    settled: frozenset[Expr] = frozenset()
    """Parts and fields of the payload of which the assumption says the value."""
    variables: frozenset[Variable] = frozenset()

    def concerns(self, expr: Expr) -> bool:
        """Whether the value of an expression hangs on something open."""
        if expr in self.settled:
            return False
        match expr:
            case Payload():
                return expr.name in self.parts
            case Read():
                return expr.of in self.variables
            case _:
                return any(map(self.concerns, children(expr)))

    def text(self, expr: Expr, value: Value, kind: Type) -> str:
        """The value as a spec writes it, or the expression where the value is open."""
        if isinstance(expr, Pack) and isinstance(kind, Many):
            pairs = zip(expr.items, value, strict=True)
            return ", ".join(self.text(item, each, kind.item) for item, each in pairs)
        return str(expr) if self.concerns(expr) else shown(value, kind)

    def texts(self, exprs: Iterable[Expr], values: Iterable[Value], params: Iterable[Parameter]) -> tuple[str, ...]:
        """The texts of arguments."""
        found = zip(exprs, values, params, strict=True)
        return tuple(self.text(expr, value, part.type) for expr, value, part in found)


@dataclass(frozen=True)
class Told:
    """One step of the machine: its line, the arguments of its event if that was raised, and the actions done."""

    taken: Taken
    open: Open
    deferred: bool = False
    """Whether the event was kept until now."""
    arguments: tuple[str, ...] = ()
    actions: tuple[tuple[Action, tuple[str, ...]], ...] = ()


def tell(machine: Machine, steps: Iterable[Step], way: Iterable[Passed]) -> Iterator[tuple[Told, ...]]:
    """What each step of a scenario does: its event, then what was raised or deferred."""
    teller = _Teller(machine)
    for step, passed in zip(steps, way, strict=True):
        yield tuple(teller.tell(step, passed))


def written(name: str, arguments: Iterable[str]) -> str:
    """`snd(SYN, ACK)`; a `T*` part without values has no text."""
    given = ", ".join(filter(None, arguments))
    return f"{name}({given})" if given else name


def held(effects: Iterable[Effect], before: Scope) -> Iterator[Effect]:
    """The effects of a line that take place, each action followed by its own."""
    for effect in effects:
        if effect.condition is None or evaluate(effect.condition, before):
            yield effect
            if isinstance(effect, Do):
                yield from held(riding(effect), before)


def opening(step: Step, passed: Passed) -> Open:
    """What a step leaves open.  A part that has its default needs no mention."""
    given, fixed = given_parts(step), said(step.assuming)
    parts = frozenset(
        part.name
        for part in step.event.params
        if part.name not in given and (part.default is None or passed.payload[part.name] != _constant(part.default))
    )
    return Open(parts, frozenset(fixed))


def _constant(expr: Expr) -> Value:
    return evaluate(expr, Scope({}, {}))


@dataclass
class _Teller:
    """Goes through a scenario and keeps in mind what is open."""

    machine: Machine
    variables: frozenset[Variable] = frozenset()
    kept: list[tuple[Delivery, Open]] = field(default_factory=list)
    raised: deque[tuple[Raise, Open]] = field(default_factory=deque)

    def tell(self, step: Step, passed: Passed) -> Iterator[Told]:
        """What one step of the scenario does."""
        first, *rest = passed.taken
        yield self._told(Told(first, opening(step, passed)))
        for taken in rest:
            yield self._told(self._arrived(taken))

    def _arrived(self, taken: Taken) -> Told:
        """What is known of an event that was deferred, else of the one that was raised first."""
        for delivery, open_ in self.kept:
            if delivery is taken.delivery:
                return Told(taken, open_, deferred=True)
        effect, open_ = self.raised.popleft()
        params = effect.event.params
        values = (taken.delivery.payload[part.name] for part in params)
        parts = (part.name for part, arg in zip(params, effect.args, strict=True) if open_.concerns(arg))
        texts = open_.texts(effect.args, values, params)
        return Told(taken, Open(frozenset(parts)), arguments=texts)

    def _told(self, told: Told) -> Told:
        line, open_ = told.taken.line, replace(told.open, variables=self.variables)
        if isinstance(line, Transition):
            return replace(told, open=open_, actions=tuple(self._actions(told.taken, line, open_)))
        if isinstance(line, Disposition) and line.kind is Kind.DEFER:
            self.kept.append((told.taken.delivery, told.open))
        return replace(told, open=open_)

    def _actions(self, taken: Taken, line: Transition, open_: Open) -> Iterator[tuple[Action, tuple[str, ...]]]:
        """The actions of a step; what it assigns and raises is kept in mind."""
        outputs = (outcome for outcome in taken.outcomes if isinstance(outcome, Output))
        for effect in held(self.machine.effects(line, taken.source), taken.before):
            match effect:
                case Do():
                    yield effect.action, open_.texts(effect.args, next(outputs).args, effect.action.params)
                case Assign():
                    changed = frozenset((effect.variable,))
                    is_open = open_.concerns(effect.result)
                    self.variables = self.variables | changed if is_open else self.variables - changed
                    open_ = replace(open_, variables=self.variables)
                case Raise():
                    self.raised.append((effect, open_))
