"""A `Machine` in, all that carries notes or effects out, each with the link to its place in the reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fsmc.emit.anchors import anchor, cell_anchor, event_anchor, state_anchor
from fsmc.emit.reference.markdown import code, link
from fsmc.model import Cell, Disposition, Effect, Machine, Notes, Transition


@dataclass(frozen=True, slots=True)
class Site:
    """A line or a declaration: what it carries, and a link to its place."""

    notes: Notes
    effects: tuple[Effect, ...]
    link: str


@lru_cache(maxsize=1)
def sites(machine: Machine) -> tuple[Site, ...]:
    """Everything in the order in which the reference speaks of it: lines, then what is declared."""
    return (*_lines(machine), *_hooks(machine), *_declared(machine))


def _lines(machine: Machine) -> Iterator[Site]:
    """The lines; each leads to the first cell that it has a part in."""
    first: dict[Transition | Disposition, Cell] = {}
    for cell in machine.cells.values():
        for branch in cell.branches:
            first.setdefault(branch.line, cell)
    for line in (*machine.lines, machine.unlisted):
        effects = line.effects if isinstance(line, Transition) else ()
        label = code(line.label)
        yield Site(line, effects, link(label, cell_anchor(first[line])) if line in first else label)


def _hooks(machine: Machine) -> Iterator[Site]:
    for word, hooks in (("enter", machine.enters), ("leave", machine.leaves)):
        for hook in hooks:
            label = code(f"{word} {hook.written_states} / {', '.join(map(str, hook.effects))}")
            yield Site(hook, hook.effects, link(label, state_anchor(hook.states[0])) if hook.states else label)


def _declared(machine: Machine) -> Iterator[Site]:
    for state in machine.states:
        yield Site(state, (), link(code(f"state {state}"), state_anchor(state)))
    for event in machine.all_events:
        yield Site(event, (), link(code(f"event {event}"), event_anchor(event)))
    for action in machine.actions:
        yield Site(action, action.effects, link(code(f"action {action.name}"), anchor("action", action.name)))
    named: dict[str, tuple[Notes, ...]] = {
        "group": machine.groups,
        "timer": machine.timers,
        "variable": machine.variables,
        "option": machine.options,
        "constant": machine.constants,
        "type": (*machine.enumerations, *machine.host_types),
        "guard": machine.predicates,
        "scenario": machine.scenarios,
    }
    for kind, items in named.items():
        for item in items:
            name = str(getattr(item, "name", "") or getattr(item, "label", ""))
            yield Site(item, (), link(code(f"{kind} {name}"), anchor(kind, name)))
