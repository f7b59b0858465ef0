"""A condition of a spec in, an and-or tree over atoms that a theory can decide out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Union

from fsmc.logic.equality import Equation, value_of
from fsmc.logic.evaluate import exact, inline
from fsmc.logic.linear import Bound, bound
from fsmc.model import (
    Arithmetic,
    Basic,
    Comparison,
    Constant,
    Enumeration,
    Expr,
    Literal,
    Logic,
    Negative,
    Not,
    Read,
    Type,
    children,
)


@dataclass(frozen=True)
class Truth:
    """A term that is true or false in its own right."""

    term: Expr


@dataclass(frozen=True)
class Opaque:
    """A condition on which nothing can be proved."""

    condition: Expr


Atom = Union[Truth, Equation, Bound, Opaque]


@dataclass(frozen=True)
class Is:
    """An atom that must hold, or must not."""

    atom: Atom
    holds: bool


@dataclass(frozen=True)
class Tree:
    """All of the parts, or any of them; `size` is how many there are at all depths."""

    every: bool
    parts: tuple[Formula, ...]
    size: int


Formula = Union[bool, Is, Tree]


def combined(every: bool, parts: Iterator[Formula]) -> Formula:
    """All or any of the parts, with what is already settled left out."""
    left: list[Formula] = []
    for part in parts:
        if isinstance(part, bool):
            if part is not every:
                return part
        elif isinstance(part, Tree) and part.every is every:
            left += part.parts
        else:
            left.append(part)
    if not left:
        return every
    return left[0] if len(left) == 1 else Tree(every, tuple(left), sum(map(size, left)))


def size(tree: Formula) -> int:
    """Of how many parts a tree is made."""
    return 1 + tree.size if isinstance(tree, Tree) else 1


def formula(condition: Expr, holds: bool = True) -> Formula:
    """The condition, or its denial, with every `not` moved into the atoms."""
    match condition:
        case Literal():
            return bool(condition.value) is holds
        case Not():
            return formula(condition.operand, not holds)
        case Logic():
            return combined((condition.op == "and") is holds, (formula(part, holds) for part in condition.operands))
        case Comparison():
            pairs = zip(condition.operands, condition.operators, condition.operands[1:], strict=False)
            return combined(holds, (_comparison(left, op, right, holds) for left, op, right in pairs))
        case Read(of=Constant() as constant):
            return formula(constant.value, holds)
        case _:
            return Is(Truth(inline(condition)), holds)


def weight(condition: Expr) -> int:
    """How large the tree of a condition can get: what is compared for truth stands in it twice."""
    parts = 1 + sum(map(weight, children(condition)))
    twice = isinstance(condition, Comparison) and condition.operands[0].type is Basic.BOOL
    return 2 * parts if twice else parts


_DENIED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _comparison(left: Expr, op: str, right: Expr, holds: bool) -> Formula:
    op = op if holds else _DENIED[op]
    if _is_number(left.type):
        return _numbers(left, op, right)
    if op not in ("==", "!="):
        return Is(Opaque(Comparison((left, right), (op,))), True)
    if left.type is Basic.BOOL:
        return _same_truth(left, right, op == "==")
    if left.type is Basic.STR or isinstance(left.type, Enumeration):
        return _equation(inline(left), inline(right), op == "==")
    return Is(Opaque(Comparison((left, right), ("==",))), op == "==")


def _is_number(kind: Type) -> bool:
    return kind is Basic.INT or kind is Basic.DURATION


def _same_truth(left: Expr, right: Expr, same: bool) -> Formula:
    """Both true or both false; or, if they must differ, one of each."""
    both = combined(True, iter((formula(left), formula(right, same))))
    neither = combined(True, iter((formula(left, False), formula(right, not same))))
    return combined(False, iter((both, neither)))


def _equation(left: Expr, right: Expr, holds: bool) -> Formula:
    if left == right:
        return holds
    if value_of(left) is not None and value_of(right) is not None:
        return (value_of(left) == value_of(right)) is holds
    # One spelling for `a == b` and `b == a`: a value goes right, of two terms the later name.
    first, second = sorted((left, right), key=lambda side: (value_of(side) is not None, str(side)))
    return Is(Equation(first, second), holds)


def _numbers(left: Expr, op: str, right: Expr) -> Formula:
    if op in ("==", "!="):
        pair = ("<=", ">=") if op == "==" else ("<", ">")
        return combined(op == "==", (_numbers(left, each, right) for each in pair))
    if op in (">", ">="):
        left, right = right, left
    total = Sum.of(inline(left)).plus(Sum.of(inline(right)), -1)
    return _bounded(bound(total.factors, -total.rest, op in ("<", ">")))


def _bounded(given: Bound) -> Formula:
    """The bound as an atom; `x >= 3` becomes the denial of `x <= 2`, so that the two share one atom."""
    if not given.terms:
        return given.limit > 0 if given.strict else given.limit >= 0
    return Is(given, True) if given.terms[0][1] > 0 else Is(given.denied(), False)


@dataclass(frozen=True)
class Sum:
    """A number as multiples of its terms and a rest; a product of two terms is a term of its own."""

    factors: dict[Expr, Fraction]
    rest: Fraction

    @staticmethod
    def of(expr: Expr) -> Sum:
        """The sum that an expression without constants of the spec stands for."""
        match expr:
            case Literal():
                number = exact(expr.value)
                return Sum({}, number if isinstance(number, Fraction) else Fraction(0))
            case Negative():
                return Sum({}, Fraction(0)).plus(Sum.of(expr.operand), -1)
            case Arithmetic(op="*"):
                return Sum._product(expr, Sum.of(expr.left), Sum.of(expr.right))
            case Arithmetic():
                return Sum.of(expr.left).plus(Sum.of(expr.right), 1 if expr.op == "+" else -1)
            case _:
                return Sum({expr: Fraction(1)}, Fraction(0))

    def plus(self, other: Sum, times: Fraction | int) -> Sum:
        """This sum and a multiple of the other."""
        factors = dict(self.factors)
        for term, factor in other.factors.items():
            factors[term] = factors.get(term, Fraction(0)) + factor * times
        return Sum(factors, self.rest + other.rest * times)

    @staticmethod
    def _product(expr: Arithmetic, left: Sum, right: Sum) -> Sum:
        for number, other in ((left, right), (right, left)):
            if not any(number.factors.values()):
                return Sum({}, Fraction(0)).plus(other, number.rest)
        first, second = sorted((expr.left, expr.right), key=str)
        return Sum({Arithmetic("*", first, second, expr.type): Fraction(1)}, Fraction(0))
