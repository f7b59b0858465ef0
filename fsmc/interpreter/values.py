"""An expression and what it may read in, its value out.

Values are plain Python: `bool`, `int`, `float` (a duration, in seconds), `str` (a text, or the name of a member of an
enumeration), a tuple (the values of a `T*` part), and for a host type a mapping of its fields or any object with them
as attributes.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Union

from fsmc.model import (
    Arithmetic,
    Ask,
    Basic,
    Comparison,
    Constant,
    Enumeration,
    Expr,
    Field,
    HostType,
    Literal,
    Logic,
    Many,
    Member,
    Negative,
    Not,
    Option,
    Pack,
    Payload,
    Predicate,
    Read,
    Running,
    Timer,
    Type,
    Variable,
)
from fsmc.source import NOWHERE, Span

Value = Any
"""What an expression may come to; see the head of this module."""

Slot = Union[Option, Variable]
"""What holds a value while a machine lives."""

Answers = Callable[[Predicate, tuple[Value, ...]], bool]
"""The host, as far as guards are concerned: a declared guard and the values of its arguments in, the answer out."""


def no_answers(predicate: Predicate, args: tuple[Value, ...]) -> bool:
    """The host of a machine that declares no guards."""
    raise LookupError(f"guard {predicate.name} was asked, and nobody is there to answer")


@dataclass(frozen=True)
class Scope:
    """All that an expression may read."""

    values: Mapping[Slot, Value]
    payload: Mapping[str, Value]
    running: Collection[Timer] = ()
    ask: Answers = no_answers


def evaluate(expr: Expr, scope: Scope) -> Value:
    """The value of an expression.  `and`, `or` and chains stop at the first operand that decides."""
    match expr:
        case Literal():
            return float(expr.value) if expr.type is Basic.DURATION else expr.value
        case Member():
            return expr.name
        case Read():
            return evaluate(expr.of.value, scope) if isinstance(expr.of, Constant) else scope.values[expr.of]
        case Payload():
            return scope.payload[expr.name]
        case Field():
            return _field(evaluate(expr.operand, scope), expr.name)
        case Running():
            return expr.timer in scope.running
        case Ask():
            return scope.ask(expr.predicate, tuple(evaluate(arg, scope) for arg in expr.args))
        case Pack():
            return tuple(evaluate(item, scope) for item in expr.items)
        case Not():
            return not evaluate(expr.operand, scope)
        case Negative():
            return -evaluate(expr.operand, scope)
        case Arithmetic():
            return _ARITHMETIC[expr.op](evaluate(expr.left, scope), evaluate(expr.right, scope))
        case Comparison():
            return _chain(expr, scope)
        case Logic():
            decided = (bool(evaluate(operand, scope)) for operand in expr.operands)
            return any(decided) if expr.op == "or" else all(decided)


MOST_DIGITS = 1000
"""The most digits of a number: whoever multiplies a variable with itself at each step has more than that soon."""
_MOST_BITS = int(MOST_DIGITS * 3.33)


class BeyondMeasure(ArithmeticError):  # noqa: N818 - as Rejected and the others
    """A number that a machine comes to and that is too large to work with; `span` is where the spec works it out.

    A generated module goes on with it.  So nothing is known of the step: it is neither taken nor refused, and searches
    leave it out (`outcomes.within_measure`).
    """

    span: Span = NOWHERE

    def at(self, span: Span) -> BeyondMeasure:
        """The same with its place, if that is not known more closely."""
        if self.span is NOWHERE:
            self.span = span
        return self


def _within_measure(work: Callable[[Value, Value], Value]) -> Callable[[Value, Value], Value]:
    """An operation that raises BeyondMeasure in place of what nobody can work with."""

    def worked(one: Value, other: Value) -> Value:
        try:
            found = work(one, other)
        except OverflowError:  # a number that no float holds, times a duration
            found = math.inf
        if isinstance(found, float):
            if math.isinf(found):
                raise BeyondMeasure("a duration that no float holds is beyond all measure")
        elif found.bit_length() > _MOST_BITS:
            raise BeyondMeasure(f"a number of more than {MOST_DIGITS:,} digits is beyond all measure")
        return found

    return worked


_ARITHMETIC: dict[str, Callable[[Value, Value], Value]] = {
    "+": _within_measure(operator.add),
    "-": _within_measure(operator.sub),
    "*": _within_measure(operator.mul),
}
_COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _chain(expr: Comparison, scope: Scope) -> bool:
    """`a < b <= c`: each operand is evaluated once, from left to right, until a link fails."""
    left = evaluate(expr.operands[0], scope)
    for op, operand in zip(expr.operators, expr.operands[1:], strict=True):
        right = evaluate(operand, scope)
        if not _COMPARISONS[op](left, right):
            return False
        left = right
    return True


def _field(value: Value, name: str) -> Value:
    return value[name] if isinstance(value, Mapping) else getattr(value, name)


def zero(kind: Type) -> Value:
    """The value that stands for nothing in particular: 0, false, an empty text, the first member of an enumeration."""
    match kind:
        case Enumeration():
            return kind.members[0]
        case HostType():
            return {part.name: zero(part.type) for part in kind.fields}
        case Many():
            return ()
        case _:
            return {Basic.BOOL: False, Basic.INT: 0, Basic.STR: "", Basic.DURATION: 0.0}[kind]
