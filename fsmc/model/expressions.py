"""Types, the values that have them, and the typed expressions that guards, arguments and durations are.

These need each other: a constant has an expression, an expression reads a constant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Union

from fsmc import names
from fsmc.model.notes import Notes
from fsmc.model.states import State
from fsmc.source import NOWHERE, Span


class Basic(Enum):
    """The built-in types.  A duration is a number of seconds."""

    BOOL = "bool"
    INT = "int"
    STR = "str"
    DURATION = "duration"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, eq=False)
class Enumeration(Notes):
    """`type Flag = SYN | ACK`; one written in place (`var opened: passive | active`) is named after its owner."""

    name: str
    members: tuple[str, ...]
    in_place: bool = False

    def __str__(self) -> str:
        return " | ".join(map(names.quoted, self.members)) if self.in_place else names.quoted(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class HostType(Notes):
    """A type of the host, opaque here but for the fields that guards may read."""

    name: str
    fields: tuple[Parameter, ...] = ()

    def __str__(self) -> str:
        return names.quoted(self.name)


@dataclass(frozen=True, slots=True)
class Many:
    """`T*`: zero or more values of one type; only the last parameter of a list may have it."""

    item: Basic | Enumeration | HostType

    def __str__(self) -> str:
        return f"{self.item}*"


Type = Union[Basic, Enumeration, HostType, Many]


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A typed part of a payload.  Only the last parameters of an event have a `default`, a constant expression."""

    name: str
    type: Type
    span: Span = NOWHERE
    default: Expr | None = None

    def __str__(self) -> str:
        default = "" if self.default is None else f" = {self.default}"
        return f"{names.quoted(self.name)}: {self.type}{default}"


def signature(parameters: tuple[Parameter, ...]) -> str:
    """`(flags: Flag*)`, or nothing for an empty list."""
    return f"({', '.join(map(str, parameters))})" if parameters else ""


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Notes):
    """A named constant expression."""

    name: str
    value: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Option(Notes):
    """A value that is fixed when a machine is made."""

    name: str
    type: Type
    default: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Variable(Notes):
    """Extended state."""

    name: str
    type: Type
    default: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Timer(Notes):
    """A timer.  It runs only in the states `within` (all states of the machine if the spec does not say)."""

    name: str
    duration: Expr
    within: tuple[State, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Predicate(Notes):
    """A declared `guard`: a question that the host answers."""

    name: str
    label: str = ""
    params: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """`true`, `3`, `"text"` or `250ms`; the value of a duration is in seconds."""

    value: bool | int | float | str
    type: Type

    def __str__(self) -> str:
        if self.type is Basic.DURATION:
            return names.duration(float(self.value))
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return names.double_quoted(self.value) if isinstance(self.value, str) else str(self.value)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an enumeration."""

    type: Enumeration
    name: str

    def __str__(self) -> str:
        return names.quoted(self.name)


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a constant, an option or a variable."""

    of: Constant | Option | Variable

    @property
    def type(self) -> Type:
        return self.of.value.type if isinstance(self.of, Constant) else self.of.type

    def __str__(self) -> str:
        return names.quoted(self.of.name)


@dataclass(frozen=True, slots=True)
class Payload:
    """A part of the payload of the event at hand (in an action's own effects: an argument of the action)."""

    name: str
    type: Type

    def __str__(self) -> str:
        return names.quoted(self.name)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a host type, `r.status`; `operand` is a payload or another field."""

    operand: Expr
    name: str
    type: Type

    def __str__(self) -> str:
        return f"{self.operand}.{names.quoted(self.name)}"


@dataclass(frozen=True, slots=True)
class Running:
    """`running(t)`: whether a timer runs."""

    timer: Timer

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        return f"running({names.quoted(self.timer.name)})"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the host: a declared guard and its arguments."""

    predicate: Predicate
    args: tuple[Expr, ...] = ()

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        return names.quoted(self.predicate.name) + arguments(self.args)


@dataclass(frozen=True, slots=True)
class Pack:
    """The values given for a `T*` parameter, zero or more."""

    items: tuple[Expr, ...]
    type: Many

    def __str__(self) -> str:
        return ", ".join(map(str, self.items))


@dataclass(frozen=True, slots=True)
class Not:
    """`not x`."""

    operand: Expr

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        return f"not {_inside(self.operand, self)}"


@dataclass(frozen=True, slots=True)
class Negative:
    """`-x`, of an int or a duration."""

    operand: Expr

    @property
    def type(self) -> Type:
        return self.operand.type

    def __str__(self) -> str:
        return f"-{_inside(self.operand, self)}"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left op right` with `op` one of `+ - *`."""

    op: str
    left: Expr
    right: Expr
    type: Type

    def __str__(self) -> str:
        return f"{_inside(self.left, self)} {self.op} {_inside(self.right, self, right=True)}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain `a op b op c`: `operators` has one entry fewer than `operands`.  Operators: `== != < <= > >=`."""

    operands: tuple[Expr, ...]
    operators: tuple[str, ...]

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        first, *rest = (_inside(operand, self) for operand in self.operands)
        return first + "".join(f" {op} {operand}" for op, operand in zip(self.operators, rest, strict=True))


@dataclass(frozen=True, slots=True)
class Logic:
    """`a and b and ...` or `a or b or ...`: `op` is `and` or `or`, with two or more operands."""

    op: str
    operands: tuple[Expr, ...]

    @property
    def type(self) -> Type:
        return Basic.BOOL

    def __str__(self) -> str:
        return f" {self.op} ".join(_inside(operand, self) for operand in self.operands)


Expr = Union[
    Literal,
    Member,
    Read,
    Payload,
    Field,
    Running,
    Ask,
    Pack,
    Not,
    Negative,
    Arithmetic,
    Comparison,
    Logic,
]


class Otherwise(Enum):
    """`[else]`: what the other lines of the same rank leave."""

    ELSE = "else"

    def __str__(self) -> str:
        return self.value


ELSE = Otherwise.ELSE
Guard = Union[Expr, Otherwise, None]


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of an expression."""
    match expr:
        case Field() | Not() | Negative():
            return (expr.operand,)
        case Ask():
            return expr.args
        case Pack():
            return expr.items
        case Arithmetic():
            return (expr.left, expr.right)
        case Comparison() | Logic():
            return expr.operands
        case _:
            return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all its parts, outermost first."""
    yield expr
    for child in children(expr):
        yield from walk(child)


def _binding(expr: Expr) -> int:
    """How tightly an expression binds; larger binds tighter."""
    match expr:
        case Logic():
            return 1 if expr.op == "or" else 2
        case Not():
            return 3
        case Comparison():
            return 4
        case Arithmetic():
            return 6 if expr.op == "*" else 5
        case Negative():
            return 7
        case _:
            return 8


def _inside(expr: Expr, outer: Expr, *, right: bool = False) -> str:
    """The spelling of a part of `outer`, in parentheses where it needs them."""
    tight = _binding(expr) > _binding(outer)
    chained = _binding(expr) == _binding(outer) and (
        isinstance(expr, Not) or (isinstance(expr, Arithmetic) and not right)
    )
    return str(expr) if tight or chained else f"({expr})"


def arguments(args: tuple[Expr, ...]) -> str:
    """`(a, b)`, or nothing for an empty list."""
    texts = [text for text in map(str, args) if text]
    return f"({', '.join(texts)})" if texts else ""
