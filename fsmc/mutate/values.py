"""An expression in, others of the same type that have another value out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from fsmc.model import (
    Arithmetic,
    Basic,
    Enumeration,
    Expr,
    Literal,
    Many,
    Member,
    Not,
    Pack,
    Type,
)

ONE = {Basic.INT: Literal(1, Basic.INT), Basic.DURATION: Literal(1.0, Basic.DURATION)}

_ZERO: dict[Basic, bool | int | float | str] = {Basic.BOOL: False, Basic.INT: 0, Basic.STR: "", Basic.DURATION: 0.0}

Item = TypeVar("Item")


def other_values(expr: Expr) -> Iterator[Expr]:
    """The next value of the type, and for a list one item less; nothing for a value that only a host can make."""
    match expr:
        case Literal():
            yield replace(expr, value=_next(expr))
        case Member():
            yield from (replace(expr, name=name) for name in after(expr.type.members, expr.name))
        case Pack():
            yield from _other_lists(expr)
        case _:
            yield from _moved(expr, expr.type)


def _next(literal: Literal) -> bool | int | float | str:
    value = literal.value
    if isinstance(value, bool):
        return not value
    return f"{value}?" if isinstance(value, str) else value + 1


def after(items: Sequence[Item], item: Item) -> Iterator[Item]:
    """The item after one of several, the first after the last; nothing where there is no other."""
    if len(items) > 1:
        yield items[(items.index(item) + 1) % len(items)]


def _other_lists(pack: Pack) -> Iterator[Expr]:
    if pack.items:
        yield replace(pack, items=pack.items[:-1])
        yield from (replace(pack, items=(first, *pack.items[1:])) for first in other_values(pack.items[0]))
    else:
        yield from (replace(pack, items=(item,)) for item in _any(pack.type.item))


def _any(kind: Type) -> Iterator[Expr]:
    """Some value of a type."""
    if isinstance(kind, Enumeration):
        yield Member(kind, kind.members[0])
    elif isinstance(kind, Basic):
        yield Literal(_ZERO[kind], kind)


def _moved(expr: Expr, kind: Type) -> Iterator[Expr]:
    """Another value than one that is only known when the machine runs, or mostly another."""
    if kind is Basic.BOOL:
        yield negated(expr)
    elif kind is Basic.INT or kind is Basic.DURATION:
        yield Arithmetic("+", expr, ONE[kind], kind)
    elif isinstance(kind, Many):
        yield Pack((), kind)
    else:
        yield from _any(kind)


def negated(condition: Expr) -> Expr:
    """What holds where the condition fails."""
    return condition.operand if isinstance(condition, Not) else Not(condition)
