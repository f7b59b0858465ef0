"""A test and its outcome in; later conditions, without the parts whose outcome it tells, out.

A type checker narrows an enumeration the same way, and calls a test whose outcome it knows a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fsmc.model import Basic, Comparison, Enumeration, Expr, Literal, Logic, Member, Not

TRUE = Literal(True, Basic.BOOL)
FALSE = Literal(False, Basic.BOOL)


@dataclass(frozen=True)
class Facts:
    """What tests on one snapshot have told."""

    left: Mapping[Expr, tuple[str, ...]] = field(default_factory=dict)
    """The members that an expression of an enumeration may still be."""
    truth: Mapping[Expr, bool] = field(default_factory=dict)
    """The outcome of other conditions: answers, booleans, comparisons."""

    def after(self, condition: Expr, outcome: bool) -> Facts:
        """The facts after a test had that outcome."""
        match condition:
            case Not():
                return self.after(condition.operand, not outcome)
            case Logic() if (condition.op == "and") == outcome:
                facts = self
                for operand in condition.operands:
                    facts = facts.after(operand, outcome)
                return facts
            case Comparison():
                return self._compared(condition, outcome)
            case Logic() | Literal():
                return self
            case _:
                return replace(self, truth={**self.truth, condition: outcome})

    def _compared(self, condition: Comparison, outcome: bool) -> Facts:
        found = _asked(condition)
        if found is None:
            return replace(self, truth={**self.truth, condition: outcome})
        what, kind, member = found
        same = (condition.operators[0] == "==") == outcome
        left = tuple(name for name in self.left.get(what, kind.members) if (name == member) == same)
        return replace(self, left={**self.left, what: left})

    def simplified(self, condition: Expr) -> Expr:
        """The condition without the parts whose outcome is known."""
        if condition in self.truth:
            return TRUE if self.truth[condition] else FALSE
        match condition:
            case Not():
                inner = self.simplified(condition.operand)
                opposite: dict[Expr, Expr] = {TRUE: FALSE, FALSE: TRUE}
                return opposite.get(inner, replace(condition, operand=inner))
            case Logic():
                return self._joined(condition)
            case Comparison():
                plain = _as_boolean(condition)
                return self._known(condition) if plain is None else self.simplified(plain)
            case _:
                return condition

    def _joined(self, condition: Logic) -> Expr:
        decides, passes = (TRUE, FALSE) if condition.op == "or" else (FALSE, TRUE)
        facts, open_parts = self, []
        for operand in condition.operands:
            part = facts.simplified(operand)
            if part == decides:
                return decides
            if part != passes:
                open_parts.append(part)
                facts = facts.after(part, condition.op == "and")
        if len(open_parts) > 1:
            return replace(condition, operands=tuple(open_parts))
        return open_parts[0] if open_parts else passes

    def _known(self, condition: Comparison) -> Expr:
        found = _asked(condition)
        if found is None:
            return condition
        what, _, member = found
        left = self.left.get(what)
        is_equal = condition.operators[0] == "=="
        if left is None or (member in left and len(left) > 1):
            return condition
        return TRUE if (member in left) == is_equal else FALSE


def _as_boolean(condition: Comparison) -> Expr | None:
    """`x` for `x == true`, `not x` for `x == false`; None for other comparisons."""
    if len(condition.operators) != 1:
        return None
    for this, other in (condition.operands, condition.operands[::-1]):
        if isinstance(this, Literal) and isinstance(this.value, bool):
            return other if this.value == (condition.operators[0] == "==") else Not(other)
    return None


def _asked(condition: Comparison) -> tuple[Expr, Enumeration, str] | None:
    """What is compared with which member, for a plain comparison with a member."""
    if len(condition.operators) != 1:
        return None
    for this, other in (condition.operands, condition.operands[::-1]):
        if isinstance(this, Member) and not isinstance(other, Member):
            return other, this.type, this.name
    return None
