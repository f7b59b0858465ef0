"""The effects of a line in, one flat list of operations out: what rides along an action follows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Union

from fsmc.emit.python.facts import FALSE, TRUE, Facts
from fsmc.emit.python.inspection import KEPT, may_fail, substituted, timers_read, variables_read
from fsmc.model import Action, Assign, Do, Effect, Expr, Logic, Payload, Raise, Start, Timer, Variable, walk


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep an argument of an action as it is now for the effects that ride along; they know it as `marker`."""

    hint: str
    value: Expr
    marker: Payload
    condition: Expr | None = None


Operation = Union[Effect, Keep]


def operations(effects: Iterable[Effect], facts: Facts | None = None) -> tuple[Operation, ...]:
    """All that a step does, in order; conditions whose outcome `facts` tell are left out."""
    every = (operation for place, effect in enumerate(effects) for operation in _expanded(effect, place))
    return tuple(operation for each in every for operation in _decided(each, facts or Facts()))


def _decided(operation: Operation, facts: Facts) -> Iterator[Operation]:
    """The operation, without its condition if that must hold; nothing if it cannot."""
    if operation.condition is None:
        yield operation
        return
    condition = facts.simplified(operation.condition)
    if condition != FALSE:
        yield replace(operation, condition=None if condition == TRUE else condition)


def _expanded(effect: Effect, place: int) -> Iterator[Operation]:
    if not isinstance(effect, Do) or not effect.action.effects:
        yield effect
        return
    given = {part.name: arg for part, arg in zip(effect.action.params, effect.args, strict=True)}
    now = dict(given)
    for name, arg in given.items():
        if _used(effect.action, name) and _may_change(arg):
            marker = Payload(f"{KEPT}{place}.{name}", arg.type)
            now[name] = marker
            yield Keep(f"{effect.action.name} {name}", arg, marker, effect.condition)
    kept = tuple(now[part.name] for part in effect.action.params)
    yield replace(effect, args=kept)
    for own in effect.action.effects:
        condition = None if own.condition is None else substituted(own.condition, given)
        yield replace(_with_values(own, now), condition=_both(effect.condition, condition))


def _may_change(expr: Expr) -> bool:
    """Whether the value may be another one later in the step, or another question to the host."""
    return may_fail(expr) or bool(variables_read(expr) or timers_read(expr))


def _used(action: Action, name: str) -> bool:
    """Whether an effect that rides along takes the value of that parameter."""
    exprs = (expr for own in action.effects for expr in values_of(own))
    return any(isinstance(part, Payload) and part.name == name for expr in exprs for part in walk(expr))


def _with_values(effect: Effect, values: dict[str, Expr]) -> Effect:
    match effect:
        case Assign():
            return replace(effect, value=substituted(effect.value, values))
        case Start():
            return effect if effect.duration is None else replace(effect, duration=substituted(effect.duration, values))
        case Do() | Raise():
            return replace(effect, args=tuple(substituted(arg, values) for arg in effect.args))
        case _:
            return effect


def _both(first: Expr | None, second: Expr | None) -> Expr | None:
    """Both conditions, where there are two."""
    if first is None or second is None:
        return second if first is None else first
    return Logic("and", (first, second))


# -------------------------------------------------------------------------------------------- what they work on


def values_of(operation: Operation) -> tuple[Expr, ...]:
    """The expressions that are evaluated when the operation is done; its condition is not among them."""
    match operation:
        case Assign():
            return (operation.result,)
        case Start():
            return (operation.length,)
        case Do() | Raise():
            return operation.args
        case Keep():
            return (operation.value,)
        case _:
            return ()


def assigned(operations: Iterable[Operation]) -> set[Variable]:
    """The variables that may change."""
    return {operation.variable for operation in operations if isinstance(operation, Assign)}


def touched(operations: Iterable[Operation]) -> set[Timer]:
    """The timers that may be started or stopped."""
    return {operation.timer for operation in operations if not isinstance(operation, (Do, Assign, Raise, Keep))}
