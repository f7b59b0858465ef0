"""The effects or the condition of a statement in, the same with something said otherwise out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from fsmc.model import (
    Arithmetic,
    Assign,
    Basic,
    Comparison,
    Do,
    Effect,
    Enumeration,
    Expr,
    Literal,
    Logic,
    Many,
    Member,
    Not,
    Pack,
    Raise,
    Read,
    Start,
    Stop,
    Type,
    children,
    walk,
    with_children,
    worked_out,
)

Effects = tuple[Effect, ...]
Args = tuple[Expr, ...]


# --------------------------------------------------------------------------------------------------------- effects


def other_effects(effects: Effects) -> Iterator[Effects]:
    """Effects without one of them, with another in place of it, with it in another place."""
    for place, effect in enumerate(effects):
        before, rest = effects[:place], effects[place + 1 :]
        yield (*before, *rest)
        for other in _other_ways(effect):
            yield (*before, other, *rest)
        if rest and _order_counts(effect, rest[0]):
            yield (*before, rest[0], effect, *rest[1:])


def _other_ways(effect: Effect) -> Iterator[Effect]:
    """The effect under another condition, or with another value."""
    if effect.condition is not None:
        yield from (replace(effect, condition=other) for other in other_conditions(effect.condition))
    match effect:
        case Assign():
            if effect.op != "=":
                yield replace(effect, op="-=" if effect.op == "+=" else "+=")
            yield from (replace(effect, value=other) for other in _other_values(effect.value))
        case Do():
            yield from (replace(effect, args=args) for args in _one_other(effect.args, _other_values))
        case Raise():
            yield from (replace(effect, args=args) for args in _one_other(effect.args, _unseen_values))


def _one_other(args: Args, others: Callable[[Expr], Iterable[Expr]]) -> Iterator[Args]:
    """The arguments with another in place of each."""
    for place, arg in enumerate(args):
        for other in others(arg):
            yield (*args[:place], other, *args[place + 1 :])


def _order_counts(one: Effect, other: Effect) -> bool:
    """Whether two effects may come to something else in the other order."""
    if one == other:
        return False
    timers = [each.timer for each in (one, other) if isinstance(each, (Start, Stop))]
    alike = type(one) is type(other) and isinstance(one, (Do, Raise))
    return alike or timers[1:] == timers[:1] != [] or _feeds(one, other) or _feeds(other, one)


def _feeds(one: Effect, other: Effect) -> bool:
    """Whether one assigns what the other reads or assigns."""
    if not isinstance(one, Assign):
        return False
    read = (part for expr in worked_out(other) for part in walk(expr))
    return (isinstance(other, Assign) and other.variable is one.variable) or Read(one.variable) in read


# ---------------------------------------------------------------------------------------------- conditions, values

_TRUE = Literal(True, Basic.BOOL)
FALSE = Literal(False, Basic.BOOL)
_ONE: dict[Type, Literal] = {Basic.INT: Literal(1, Basic.INT), Basic.DURATION: Literal(1.0, Basic.DURATION)}
_MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


def other_conditions(condition: Expr) -> Iterator[Expr]:
    """The opposite, no condition, one with a part less, one with a bound moved."""
    yield Not(condition)
    yield _TRUE
    yield from _edited(condition)


def _edited(expr: Expr) -> Iterator[Expr]:
    if isinstance(expr, Comparison):
        for place, op in enumerate(expr.operators):
            yield replace(expr, operators=(*expr.operators[:place], _MOVED[op], *expr.operators[place + 1 :]))
    if isinstance(expr, Logic):
        for place in range(len(expr.operands)):
            rest = expr.operands[:place] + expr.operands[place + 1 :]
            yield rest[0] if len(rest) == 1 else replace(expr, operands=rest)
    parts = children(expr)
    for place, part in enumerate(parts):
        for changed in _edited(part):
            yield _with_parts(expr, (*parts[:place], changed, *parts[place + 1 :]))


def _with_parts(expr: Expr, parts: Iterable[Expr]) -> Expr:
    given = iter(parts)
    return with_children(expr, lambda _: next(given))


def _other_values(expr: Expr) -> Iterator[Expr]:
    """Constants for what is only known when the machine runs, and a shorter list; a wrong number shows by itself."""
    kind = expr.type
    if isinstance(expr, Pack):
        yield from [replace(expr, items=expr.items[:-1])] if expr.items else []
    elif isinstance(expr, (Literal, Member)):
        return
    elif kind is Basic.STR:
        yield Literal("", kind)
    elif isinstance(kind, Enumeration):
        yield from (Member(kind, name) for name in kind.members)
    elif isinstance(kind, Many):
        yield Pack((), kind)


def _unseen_values(expr: Expr) -> Iterator[Expr]:
    """The same for what nobody sees but the cell that it comes to: there a wrong number shows at a bound, or not."""
    yield from _other_values(expr)
    if expr.type is Basic.BOOL:
        yield Not(expr)
    elif expr.type in _ONE:
        yield Arithmetic("+", expr, _ONE[expr.type], expr.type)
