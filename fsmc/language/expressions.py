"""Expressions as written in, typed expressions of the model out.

Whatever is wrong is reported once; in its place stands `BROKEN`, whose type fits everywhere, so that one fault does
not set off others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Union

from fsmc import model, names
from fsmc.language import limits, misuses, problems, syntax
from fsmc.language.symbols import Faults, Table
from fsmc.language.syntax import Expression, Word
from fsmc.model import Basic, Expr, Type
from fsmc.source import NOWHERE, Span

UNKNOWN = model.HostType(name="?")
"""The type of what is broken; it fits everywhere."""
BROKEN = model.Payload("?", UNKNOWN)

Named = Union[model.Constant, model.Option, model.Variable, model.Predicate]


@dataclass
class Values:
    """What names mean in expressions: constants, options, variables, guards, members and timers."""

    faults: Faults
    named: Table[Named]
    enumerations: list[model.Enumeration] = field(default_factory=list)
    timers: dict[str, model.Timer] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)
    """The first event that carries a part of that name."""
    kept: dict[str, tuple[str, Span]] = field(default_factory=dict)
    """What options and variables the spec declares, before they are known themselves: what each is, and where."""
    numbers: limits.Numbers = field(default_factory=dict)

    def owners(self, member: str) -> list[model.Enumeration]:
        """The enumerations that have a member of that name."""
        return [enumeration for enumeration in self.enumerations if member in enumeration.members]


@dataclass(frozen=True)
class Scope:
    """What an expression may speak of besides the declared names.

    `payload` has the parts of the payload; None marks one that not all events of the line carry alike.  `questions`
    says whether the host and the timers may be asked, `constant` that only constants are allowed, `partial` that an
    event is missing, whose payload nobody knows.
    """

    payload: Mapping[str, Type | None] = field(default_factory=dict)
    missing_from: Mapping[str, model.Event] = field(default_factory=dict)
    questions: bool = False
    constant: str = ""
    partial: bool = False


def fits(actual: Type, expected: Type) -> bool:
    """Whether a value of type `actual` may stand where `expected` is wanted."""
    return actual == expected or UNKNOWN in (actual, expected)


class Lowering:
    """Lowers expressions within one scope."""

    def __init__(self, values: Values, scope: Scope) -> None:
        self.values = values
        self.scope = scope
        self.faults = values.faults

    def typed(self, expression: Expression, expected: Type) -> Expr:
        """The expression, which must have the expected type."""
        lowered = self.lower(expression, expected)
        if not fits(lowered.type, expected):
            self.faults.add(misuses.wrong_type(str(expected), str(lowered.type), expression.span))
            return BROKEN
        return lowered

    def condition(self, expression: Expression) -> Expr:
        """The expression, which must be a truth value."""
        return self.typed(expression, Basic.BOOL)

    def lower(self, expression: Expression, expected: Type | None = None) -> Expr:
        """The expression; `expected` tells members of the same name apart."""
        match expression:
            case syntax.Value():
                if expression.kind == "duration" and float(expression.value) > names.LONGEST:
                    self.faults.add(misuses.too_long(expression.span))
                    return BROKEN
                return model.Literal(expression.value, Basic(expression.kind))
            case syntax.Named():
                return self._named(expression, expected)
            case syntax.Dotted():
                return self._field(expression)
            case syntax.RunningTimer():
                return self._running(expression)
            case syntax.Operation():
                return self._operation(expression)
            case syntax.Chain():
                return self._chain(expression)

    # ---------------------------------------------------------------------------------------------- names

    def _named(self, expression: syntax.Named, expected: Type | None) -> Expr:
        name = expression.name.text
        if expression.args is not None:
            return self._call(expression)
        if name in self.scope.payload:
            return self._payload(expression.name)
        if isinstance(expected, model.Enumeration) and name in expected.members:
            return model.Member(expected, name)
        entity = self.values.named.by_name.get(name)
        if isinstance(entity, model.Predicate):
            return self._call(expression)
        if entity is not None:
            return self._read(entity, expression.span)
        return self._member(expression.name, expected)

    def _payload(self, word: Word) -> Expr:
        kind = self.scope.payload[word.text]
        if kind is not None:
            return self._not_constant(model.Payload(word.text, kind), "a payload", word.span)
        event = self.scope.missing_from.get(word.text)
        if event is None:
            self.faults.add(misuses.payload_differs(word.text, word.span))
        else:
            self.faults.add(misuses.no_payload(word.text, str(event), word.span, event.span))
        return BROKEN

    def _read(self, entity: model.Constant | model.Option | model.Variable, span: Span) -> Expr:
        if isinstance(entity, model.Constant):
            return model.Read(entity)
        noun = "an option" if isinstance(entity, model.Option) else "a variable"
        return self._not_constant(model.Read(entity), noun, span, entity.span)

    def _not_constant(self, expr: Expr, noun: str, span: Span, declared: Span = NOWHERE) -> Expr:
        """The expression, unless only constants are allowed here."""
        if not self.scope.constant:
            return expr
        self.faults.add(misuses.not_constant(self.scope.constant, noun, span, declared))
        return BROKEN

    def _member(self, word: Word, expected: Type | None) -> Expr:
        owners = self.values.owners(word.text)
        if self.scope.partial or (expected is UNKNOWN and not owners):
            return BROKEN
        if len(owners) == 1:
            return model.Member(owners[0], word.text)
        if owners:
            self.faults.add(
                misuses.ambiguous_member(word.text, [(owner.name, owner.span) for owner in owners], word.span)
            )
        elif self.scope.constant and word.text in self.values.kept:
            self.faults.add(
                misuses.not_constant(
                    self.scope.constant, self.values.kept[word.text][0], word.span, self.values.kept[word.text][1]
                )
            )
        elif self._is_difference(word):
            self.faults.add(problems.unquote_minus(word.text, word.span, is_known=self._is_value(word.text)))
        elif word.text.lower() in ("true", "false"):
            self.faults.add(problems.capital_truth(word.text, word.span))
        elif isinstance(expected, model.Enumeration):
            hint = f"'{expected.name}' has {', '.join(map(names.quoted, expected.members))}"
            self.faults.undeclared("a member", word, expected.members, hint)
        elif word.text in self.values.carried:
            event = names.quoted(self.values.carried[word.text])
            hint = f"it comes with the event {event}, and is known only in lines about it: keep what you need in a var"
            self.faults.undeclared("a value", word, (), hint)
        else:
            self.faults.undeclared("a value", word, self._candidates(), _way_to(word.text, expected))
        return BROKEN

    def _is_difference(self, word: Word) -> bool:
        """Whether `count-1` was written where `count - 1` was meant."""
        left, hyphen, _ = word.text.partition("-")
        return bool(hyphen) and self._is_known(left)

    def _is_value(self, difference: str) -> bool:
        """Whether what stands right of the hyphen can be taken away from something."""
        right = difference.partition("-")[2]
        return right.isdecimal() or self._is_known(right)

    def _is_known(self, name: str) -> bool:
        return name in self.scope.payload or name in self.values.named.by_name

    def _candidates(self) -> list[str]:
        members = [member for enumeration in self.values.enumerations for member in enumeration.members]
        return [*self.scope.payload, *self.values.named.by_name, *members, "true", "false"]

    def _call(self, expression: syntax.Named) -> Expr:
        word = expression.name
        entity = self.values.named.by_name.get(word.text)
        if not isinstance(entity, model.Predicate):
            guards = [name for name, e in self.values.named.by_name.items() if isinstance(e, model.Predicate)]
            self.faults.undeclared("a guard", word, guards)
            return BROKEN
        if not self.scope.questions:
            self.faults.add(misuses.not_asked_here(f"the guard '{word.text}'", expression.span))
            return BROKEN
        args = self.arguments(entity.name, entity.params, expression.args or (), expression.span, entity.span)
        return model.Ask(entity, args)

    def _field(self, expression: syntax.Dotted) -> Expr:
        operand = self.lower(expression.operand)
        if operand.type is UNKNOWN:
            return BROKEN
        fields = _fields(operand.type)
        if expression.name.text not in fields:
            word = expression.name
            declared = operand.type.span if isinstance(operand.type, model.HostType) else None
            self.faults.add(problems.no_field(word.text, str(operand.type), word.span, fields, declared))
            return BROKEN
        return model.Field(operand, expression.name.text, fields[expression.name.text])

    def _running(self, expression: syntax.RunningTimer) -> Expr:
        timer = self.values.timers.get(expression.timer.text)
        if timer is None:
            self.faults.undeclared("a timer", expression.timer, self.values.timers)
            return BROKEN
        if not self.scope.questions:
            self.faults.add(misuses.not_asked_here("'running'", expression.span))
            return BROKEN
        return model.Running(timer)

    # ----------------------------------------------------------------------------------------- operators

    def _operation(self, expression: syntax.Operation) -> Expr:
        operands = expression.operands
        match expression.operator:
            case "and" | "or":
                return model.Logic(expression.operator, tuple(map(self.condition, operands)))
            case "not":
                return model.Not(self.condition(operands[0]))
            case "negative":
                return self._negative(operands[0])
            case _:
                return self._arithmetic(expression)

    def _negative(self, operand: Expression) -> Expr:
        lowered = self.lower(operand)
        if lowered.type not in (Basic.INT, Basic.DURATION, UNKNOWN):
            self.faults.add(misuses.wrong_type("int", str(lowered.type), operand.span))
            return BROKEN
        return model.Negative(lowered)

    def _arithmetic(self, expression: syntax.Operation) -> Expr:
        left, right = map(self.lower, expression.operands)
        if UNKNOWN in (left.type, right.type):
            return BROKEN
        result = _result_type(expression.operator, left.type, right.type)
        if result is None:
            fault = misuses.no_arithmetic(expression.operator, str(left.type), str(right.type), expression.span)
            self.faults.add(fault)
            return BROKEN
        return self._measured(model.Arithmetic(expression.operator, left, right, result), expression.span)

    def _measured(self, arithmetic: model.Arithmetic, span: Span) -> Expr:
        fault = limits.large_number(arithmetic, span, self.values.numbers)
        if fault:
            self.faults.add(fault)
        return BROKEN if fault else arithmetic

    def _chain(self, expression: syntax.Chain) -> Expr:
        operands = self._same_type(expression.operands)
        rest = zip(expression.operators, expression.operands[1:], strict=True)
        for (left, right), (operator, written) in zip(pairwise(operands), rest, strict=True):
            if not fits(left.type, right.type):
                self.faults.add(misuses.not_comparable(str(left.type), str(right.type), written.span))
            elif operator not in ("==", "!=") and left.type not in (Basic.INT, Basic.DURATION, UNKNOWN):
                self.faults.add(misuses.not_ordered(str(left.type), written.span))
            elif not _has_equality(left.type):
                self.faults.add(misuses.opaque_value("values of the host cannot be compared", written.span, _FIELDS))
        return model.Comparison(tuple(operands), expression.operators)

    def _same_type(self, operands: Sequence[Expression]) -> list[Expr]:
        """The operands of a comparison.  A bare member takes its type from the others."""
        lowered: dict[int, Expr] = {}
        for index, operand in enumerate(operands):
            if not self._may_be_member(operand):
                lowered[index] = self.lower(operand)
        kinds = [expr.type for expr in lowered.values()]
        if not kinds:  # members only: the first says of which type
            lowered[0] = self.lower(operands[0])
            kinds = [lowered[0].type]
        if UNKNOWN in kinds:
            return [lowered.get(index, BROKEN) for index in range(len(operands))]
        expected = kinds[0]
        return [lowered.get(index) or self.lower(operand, expected) for index, operand in enumerate(operands)]

    def _may_be_member(self, operand: Expression) -> bool:
        if not isinstance(operand, syntax.Named) or operand.args is not None:
            return False
        name = operand.name.text
        return name not in self.scope.payload and name not in self.values.named.by_name

    # ----------------------------------------------------------------------------------------- arguments

    def arguments(
        self, what: str, params: tuple[model.Parameter, ...], given: Sequence[Expression], span: Span, declared: Span
    ) -> tuple[Expr, ...]:
        """One expression a parameter of what is declared there; what is left for a last `T*` is packed."""
        many = params[-1].type if params and isinstance(params[-1].type, model.Many) else None
        plain = params[:-1] if many else params
        if len(given) < len(plain) or (len(given) > len(plain) and not many):
            signature = f"{what}{model.signature(params)}"
            self.faults.add(misuses.wrong_count(f"'{what}'", signature, len(given), span, declared))
            return tuple(BROKEN for _ in params)
        args = [self.typed(written, param.type) for written, param in zip(given, plain, strict=False)]
        if many:
            args.append(self._pack(given[len(plain) :], many))
        return tuple(args)

    def _pack(self, given: Sequence[Expression], many: model.Many) -> Expr:
        """The values for a `T*` parameter, or one payload of that very type handed on."""
        if len(given) == 1 and isinstance(given[0], syntax.Named):
            name = given[0].name.text
            if self.scope.payload.get(name) == many:
                return model.Payload(name, many)
        return model.Pack(tuple(self.typed(item, many.item) for item in given), many)


def _way_to(name: str, expected: Type | None) -> str:
    """How to get a value of the type that is wanted."""
    if expected is Basic.STR:
        return f'a text stands in double quotes: `"{name}"`'
    if expected is Basic.BOOL:
        return f"{problems.declare('guard', name)}, or `var {names.quoted(name)}: bool`"
    return problems.declare("var", name, "duration") if expected is Basic.DURATION else ""


_FIELDS = "give the type fields, and compare those"


def _fields(kind: Type) -> dict[str, Type]:
    """The fields of a host type by name; no other type has any."""
    return {field.name: field.type for field in kind.fields} if isinstance(kind, model.HostType) else {}


def _has_equality(kind: Type) -> bool:
    return not isinstance(kind, model.Many) and (not isinstance(kind, model.HostType) or kind is UNKNOWN)


def _result_type(operator: str, left: Type, right: Type) -> Type | None:
    """The type of `left operator right`, or None where there is none."""
    if left is right and left in (Basic.INT, Basic.DURATION):
        return None if operator == "*" and left is Basic.DURATION else left
    if operator == "*" and {left, right} == {Basic.INT, Basic.DURATION}:
        return Basic.DURATION
    return None
