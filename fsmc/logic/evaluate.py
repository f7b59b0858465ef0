"""An expression and a value for each of its atomic terms in, its value out, computed exactly."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Union

from fsmc.model import (
    Arithmetic,
    Basic,
    Comparison,
    Constant,
    Expr,
    Literal,
    Logic,
    Member,
    Negative,
    Not,
    Read,
    with_children,
)

Value = Union[bool, int, float, str]
"""What a term can be: a truth value, a number, a text, seconds, or the name of a member of an enumeration."""

Exact = Union[bool, Fraction, str]
"""A value to compute with: every number is a fraction, so that sums of durations compare as they are written."""


def exact(value: Value) -> Exact:
    """The value to compute with; a float counts as the decimal number it is written as."""
    if isinstance(value, bool | str):
        return value
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


_COMPARE: dict[str, Callable[[Exact, Exact], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": lambda a, b: _number(a) < _number(b),
    "<=": lambda a, b: _number(a) <= _number(b),
    ">": lambda a, b: _number(a) > _number(b),
    ">=": lambda a, b: _number(a) >= _number(b),
}


def evaluate(expr: Expr, values: Mapping[Expr, Value]) -> Exact:
    """The value of `expr`; KeyError if a term that matters has none."""
    match expr:
        case Literal():
            return exact(expr.value)
        case Member():
            return expr.name
        case Read(of=Constant() as constant):
            return evaluate(constant.value, values)
        case Not():
            return not evaluate(expr.operand, values)
        case Negative():
            return -_number(evaluate(expr.operand, values))
        case Arithmetic():
            return _compute(expr.op, evaluate(expr.left, values), evaluate(expr.right, values))
        case Comparison():
            parts = [evaluate(operand, values) for operand in expr.operands]
            pairs = zip(parts, expr.operators, parts[1:], strict=False)
            return all(_COMPARE[op](left, right) for left, op, right in pairs)
        case Logic(op="and"):
            return all(evaluate(operand, values) for operand in expr.operands)
        case Logic():
            return any(evaluate(operand, values) for operand in expr.operands)
        case _:
            return exact(values[expr])


def _compute(op: str, left: Exact, right: Exact) -> Fraction:
    a, b = _number(left), _number(right)
    return a + b if op == "+" else a - b if op == "-" else a * b


def _number(value: Exact) -> Fraction:
    if isinstance(value, Fraction):
        return value
    raise TypeError(f"not a number: {value!r}")


def inline(expr: Expr) -> Expr:
    """The expression with constants replaced by their values, so that equal terms are equal however written."""
    match expr:
        case Read(of=Constant() as constant):
            return inline(constant.value)
        case _:
            return _folded(with_children(expr, inline))


def _folded(expr: Expr) -> Expr:
    """The literal that an arithmetic of literals stands for."""
    if not (isinstance(expr, Arithmetic) and isinstance(expr.left, Literal) and isinstance(expr.right, Literal)):
        return expr
    number = _compute(expr.op, exact(expr.left.value), exact(expr.right.value))
    if abs(number) > (LARGEST_INT if expr.type is Basic.INT else LARGEST):
        return expr
    return Literal(int(number) if expr.type is Basic.INT else float(number), expr.type)


LARGEST = 10**300
"""Seconds that a float still holds."""
LARGEST_INT = 10**1000
"""A number that can still be worked with: what a machine multiplies with itself again and again is soon beyond it."""
