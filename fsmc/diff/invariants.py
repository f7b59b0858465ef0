"""One machine in, what is true of its variables wherever it is out, as conditions that the logic understands.

A variable holds its default or what some assignment gives it.  Where these are all constants it is one of them; where
it is also counted up (or down) by constants, it never falls below (or rises above) all of them.  So a guard that asks
for what never is the case does not make two machines differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fsmc.diff.live import all_effects
from fsmc.diff.terms import Side
from fsmc.logic.evaluate import exact, inline
from fsmc.model import Arithmetic, Assign, Basic, Comparison, Expr, Literal, Logic, Member, Not, Read, Variable

_FEW = 6
"""Of so many values, and no more, it is said that a variable has one of them."""


def invariants(side: Side) -> Mapping[Variable, Expr]:
    """For each variable, in the common vocabulary, what always holds of it; nothing where nothing is known."""
    found = {}
    for variable in side.machine.variables:
        holds = _holds(variable, tuple(_given(side, variable)))
        if holds is not None:
            found[side.entity(variable)] = side.express(holds)
    return found


def _given(side: Side, variable: Variable) -> Iterator[Expr]:
    """What the variable may be given: its default, and every value assigned."""
    yield inline(variable.default)
    for effect in all_effects(side.machine):
        if isinstance(effect, Assign) and effect.variable is variable:
            yield inline(effect.result)


def _holds(variable: Variable, given: tuple[Expr, ...]) -> Expr | None:
    kept = Read(variable)
    values = dict.fromkeys(each for each in given if isinstance(each, Literal | Member))
    others = [each for each in given if not isinstance(each, Literal | Member) and each != kept]
    if not others and len(values) <= _FEW:
        parts = tuple(_is(kept, value) for value in values)
        return parts[0] if len(parts) == 1 else Logic("or", parts)
    numbers = [each for each in values if isinstance(each, Literal)]
    steps = [_step(variable, each) for each in others]
    if variable.type is not Basic.INT or len(numbers) != len(values) or None in steps:
        return None
    known = [step for step in steps if step is not None]
    if all(step >= 0 for step in known):
        return Comparison((kept, min(numbers, key=lambda each: exact(each.value))), (">=",))
    if all(step <= 0 for step in known):
        return Comparison((kept, max(numbers, key=lambda each: exact(each.value))), ("<=",))
    return None


def _is(kept: Read, value: Expr) -> Expr:
    if kept.type is Basic.BOOL and isinstance(value, Literal):
        return kept if value.value else Not(kept)
    return Comparison((kept, value), ("==",))


def _step(variable: Variable, value: Expr) -> int | None:
    """By how much `x + 2` or `2 + x` or `x - 1` counts; None for anything else."""
    if not isinstance(value, Arithmetic) or value.op == "*":
        return None
    left, right = value.left, value.right
    if value.op == "+" and isinstance(left, Literal):
        left, right = right, left
    if left != Read(variable) or not isinstance(right, Literal):
        return None
    return int(right.value) if value.op == "+" else -int(right.value)
