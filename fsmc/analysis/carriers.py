"""A machine in, its statements by kind out: everything that may carry documentation, citations and tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Union

from fsmc import names
from fsmc.model import Disposition, Machine, Notes, Reference, Tag, Transition
from fsmc.source import NOWHERE

Carrier = Union[Notes, Reference, Tag]


def carriers(machine: Machine) -> Iterator[tuple[str, Carrier]]:
    """Each statement with its kind (of `demands.KINDS`, or `unlisted`), by kind in order of the spec.

    What is written in one statement is told once: a type written in place is part of its owner, and a line about events
    and `other` is one line.
    """
    yield "machine", machine
    yield from (("reference", reference) for reference in machine.references)
    yield from (("tag", tag) for tag in machine.declared_tags)
    yield from _declared(machine)
    yield from _lines(machine)
    yield from (("enter", hook) for hook in machine.enters)
    yield from (("leave", hook) for hook in machine.leaves)
    yield from (("scenario", scenario) for scenario in machine.scenarios)
    yield from (("view", view) for view in machine.views)


def _declared(machine: Machine) -> Iterator[tuple[str, Notes]]:
    yield from (("const", constant) for constant in machine.constants)
    yield from (("type", kind) for kind in machine.enumerations if not kind.in_place)
    yield from (("type", kind) for kind in machine.host_types)
    yield from (("option", option) for option in machine.options)
    yield from (("var", variable) for variable in machine.variables)
    yield from (("timer", timer) for timer in machine.timers)
    yield from (("event", event) for event in machine.events)
    yield from (("action", action) for action in machine.actions)
    yield from (("guard", predicate) for predicate in machine.predicates)
    yield from (("state", state) for state in machine.states)
    yield from (("group", group) for group in machine.groups)


def _lines(machine: Machine) -> Iterator[tuple[str, Transition | Disposition]]:
    for line in {line.span: line for line in reversed(machine.lines)}.values():
        yield "transition" if isinstance(line, Transition) else line.kind.value, line
    if machine.unlisted.span != NOWHERE:
        yield "unlisted", machine.unlisted


def spoken(kind: str, carrier: Carrier) -> str:
    """`the state Shut`, `this transition`: how a message speaks of a statement."""
    name = getattr(carrier, "name", "")
    noun = {"const": "constant", "var": "variable"}.get(kind, kind)
    if name:
        return f"the {noun} {names.quoted(name)}"
    return f"this `{kind}` line" if kind != "transition" else "this transition"
