"""A machine and some of its events in, a piece of the generated module out: the methods that take these events.

It is for whoever has the module of a machine that differs in a few cells, and does not want to make all of it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fsmc.emit.python.cells import EventWriter
from fsmc.emit.python.context import Context
from fsmc.emit.python.methods import Method
from fsmc.model import Event, Machine


@dataclass(frozen=True)
class Excerpt:
    """A class with nothing but the methods of some events, after the constants that they use.

    The text runs among the names of the module; `needs` are the parts of the class that the methods call.
    """

    text: str
    needs: frozenset[str]


def excerpt(machine: Machine, events: Iterable[Event]) -> Excerpt:
    """The methods of some events."""
    context = Context(machine)
    methods = [_written(method) for event in events for method in EventWriter(context, event).methods()]
    constants = [*context.groups.values(), *context.durations.values(), *context.actions.values()]
    parts = ["from __future__ import annotations", *constants, f"class {context.bind.machine}:", *methods, "    pass"]
    return Excerpt("\n".join(parts) + "\n", frozenset(context.needs))


def _written(method: Method) -> str:
    table = f"\n    {method.table}" if method.table else ""
    return f"    {method.head}\n{method.body}{table}"
