"""A condition in, conditions with one fault out, each with the kind of the fault and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from fsmc.model import Basic, Comparison, Expr, Literal, Logic, children, with_children
from fsmc.mutate.values import negated

TRUE = Literal(True, Basic.BOOL)

_MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


class Condition(NamedTuple):
    """A condition with a fault: what was done, and what came of it."""

    fault: str
    expr: Expr


def faulty(condition: Expr) -> Iterator[Condition]:
    """The condition negated, always true, with one comparison moved over its boundary, with one part less."""
    yield Condition("negated", negated(condition))
    yield Condition("dropped", TRUE)
    for expr in _everywhere(condition, _moved):
        if not _is_negation(condition):
            yield Condition("moved", expr)
    for expr in _everywhere(condition, _shortened):
        yield Condition("shortened", expr)


def _is_negation(condition: Expr) -> bool:
    """Whether to move the condition is to negate it."""
    return isinstance(condition, Comparison) and condition.operators in (("==",), ("!=",))


def _everywhere(expr: Expr, edit: Callable[[Expr], Iterator[Expr]]) -> Iterator[Expr]:
    """The expression with one part edited, each part in turn."""
    yield from edit(expr)
    parts = children(expr)
    for place, part in enumerate(parts):
        for changed in _everywhere(part, edit):
            given = iter((*parts[:place], changed, *parts[place + 1 :]))
            yield with_children(expr, lambda _: next(given))  # noqa: B023 - called at once


def _moved(expr: Expr) -> Iterator[Expr]:
    if isinstance(expr, Comparison):
        for place, op in enumerate(expr.operators):
            operators = (*expr.operators[:place], _MOVED[op], *expr.operators[place + 1 :])
            yield replace(expr, operators=operators)


def _shortened(expr: Expr) -> Iterator[Expr]:
    if isinstance(expr, Logic):
        for place in range(len(expr.operands)):
            rest = expr.operands[:place] + expr.operands[place + 1 :]
            yield rest[0] if len(rest) == 1 else replace(expr, operands=rest)
