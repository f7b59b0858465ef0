"""Equations between terms of enumerations and texts in, values that fulfil them or None out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fsmc.logic.linear import UndecidedError
from fsmc.model import Enumeration, Expr, Literal, Member

_MOST_TRIALS = 2000


@dataclass(frozen=True)
class Equation:
    """`left == right`: a term, and another term or a value (a `Member`, or the `Literal` of a text)."""

    left: Expr
    right: Expr


def value_of(expr: Expr) -> str | None:
    """The name of the member or the text, or None for a term."""
    if isinstance(expr, Member):
        return expr.name
    return expr.value if isinstance(expr, Literal) and isinstance(expr.value, str) else None


def solve_equations(decided: Mapping[Equation, bool]) -> dict[Expr, str] | None:
    """A value for each term so that exactly the equations decided true hold; None if there is none."""
    classes = _merge(decided)
    fixed = _fixed(classes)
    apart = [(classes[eq.left], classes[eq.right]) for eq, holds in decided.items() if not holds]
    if fixed is None or any(left == right for left, right in apart):
        return None
    free = [each for each in dict.fromkeys(classes.values()) if each not in fixed]
    chosen = _colour(free, fixed, apart, iter(range(_MOST_TRIALS)))
    if chosen is None:
        return None
    return {expr: chosen[each] for expr, each in classes.items() if value_of(expr) is None}


def _merge(decided: Mapping[Equation, bool]) -> dict[Expr, Expr]:
    """For each side of an equation, the one that stands for all that are equal to it."""
    stands = {side: side for equation in decided for side in (equation.left, equation.right)}
    for equation in (equation for equation, holds in decided.items() if holds):
        old, new = stands[equation.left], stands[equation.right]
        stands = {side: new if one == old else one for side, one in stands.items()}
    return stands


def _fixed(classes: Mapping[Expr, Expr]) -> dict[Expr, str] | None:
    """The value of each class that contains one; None if a class contains two."""
    fixed: dict[Expr, str] = {}
    for expr, each in classes.items():
        value = value_of(expr)
        if value is not None and fixed.setdefault(each, value) != value:
            return None
    return fixed


def _colour(
    free: list[Expr], chosen: dict[Expr, str], apart: list[tuple[Expr, Expr]], trials: Iterator[int]
) -> dict[Expr, str] | None:
    """Values for the free classes so that no two classes which must differ are equal."""
    if not free:
        differ = all(chosen[left] != chosen[right] for left, right in apart)
        return chosen if differ else None
    first, *rest = free
    for value in _domain(first, chosen):
        if next(trials, None) is None:
            raise UndecidedError
        clash = any(chosen.get(b if a == first else a) == value for a, b in apart if first in (a, b))
        found = None if clash else _colour(rest, {**chosen, first: value}, apart, trials)
        if found is not None:
            return found
    return None


def _domain(term: Expr, chosen: Mapping[Expr, str]) -> tuple[str, ...]:
    """The members of an enumeration; of the endlessly many texts, one that is not used yet."""
    if isinstance(term.type, Enumeration):
        return term.type.members
    used = set(chosen.values())
    return (next(text for text in (f"text{n}" for n in range(len(used) + 1)) if text not in used),)
