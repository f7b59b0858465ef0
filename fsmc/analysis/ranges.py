"""A machine in; what is true of each variable whatever happens, as far as its assignments tell, out.

A variable to which only constants are assigned is always one of them, or its default.  A number that is otherwise only
increased never falls below the least of them, and one that is only decreased never rises above the greatest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from fsmc.analysis.done import Doing
from fsmc.logic.evaluate import evaluate
from fsmc.model import Arithmetic, Assign, Basic, Comparison, Expr, Logic, Not, Read, Variable, walk

Constant = tuple[Expr, "bool | Fraction | str"]
"""How a constant is written, and its value."""


@dataclass(frozen=True)
class Range:
    """What a variable may be: one of `values`, each as first written, or from the lowest or up to the highest of them.

    `condition` is the same to ask with.  `assigned` are the assignments that it follows from.
    """

    variable: Variable
    values: tuple[Expr, ...]
    condition: Expr
    assigned: tuple[Doing, ...]
    bound: str = ""

    @property
    def is_frozen(self) -> bool:
        """Whether the variable always has one value."""
        return not self.bound and len(self.values) == 1

    def __str__(self) -> str:
        if self.bound:
            return f"never {'below' if self.bound == '>=' else 'above'} {self.values[0]}"
        *others, last = map(str, self.values)
        return f"only ever {', '.join(others)} or {last}" if others else f"always {last}"


def ranges(variables: Iterable[Variable], doings: Iterable[Doing]) -> Mapping[Variable, Range]:
    """What is known of the variables; nothing of those to which anything else is assigned."""
    assigned: dict[Variable, list[Doing]] = {variable: [] for variable in variables}
    for doing in doings:
        if isinstance(doing.effect, Assign):
            assigned[doing.effect.variable].append(doing)
    found = (_range(variable, tuple(own)) for variable, own in assigned.items())
    return {each.variable: each for each in found if each is not None}


def known_of(ranges: Mapping[Variable, Range], *conditions: Expr) -> tuple[Range, ...]:
    """What is known of the variables that conditions read."""
    read = (part.of for condition in conditions for part in walk(condition) if isinstance(part, Read))
    variables = dict.fromkeys(each for each in read if isinstance(each, Variable))
    return tuple(ranges[each] for each in variables if each in ranges)


def _range(variable: Variable, assigned: tuple[Doing, ...]) -> Range | None:
    constants = [_constant(variable.default)]
    steps: list[Fraction] = []
    for doing in assigned:
        assert isinstance(doing.effect, Assign)
        step = _step(doing.effect)
        if step is not None:
            steps.append(step)
        else:
            constants.append(_constant(doing.effect.result))
    known = {value: expr for expr, value in reversed([each for each in constants if each is not None])}
    if None in constants:
        return None
    if any(steps):
        return _bounded(variable, known, steps, assigned)
    values = tuple(dict.fromkeys(known[value] for _, value in filter(None, constants)))
    return Range(variable, values, _one_of(variable, values), assigned)


def _bounded(
    variable: Variable, known: Mapping[bool | Fraction | str, Expr], steps: list[Fraction], assigned: tuple[Doing, ...]
) -> Range | None:
    """What is known of a number that is increased only, or decreased only."""
    numbers = [value for value in known if isinstance(value, Fraction)]
    op = ">=" if min(steps) >= 0 else "<=" if max(steps) <= 0 else ""
    if not op:
        return None
    end = known[min(numbers) if op == ">=" else max(numbers)]
    return Range(variable, (end,), Comparison((Read(variable), end), (op,)), assigned, op)


def _one_of(variable: Variable, values: tuple[Expr, ...]) -> Expr:
    parts = tuple(_is(variable, value) for value in values)
    return parts[0] if len(parts) == 1 else Logic("or", parts)


def _is(variable: Variable, value: Expr) -> Expr:
    if variable.type is Basic.BOOL:
        return Read(variable) if evaluate(value, {}) else Not(Read(variable))
    return Comparison((Read(variable), value), ("==",))


def _constant(expr: Expr) -> Constant | None:
    """The expression and its value; None if it reads anything but constants."""
    try:
        return expr, evaluate(expr, {})
    except KeyError:
        return None


def _step(assign: Assign) -> Fraction | None:
    """By how much an assignment changes a number, where that is constant."""
    match assign.result:
        case Arithmetic(op="+" | "-" as op, left=Read(of=assign.variable), right=right):
            by = _constant(right)
            number = by[1] if by else None
            return (number if op == "+" else -number) if isinstance(number, Fraction) else None
        case _:
            return None
