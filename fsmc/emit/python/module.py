"""A machine in, the whole generated module out: its parts as the template wants them."""

from __future__ import annotations

from dataclasses import dataclass

from fsmc.emit.backend import Artifact, banner
from fsmc.emit.python.cells import EventWriter
from fsmc.emit.python.context import Context
from fsmc.emit.python.declarations import Declarations, closed
from fsmc.emit.python.layout import Call, Code, lines_of
from fsmc.emit.python.methods import Method
from fsmc.emit.python.storage import Storage
from fsmc.emit.rendering import comment, literal, render
from fsmc.model import Event, Machine
from fsmc.names import natural


def emit(machine: Machine) -> Artifact:
    """The module as an artifact named after the machine."""
    context = Context(machine)
    return Artifact(f"{machine.slug}.py", render("python/module.py.j2", _values(context), {"remark": _remark}))


def _values(context: Context) -> dict[str, object]:
    """Everything that the template fills in.  Methods come first: they make the constants that they need."""
    parts = _parts(context)
    declared = Declarations(context)
    values = {
        "banner": banner(context.machine),
        "machine": context.machine,
        "name": context.bind.machine,
        "know": context.know,
        "needs": context.needs,
        "parts": parts,
        "declared": declared,
        "storage": Storage(context),
        "initial": context.state(context.machine.initial),
        "settles": "settle" in context.needs,
        "constants": "\n".join(context.actions.values()),
        "durations": "\n".join(context.durations.values()),
        "about": "\n\n".join(filter(None, (closed(context.machine.title), closed(context.machine.doc)))),
        "groups": "\n".join(context.groups.values()),
    }
    return {**values, "imports": _imports(context, parts), "exported": _exported(context)}


def _remark(text: str, indent: int = 0) -> str:
    """A comment above a line, or nothing."""
    return f"{' ' * indent}{comment(text, indent)}\n" if text else ""


@dataclass(frozen=True)
class Parts:
    """The methods of the machine class."""

    public: list[Method]
    derived: list[Method]
    timeouts: list[Method]
    methods: str
    """The table of the methods by event, for `handle` and for events that wait."""
    expiries: str
    """The table of the methods by timer."""


def _parts(context: Context) -> Parts:
    machine, bind = context.machine, context.bind
    public = [event for event in machine.events if event.base is None]
    derived = [event for event in machine.events if event.base is not None]
    by_event: list[Code] = [f"{context.event(event)}: {bind.method(event)}" for event in public]
    timers = [event for event in machine.timeouts if event.timer is not None]
    by_timer: list[Code] = [f"{literal(event.timer.name)}: {bind.method(event)}" for event in timers if event.timer]
    kind = "ClassVar[dict[{}, Callable[..., Actions]]]"
    return Parts(
        _methods(context, public),
        _methods(context, derived),
        _methods(context, timers),
        lines_of(f"_METHODS: {kind.format('Event')} = ", Call("", tuple(by_event), "{}"), indent=4).lstrip(),
        lines_of(f"_EXPIRIES: {kind.format('str')} = ", Call("", tuple(by_timer), "{}"), indent=4).lstrip(),
    )


def _methods(context: Context, events: list[Event]) -> list[Method]:
    return [method for event in events for method in EventWriter(context, event).methods()]


def _imports(context: Context, parts: Parts) -> str:
    """The import lines, sorted."""
    machine, know = context.machine, context.know
    typing = {"Any", "ClassVar", "Final", "NamedTuple", "Protocol", "TypeAlias"}
    if not any("ClassVar" in method.table for method in parts.public) and not machine.events and not machine.timers:
        typing.discard("ClassVar")
    wanted = [
        "import time" if machine.timers else "",
        "from collections import deque",
        "from collections.abc import Callable",
        "from dataclasses import dataclass" if machine.actions or know.defers else "",
        "from enum import Enum",
        "from functools import partial",
        "from math import isfinite" if machine.timers else "",
        "from operator import itemgetter" if len(machine.timers) > 1 else "",
        lines_of("from typing import ", ", ".join(sorted(typing))),
    ]
    return "\n".join(line for line in wanted if line)


def _exported(context: Context) -> str:
    """`__all__`, sorted as linters want it: constants, classes."""
    machine, bind, know = context.machine, context.bind, context.know
    classes = {
        "Action",
        "Actions",
        "Event",
        "Handler",
        "Impossible",
        "Rejected",
        "Runner",
        "State",
        "Transition",
        bind.machine,
        *(bind.action(action) for action in machine.actions),
        *(bind.enumeration(kind) for kind in machine.enumerations),
        *(bind.host_type(kind) for kind in machine.host_types),
        *(["Guards"] if machine.predicates else []),
        *(["Refused"] if know.defers else []),
        *(["EndlessRaise"] if know.raises else []),
    }
    constants = {"TRANSITIONS", *(bind.constant(constant) for constant in machine.constants)}
    order = sorted(constants | classes, key=lambda name: (len(name) == 1 or not name.isupper(), natural(name)))
    names = tuple(f'"{name}"' for name in order)
    return lines_of("__all__ = ", Call("", names))
