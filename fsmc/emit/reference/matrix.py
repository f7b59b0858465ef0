"""A `Machine` in, the matrix of its cells out: what each state does with each event, in marks that fit.

The longer side goes down the page: events as rows where they are at least as many as the states, else states.  Events
stand together by where they come from.
"""

from __future__ import annotations

from fsmc.emit.anchors import state_anchor
from fsmc.emit.reference import words
from fsmc.emit.reference.markdown import link, table, text
from fsmc.model import Cell, Disposition, Event, Kind, Machine, State, Transition

MARKS = {Kind.IGNORE: "·", Kind.REJECT: "–", Kind.DEFER: "»", Kind.NEVER: "×"}
STAYS = "↺"
WIDE = 8
"""More columns of states than so many are set in small print: a page is 850 to 1000 pixels wide."""


def matrix(machine: Machine) -> str:
    """The table, with a row of its own over the events of each source."""
    if len(machine.cell_events) >= len(machine.states):
        return _events_down(machine)
    return _states_down(machine)


def by_source(machine: Machine) -> dict[str, list[Event]]:
    """The events that decide cells, by where they come from, in order of the first of each; timeouts last."""
    groups: dict[str, list[Event]] = {}
    for event in machine.cell_events:
        groups.setdefault(origin(event), []).append(event)
    return groups


def origin(event: Event) -> str:
    """`from peer`, `timers`, or nothing where the spec does not say."""
    if event.timer:
        return "timers"
    source = event.source or (event.base.source if event.base else "")
    if not source and event.base:
        return origin(event.base)
    return f"from {source}" if source else ""


def _events_down(machine: Machine) -> str:
    groups = by_source(machine)
    rows = []
    for source, events in groups.items():
        if len(groups) > 1:
            rows.append([f"**{text(source or 'other')}**", *("" for _ in machine.states)])
        rows += [[words.event_link(event), *(_entry(machine, s, event) for s in machine.states)] for event in events]
    return table(["", *(_head(machine, state) for state in machine.states)], rows)


def _head(machine: Machine, state: State) -> str:
    return link(_sized(machine, text(state.name)), state_anchor(state))


def _sized(machine: Machine, name: str) -> str:
    """A state's name, in small print where there are many columns of them."""
    return f"<sub>{name}</sub>" if len(machine.states) > WIDE else name


def _states_down(machine: Machine) -> str:
    events = [event for group in by_source(machine).values() for event in group]
    rows = [[words.state_link(s), *(_entry(machine, s, event) for event in events)] for s in machine.states]
    return table(["", *map(words.event_link, events)], rows)


def _entry(machine: Machine, state: State, event: Event) -> str:
    """The cell's outcomes, each once, as a link to its place; nothing where there is no cell."""
    cell = machine.cells.get((state, event))
    return words.cell_link(cell, "<br>".join(_outcomes(machine, cell))) if cell else ""


def _outcomes(machine: Machine, cell: Cell) -> list[str]:
    return list(dict.fromkeys(_mark(machine, branch.line, cell.state) for branch in cell.branches))


def _mark(machine: Machine, line: Transition | Disposition, source: State) -> str:
    if isinstance(line, Disposition):
        return MARKS[line.kind]
    target = line.target_from(source)
    return STAYS if target is source else _sized(machine, text(target.name))


def legend(machine: Machine) -> str:
    """The marks that the matrix uses, explained."""
    kinds = {
        branch.line.kind if isinstance(branch.line, Disposition) else None
        for cell in machine.cells.values()
        for branch in cell.branches
    }
    parts = [f"**{STAYS}** stays in the state"]
    parts += [f"**{mark}** {words.OUTCOMES[kind]}" for kind, mark in MARKS.items() if kind in kinds]
    return ", ".join(["a name: the state after the event", *parts])
