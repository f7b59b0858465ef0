"""The effects of a line in, the same with one fault out, each with the kind of the fault and its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from fsmc.model import Action, Arithmetic, Assign, Basic, Do, Effect, Expr, Raise, Read, Start, Stop, walk, worked_out
from fsmc.mutate.conditions import TRUE, faulty
from fsmc.mutate.values import ONE, after, other_values

Effects = tuple[Effect, ...]


class Changed(NamedTuple):
    """Effects with a fault: its kind, what was done, and what came of it."""

    fault: str
    change: str
    effects: Effects


_DROPPED = {
    Do: "action dropped",
    Assign: "assignment dropped",
    Start: "timer not started",
    Stop: "timer not stopped",
    Raise: "raise dropped",
}


def faulty_effects(effects: Effects, actions: Sequence[Action]) -> Iterator[Changed]:
    """Each effect dropped and changed in every way, and neighbours swapped where their order counts."""
    for place, effect in enumerate(effects):
        before, rest = effects[:place], effects[place + 1 :]
        yield Changed(_DROPPED[type(effect)], f"without {effect}", (*before, *rest))
        for fault, other in _others(effect, actions):
            yield Changed(fault, f"{other}, not {effect}", (*before, other, *rest))
        if rest and _order_counts(effect, rest[0]):
            fault = "actions reordered" if isinstance(effect, Do) and isinstance(rest[0], Do) else "effects reordered"
            yield Changed(fault, f"{rest[0]} before {effect}", (*before, rest[0], effect, *rest[1:]))


def _others(effect: Effect, actions: Sequence[Action]) -> Iterator[tuple[str, Effect]]:
    """What may stand in place of an effect."""
    match effect:
        case Do():
            yield from (("other action", other) for other in _other_actions(effect, actions))
            yield from (("another argument", replace(effect, args=args)) for args in _other_args(effect.args))
        case Assign():
            yield from (("another value", other) for other in _other_assignments(effect))
        case Start():
            longer = Arithmetic("+", effect.length, ONE[Basic.DURATION], Basic.DURATION)
            yield "timer of another length", replace(effect, duration=longer)
        case Raise():
            yield from (("another argument", replace(effect, args=args)) for args in _other_args(effect.args))
    if effect.condition is not None:
        for fault, condition in faulty(effect.condition):
            yield f"condition {fault}", replace(effect, condition=None if condition == TRUE else condition)


def _other_actions(done: Do, actions: Sequence[Action]) -> Iterator[Do]:
    """The next action that takes the same arguments; where there is none, the next one that takes none."""
    kinds = [part.type for part in done.action.params]
    alike = [each for each in actions if [part.type for part in each.params] == kinds]
    bare = [each for each in actions if each is done.action or not each.params]
    if len(alike) > 1:
        yield from (replace(done, action=each) for each in after(alike, done.action))
    else:
        yield from (replace(done, action=each, args=()) for each in after(bare, done.action))


def _other_args(args: tuple[Expr, ...]) -> Iterator[tuple[Expr, ...]]:
    for place, arg in enumerate(args):
        for other in other_values(arg):
            yield (*args[:place], other, *args[place + 1 :])


def _other_assignments(assign: Assign) -> Iterator[Assign]:
    if assign.op != "=":
        yield replace(assign, op="-=" if assign.op == "+=" else "+=")
    yield from (replace(assign, value=other) for other in other_values(assign.value))


# ------------------------------------------------------------------------------------------------------- order


def _order_counts(one: Effect, other: Effect) -> bool:
    """Whether two effects may come to something else in the other order; which timer starts first seldom does."""
    if one == other:
        return False
    alike = type(one) is type(other) and isinstance(one, (Do, Raise))
    return alike or _feeds(one, other) or _feeds(other, one) or _same_timer(one, other)


def _feeds(one: Effect, other: Effect) -> bool:
    """Whether what one assigns is what the other reads or assigns."""
    if not isinstance(one, Assign):
        return False
    read = any(part == Read(one.variable) for expr in worked_out(other) for part in walk(expr))
    return read or (isinstance(other, Assign) and other.variable is one.variable)


def _same_timer(one: Effect, other: Effect) -> bool:
    timers = [each.timer for each in (one, other) if isinstance(each, (Start, Stop))]
    return len(timers) == 2 and timers[0] is timers[1]
