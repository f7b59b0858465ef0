"""A machine's `Words` in, all that carries notes or effects out, each with the link to its place in the reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from fsmc import names
from fsmc.emit.anchors import anchor, cell_anchor, event_anchor, state_anchor
from fsmc.emit.reference.markdown import listed, text
from fsmc.emit.reference.words import Words
from fsmc.model import Cell, Disposition, Effect, Hook, Machine, Notes, Transition


@dataclass(frozen=True, slots=True)
class Site:
    """A line or a declaration: what it carries, and a link to its place."""

    notes: Notes
    effects: tuple[Effect, ...]
    link: str


@lru_cache(maxsize=4)
def sites(words: Words) -> tuple[Site, ...]:
    """Everything in the order in which the reference speaks of it: lines, then what is declared."""
    return (*_lines(words), *_hooks(words), *_declared(words))


@lru_cache(maxsize=4)
def cells_of_lines(machine: Machine) -> dict[Transition | Disposition, list[Cell]]:
    """The cells that each line has a part in."""
    found: dict[Transition | Disposition, list[Cell]] = {}
    for cell in machine.cells.values():
        for branch in cell.branches:
            found.setdefault(branch.line, []).append(cell)
    return found


def _lines(words: Words) -> Iterator[Site]:
    """The lines; each leads to the first cell that it has a part in."""
    cells = cells_of_lines(words.machine)
    for line in (*words.machine.lines, words.machine.unlisted):
        effects = line.effects if isinstance(line, Transition) else ()
        label = text(brief(line))
        yield Site(line, effects, words.link(label, cell_anchor(cells[line][0])) if line in cells else label)


def brief(line: Transition | Disposition) -> str:
    """`FIN-WAIT-1 on rcv-FIN [fin-acked] → TIME-WAIT`: a line without its actions or its reason."""
    if isinstance(line, Transition):
        return f"{line.written_sources} on {line.written_events}{line.condition} → {line.written_target}"
    return line.label.removesuffix(f" {names.double_quoted(line.reason)}") if line.reason else line.label


def links(found: Iterable[Site]) -> str:
    """The links, one of a line of the spec on a line of its own."""
    every = list(found)
    lines = [site.link for site in every if isinstance(site.notes, (Transition, Disposition, Hook))]
    others = [site.link for site in every if not isinstance(site.notes, (Transition, Disposition, Hook))]
    return "<br>".join(filter(None, [*lines, listed(others)]))


def _hooks(words: Words) -> Iterator[Site]:
    for word, hooks in (("enter", words.machine.enters), ("leave", words.machine.leaves)):
        for hook in hooks:
            label = text(f"{word} {hook.written_states}")
            place = state_anchor(hook.states[0]) if hook.states else ""
            yield Site(hook, hook.effects, words.link(label, place) if place else label)


def _declared(words: Words) -> Iterator[Site]:
    machine = words.machine
    for state in machine.states:
        yield Site(state, (), words.link(text(f"state {state}"), state_anchor(state)))
    for event in machine.all_events:
        yield Site(event, (), words.link(text(f"event {event}"), event_anchor(event)))
    for action in machine.actions:
        yield Site(action, action.effects, words.link(text(f"action {action.name}"), anchor("action", action.name)))
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
            label = text(f"{kind} {name}")
            in_place = bool(getattr(item, "in_place", False))
            yield Site(item, (), label if in_place else words.link(label, anchor(kind, name)))
