"""Types, values, expressions and effects of a machine in, the same as JSON out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from fsmc.interpreter import Value
from fsmc.model import (
    Arithmetic,
    Ask,
    Assign,
    Basic,
    Citation,
    Comparison,
    Constant,
    Do,
    Effect,
    Enumeration,
    Event,
    Expr,
    Field,
    HostType,
    Literal,
    Logic,
    Machine,
    Many,
    Member,
    Negative,
    Not,
    Notes,
    Option,
    Otherwise,
    Pack,
    Parameter,
    Payload,
    Raise,
    Read,
    Running,
    Start,
    Stop,
    Type,
)

Entry = dict[str, Any]
"""An object of JSON."""

_EXACT = 2**53 - 1
"""The largest whole number that every reader of JSON keeps as it is."""


def lean(**parts: Any) -> Entry:
    """The parts that say something; a key ends in `_` where Python keeps the word for itself."""
    return {key.rstrip("_"): part for key, part in parts.items() if part not in (None, "", False, [], {}, ())}


# ---------------------------------------------------------------------------------------------------------- names


class Names:
    """Under which name each event and each enumeration stands, so that no two share one."""

    def __init__(self, machine: Machine) -> None:
        declared = {event.name for event in machine.timeouts}
        self._events = {e: str(e) if e.name in declared and not e.timer else e.name for e in machine.all_events}
        self._enumerations: dict[Enumeration, str] = {}
        taken = {kind.name for kind in machine.host_types}
        taken |= {kind.name for kind in machine.enumerations if not kind.in_place}
        for kind in machine.enumerations:
            name = free(kind.name, taken) if kind.in_place else kind.name
            self._enumerations[kind] = name
            taken.add(name)

    def event(self, event: Event) -> str:
        """Its name; in quotes where the expiry of a timer has that very name."""
        return self._events[event]

    def enumeration(self, kind: Enumeration) -> str:
        """Its name; one that is written in place is named after its owner."""
        return self._enumerations[kind]


def free(name: str, taken: Iterable[str]) -> str:
    """The name, or with a number behind it where it is taken."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}.{number}"
    return found


@lru_cache(maxsize=1)
def names_of(machine: Machine) -> Names:
    """The names of a machine."""
    return Names(machine)


# ---------------------------------------------------------------------------------------------------------- notes


def notes(carrier: Notes) -> Entry:
    """Documentation, citations and tags."""
    cites = [citation(cite) for cite in carrier.cites]
    return lean(doc=carrier.doc, cites=cites, tags=[tag.name for tag in carrier.tags])


def citation(cite: Citation) -> Entry:
    reference = cite.reference.name if cite.reference else ""
    return lean(reference=reference, section=cite.section, label=cite.label, url=web(cite.url))


_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def web(url: str) -> str:
    """The address, if it is one of http or https: pages make links of it."""
    return url if _WEB.fullmatch(url) else ""


# --------------------------------------------------------------------------------------------------------- values


def value(content: Value) -> Any:
    """A value of the interpreter: a whole number that readers may round is a text of digits."""
    match content:
        case bool() | str():
            return content
        case int():
            return content if abs(content) <= _EXACT else str(content)
        case float():
            return int(content) if content.is_integer() and abs(content) <= _EXACT else content
        case Mapping():
            return {name: value(part) for name, part in content.items()}
        case _:
            return [value(part) for part in content]


class Terms:
    """Writes what speaks of a machine's names."""

    def __init__(self, machine: Machine) -> None:
        self.names = names_of(machine)

    def type(self, kind: Type) -> str | Entry:
        """`"int"`, or an object that names an enumeration, a type of the host, or what there are many of."""
        match kind:
            case Basic():
                return kind.value
            case Enumeration():
                return {"enumeration": self.names.enumeration(kind)}
            case HostType():
                return {"host": kind.name}
            case Many():
                return {"many": self.type(kind.item)}

    def parameters(self, params: Iterable[Parameter]) -> list[Entry]:
        """The parts of a payload, in order."""
        return [lean(name=p.name, type=self.type(p.type), default=self.expression(p.default)) for p in params]

    # ------------------------------------------------------------------------------------------------ expressions

    def expression(self, expr: Expr | Otherwise | None) -> Entry | None:
        """The spelling of the spec and the tree; None for None."""
        return None if expr is None else {"text": str(expr), "tree": self.tree(expr)}

    def _all(self, exprs: Iterable[Expr]) -> list[Entry]:
        return [{"text": str(expr), "tree": self.tree(expr)} for expr in exprs]

    def tree(self, expr: Expr | Otherwise) -> Entry:
        """An object with its `kind` and its parts."""
        match expr:
            case Otherwise():
                return {"kind": "else"}
            case Literal():
                content = float(expr.value) if expr.type is Basic.DURATION else expr.value
                return {"kind": "literal", "type": self.type(expr.type), "value": value(content)}
            case Member():
                return {"kind": "member", "of": self.names.enumeration(expr.type), "name": expr.name}
            case Read():
                return {"kind": _slot(expr), "name": expr.of.name}
            case Payload():
                return {"kind": "payload", "name": expr.name}
            case Field():
                return {"kind": "field", "of": self.tree(expr.operand), "name": expr.name}
            case Running():
                return {"kind": "running", "timer": expr.timer.name}
            case Ask():
                return {"kind": "ask", "guard": expr.predicate.name, "args": self._trees(expr.args)}
            case _:
                return self._compound(expr)

    def _compound(self, expr: Pack | Not | Negative | Arithmetic | Comparison | Logic) -> Entry:
        match expr:
            case Pack():
                return {"kind": "pack", "items": self._trees(expr.items)}
            case Not():
                return {"kind": "not", "operand": self.tree(expr.operand)}
            case Negative():
                return {"kind": "negative", "operand": self.tree(expr.operand)}
            case Arithmetic():
                left, right = self.tree(expr.left), self.tree(expr.right)
                return {"kind": "arithmetic", "op": expr.op, "type": self.type(expr.type), "left": left, "right": right}
            case Comparison():
                return {
                    "kind": "comparison",
                    "operators": list(expr.operators),
                    "operands": self._trees(expr.operands),
                }
            case Logic():
                return {"kind": expr.op, "operands": self._trees(expr.operands)}

    def _trees(self, exprs: Iterable[Expr]) -> list[Entry]:
        return [self.tree(expr) for expr in exprs]

    # ---------------------------------------------------------------------------------------------------- effects

    def effects(self, effects: Iterable[Effect]) -> list[Entry]:
        """Effects in order."""
        return [self._effect(effect) for effect in effects]

    def _effect(self, effect: Effect) -> Entry:
        condition = self.expression(effect.condition)
        return {"text": str(effect), **self._what(effect), **lean(if_=condition)}

    def _what(self, effect: Effect) -> Entry:
        match effect:
            case Do():
                return {"kind": "do", "action": effect.action.name, **lean(args=self._all(effect.args))}
            case Assign():
                written = self.expression(effect.value)
                return {"kind": "assign", "variable": effect.variable.name, "op": effect.op, "value": written}
            case Start():
                return {"kind": "start", "timer": effect.timer.name, **lean(length=self.expression(effect.duration))}
            case Stop():
                return {"kind": "stop", "timer": effect.timer.name}
            case Raise():
                return {"kind": "raise", "event": self.names.event(effect.event), **lean(args=self._all(effect.args))}


def _slot(expr: Read) -> str:
    match expr.of:
        case Constant():
            return "constant"
        case Option():
            return "option"
        case _:
            return "variable"
