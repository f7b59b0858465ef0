"""An expression in, what a back end has to know of it out: what it asks, reads, and whether it may fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from fsmc.model import (
    Arithmetic,
    Ask,
    Comparison,
    Constant,
    Expr,
    Field,
    Literal,
    Logic,
    Member,
    Negative,
    Not,
    Pack,
    Payload,
    Read,
    Running,
    Timer,
    Variable,
    walk,
)

KEPT = "\0"
"""What the name of a payload begins with that is no payload, but a value that the step has computed and keeps."""


def questions(expr: Expr | None) -> Iterator[Ask]:
    """The questions to the host in an expression, outermost first."""
    return (part for part in walk(expr) if isinstance(part, Ask)) if expr is not None else iter(())


def variables_read(expr: Expr) -> set[Variable]:
    """The variables whose value the expression takes."""
    return {part.of for part in walk(expr) if isinstance(part, Read) and isinstance(part.of, Variable)}


def timers_read(expr: Expr) -> set[Timer]:
    """The timers that the expression asks for."""
    return {part.timer for part in walk(expr) if isinstance(part, Running)}


def is_constant(expr: Expr) -> bool:
    """Whether the value is known when the module is imported."""
    fixed = (Literal, Member, Pack, Arithmetic, Negative)
    return all(isinstance(p, fixed) or (isinstance(p, Read) and isinstance(p.of, Constant)) for p in walk(expr))


def may_fail(expr: Expr) -> bool:
    """Whether evaluating may raise: it asks the host, or works on values that came from it."""
    if reads_host(expr):
        return True
    works = any(isinstance(part, (Arithmetic, Negative, Comparison)) for part in walk(expr))
    return works and any(isinstance(part, Payload) and not part.name.startswith(KEPT) for part in walk(expr))


def reads_host(expr: Expr) -> bool:
    """Whether evaluating calls the host: its guards, or fields of its values."""
    return any(isinstance(part, (Ask, Field)) for part in walk(expr))


def substituted(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """The expression with the payloads of those names replaced."""
    match expr:
        case Payload():
            return values[expr.name]
        case Field() | Not() | Negative():
            return replace(expr, operand=substituted(expr.operand, values))
        case Ask():
            return replace(expr, args=tuple(substituted(arg, values) for arg in expr.args))
        case Pack():
            return replace(expr, items=tuple(substituted(item, values) for item in expr.items))
        case Arithmetic():
            return replace(expr, left=substituted(expr.left, values), right=substituted(expr.right, values))
        case Comparison() | Logic():
            return replace(expr, operands=tuple(substituted(part, values) for part in expr.operands))
        case _:
            return expr
