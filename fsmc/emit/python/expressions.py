"""An expression of the spec in, a Python expression out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fsmc.binding import Binding
from fsmc.emit.python.layout import Call, Chain, Code
from fsmc.emit.rendering import literal
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
    Read,
    Running,
    Type,
    Variable,
)

_BASIC = {Basic.BOOL: "bool", Basic.INT: "int", Basic.STR: "str", Basic.DURATION: "float"}


def annotation(kind: Type, bind: Binding) -> str:
    """The Python type."""
    match kind:
        case Basic():
            return _BASIC[kind]
        case Enumeration():
            return bind.enumeration(kind)
        case HostType():
            return bind.host_type(kind)
        case Many():
            return f"tuple[{annotation(kind.item, bind)}, ...]"


@dataclass(frozen=True)
class Reader:
    """How expressions are written at one place.

    `known` are expressions whose value a local variable holds already.
    """

    bind: Binding
    known: Mapping[Expr, str] = field(default_factory=dict)

    def knowing(self, expr: Expr, name: str) -> Reader:
        """The same, where `expr` is known by `name`."""
        return replace(self, known={**self.known, expr: name})

    def code(self, expr: Expr) -> Code:
        """The expression, to be broken over lines where it is long."""
        if expr in self.known:
            return self.known[expr]
        match expr:
            case Logic():
                return Chain(expr.op, tuple(self._operand(part, expr) for part in expr.operands))
            case Ask():
                args = tuple(self.code(arg) for arg in expr.args)
                return Call(f"self._guards.{self.bind.called(expr.predicate.name)}", args)
            case Pack():
                return Call("", tuple(self.code(item) for item in expr.items))
            case Not(operand) if isinstance(operand, Logic) and operand not in self.known:
                inner = self.code(operand)
                return replace(inner, inner=True, head="not ") if isinstance(inner, Chain) else self._flat(expr)
            case Not(Comparison() as operand) if len(operand.operators) == 1 and operand not in self.known:
                return self.code(replace(operand, operators=(_OPPOSITE[operand.operators[0]],)))
            case Comparison() if self._truth(expr) is None and len(expr.operators) == 1:
                left, right = (self.inside(operand, expr) for operand in expr.operands)
                return Chain(self._operator(expr), (left, right))
            case _:
                return self._flat(expr)

    def _operator(self, expr: Comparison) -> str:
        """The operator of a plain comparison; members of an enumeration are compared by identity."""
        identity = isinstance(expr.operands[0].type, Enumeration)
        return _IDENTITY[expr.operators[0]] if identity else expr.operators[0]

    def _operand(self, expr: Expr, outer: Logic) -> Code:
        code = self.code(expr)
        return replace(code, inner=True) if isinstance(code, Chain) and isinstance(expr, Logic) else code

    def text(self, expr: Expr) -> str:
        """The expression in one line."""
        return str(self.code(expr))

    def _flat(self, expr: Expr) -> str:
        match expr:
            case Literal():
                return _literal(expr)
            case Member():
                return f"{self.bind.enumeration(expr.type)}.{self.bind.member(expr.name)}"
            case Read():
                return self._read(expr.of)
            case Payload():
                return self.bind.called(expr.name)
            case Field():
                return f"{self.inside(expr.operand, expr)}.{self.bind.called(expr.name)}"
            case Running():
                return f"{literal(expr.timer.name)} in self._timers"
            case Not():
                return self._not(expr.operand)
            case Negative():
                return f"-{self.inside(expr.operand, expr)}"
            case Arithmetic():
                return f"{self.inside(expr.left, expr)} {expr.op} {self.inside(expr.right, expr, right=True)}"
            case Comparison():
                return self._comparison(expr)
            case _:
                return self.text(expr)

    def _read(self, of: Constant | Option | Variable) -> str:
        if isinstance(of, Constant):
            return self.bind.constant(of)
        if isinstance(of, Option):
            return f"self.{self.bind.hidden(of)}"
        return f"self.{self.bind.attribute(of)}"

    def _not(self, operand: Expr) -> str:
        """`not x`, where Python has no better word for it."""
        if operand not in self.known:
            if isinstance(operand, Running):
                return f"{literal(operand.timer.name)} not in self._timers"
            if isinstance(operand, Comparison) and len(operand.operators) == 1:
                return self.text(Not(operand))
        return f"not {self.inside(operand, Not(operand))}"

    def _comparison(self, expr: Comparison) -> str:
        plain = self._truth(expr)
        if plain is not None:
            return plain
        if len(expr.operators) == 1:
            return self.text(expr)
        operands = [self.inside(operand, expr) for operand in expr.operands]
        rest = zip(expr.operators, operands[1:], strict=True)
        return operands[0] + "".join(f" {op} {operand}" for op, operand in rest)

    def _truth(self, expr: Comparison) -> str | None:
        """A comparison with `true` or `false` is the other operand, or its opposite."""
        if len(expr.operators) != 1:
            return None
        for this, other in (expr.operands, expr.operands[::-1]):
            if isinstance(this, Literal) and isinstance(this.value, bool):
                same = this.value == (expr.operators[0] == "==")
                return self.inside(other, Not(other)) if same else self._not(other)
        return None

    def inside(self, expr: Expr, outer: Expr, *, right: bool = False) -> str:
        """A part of `outer`, in parentheses where it needs them."""
        text = self.text(expr)
        if expr in self.known or isinstance(outer, Field):
            return text
        tight, around = _binding(expr), _binding(outer)
        same = tight == around and (isinstance(expr, Not) or (isinstance(expr, Arithmetic) and not right))
        return text if tight > around or same else f"({text})"


_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_IDENTITY = {"==": "is", "!=": "is not"}


def _literal(expr: Literal) -> str:
    if expr.type is Basic.DURATION:
        return repr(float(expr.value))
    return literal(expr.value) if isinstance(expr.value, str) else repr(expr.value)


def _binding(expr: Expr) -> int:
    """How tightly Python binds the expression; larger binds tighter."""
    match expr:
        case Logic():
            return 1 if expr.op == "or" else 2
        case Not():
            return 3
        case Comparison() | Running():
            return 4
        case Arithmetic():
            return 6 if expr.op == "*" else 5
        case Negative():
            return 7
        case _:
            return 8
