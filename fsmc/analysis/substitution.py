"""An expression and what stands for some of its terms in, the expression with these put in out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fsmc.model import Arithmetic, Ask, Comparison, Expr, Field, Logic, Negative, Not, Pack


def put_in(expr: Expr, given: Mapping[Expr, Expr]) -> Expr:
    """The expression with each term that is `given` replaced."""
    if expr in given:
        return given[expr]
    match expr:
        case Field() | Not() | Negative():
            return replace(expr, operand=put_in(expr.operand, given))
        case Ask():
            return replace(expr, args=_all(expr.args, given))
        case Pack():
            return replace(expr, items=_all(expr.items, given))
        case Arithmetic():
            return replace(expr, left=put_in(expr.left, given), right=put_in(expr.right, given))
        case Comparison() | Logic():
            return replace(expr, operands=_all(expr.operands, given))
        case _:
            return expr


def _all(exprs: tuple[Expr, ...], given: Mapping[Expr, Expr]) -> tuple[Expr, ...]:
    return tuple(put_in(expr, given) for expr in exprs)
