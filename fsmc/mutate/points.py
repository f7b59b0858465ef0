"""What is known of a machine between two steps, as values, and what can be concluded from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from fsmc import logic
from fsmc.logic.evaluate import LARGEST, inline
from fsmc.logic.formula import Sum
from fsmc.model import (
    Arithmetic,
    Basic,
    Comparison,
    Event,
    Expr,
    Literal,
    Logic,
    Member,
    Negative,
    Not,
    Option,
    Read,
    State,
    Timer,
    walk,
)

Facts = Mapping[Expr, Expr]
"""For terms what is known of them."""


@dataclass(frozen=True)
class Raised:
    """An event that waits, with its payload as far as it is known."""

    event: Event
    payload: tuple[Expr | None, ...]


@dataclass(frozen=True)
class Point:
    """What is known of a machine between two steps; a value, the timers or what is raised are None where nothing is."""

    state: State
    values: tuple[Expr | None, ...]
    timers: frozenset[Timer] | None
    raised: tuple[Raised, ...] | None = ()


def is_alone(point: Point) -> bool:
    """Whether what the next step raises is sure to come right after it."""
    return point.raised is not None and len(point.raised) <= 1


def dropped(point: Point, event: Event) -> Point:
    """After an event that changes nothing: it waits no more, or its timer does not run any more."""
    timers = point.timers and frozenset(timer for timer in point.timers if timer is not event.expires)
    return replace(point, raised=point.raised and point.raised[1:], timers=timers)


Way = tuple[tuple[Expr, ...], tuple[Expr, ...], dict[Expr, bool]]


def ways(
    asked: tuple[Expr, ...],
    holding: tuple[Expr, ...],
    failing: tuple[Expr, ...],
    decided: Mapping[Expr, bool] = MappingProxyType({}),
) -> Iterator[Way]:
    """The ways in which conditions may come out: what holds then, what fails, and how each came out."""
    if isinstance(logic.find(holding, failing), logic.Nothing):
        return
    if not asked:
        yield holding, failing, dict(decided)
        return
    first, rest = asked[0], asked[1:]
    yield from ways(rest, (*holding, first), failing, {**decided, first: True})
    yield from ways(rest, holding, (*failing, first), {**decided, first: False})


def relevant(facts: Facts, conditions: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """What is known of the terms that some conditions read."""
    read = dict.fromkeys(part for condition in conditions for part in walk(condition) if part in facts)
    return tuple(facts[term] for term in read)


def is_(term: Expr, value: Expr) -> Expr:
    """That a term has a value."""
    if term.type is Basic.BOOL and isinstance(value, Literal):
        return term if value.value else Not(term)
    return Comparison((term, value), ("==",))


def rigid(expr: Expr) -> Expr | None:
    """The expression, worked out, if only options are left in it; None otherwise."""
    folded = inline(expr)
    if is_long(folded) or not all(_is_rigid(part) for part in walk(folded)):
        return None
    if folded.type is Basic.BOOL and not any(isinstance(part, Read) for part in walk(folded)):
        return Literal(bool(logic.evaluate(folded, {})), Basic.BOOL)
    return folded


PARTS_AT_MOST = 200
"""A value that is made of more is not followed: one that is multiplied with itself has twice as many at each step."""


def is_long(expr: Expr) -> bool:
    """Whether an expression has too many parts to be followed."""
    return any(True for _ in islice(walk(expr), PARTS_AT_MOST, None))


_RIGID = (Literal, Member, Not, Negative, Arithmetic, Comparison, Logic)


def _is_rigid(part: Expr) -> bool:
    return isinstance(part, _RIGID) or (isinstance(part, Read) and isinstance(part.of, Option))


def simplified(expr: Expr) -> Expr:
    """The same value, as a literal where no term matters."""
    folded = inline(expr)
    if isinstance(folded, Not) and isinstance(folded.operand, Not):
        return folded.operand.operand
    if folded.type is Basic.BOOL and next(logic.atomic_terms(folded), None) is None:
        return Literal(bool(logic.evaluate(folded, {})), Basic.BOOL)
    if folded.type is Basic.INT or folded.type is Basic.DURATION:
        return _number(Sum.of(folded), folded)
    return folded


def _number(total: Sum, expr: Expr) -> Expr:
    """The number that an expression is, if it is one."""
    if any(total.factors.values()) or abs(total.rest) > LARGEST:
        return expr
    return Literal(int(total.rest) if expr.type is Basic.INT else float(total.rest), expr.type)
