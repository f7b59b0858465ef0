"""A `Machine` in, the sections of its events out: what each means and what it does in each state.

States in which the same line does the same share a row; the names of the states lead to the cells.
"""

from __future__ import annotations

from dataclasses import dataclass

from fsmc.emit.anchors import event_anchor
from fsmc.emit.reference import words
from fsmc.emit.reference.markdown import block, code, listed, table, text
from fsmc.emit.reference.matrix import origin
from fsmc.emit.reference.states import decided_by
from fsmc.model import ELSE, Cell, Event, Machine, signature

HEAD = ("In", "When", "Next state", "Actions", "Notes")


@dataclass(frozen=True, slots=True)
class EventSection:
    """An event as Markdown; every part but the first two may be empty."""

    anchor: str
    heading: str
    doc: str
    facts: tuple[str, ...]
    table: str
    elsewhere: str


def event_sections(machine: Machine) -> list[EventSection]:
    """One section an event, in order of declaration, timeouts last."""
    return [_section(machine, event) for event in machine.all_events]


def _section(machine: Machine, event: Event) -> EventSection:
    cells = machine.cells_on(event)
    return EventSection(
        anchor=event_anchor(event),
        heading=text(str(event)),
        doc=block(event.doc),
        facts=tuple(_facts(machine, event)),
        table=table(HEAD, _rows(machine, cells)),
        elsewhere=_elsewhere(machine, event, cells),
    )


def _facts(machine: Machine, event: Event) -> list[str]:
    """What is known of the event beside its docs, a line of a list each."""
    facts = {
        "Also called": text(event.label),
        "Source": text(origin(event).removeprefix("from ")),
        "Payload": code(signature(event.params)),
        "Fires in place of": _base(event),
        "Replaced, where their guards hold, by": listed(map(words.event_link, machine.derived(event))),
        "Timer": words.timer_link(event.timer) if event.timer else "",
        "Notes": words.marks(machine, event),
    }
    return [f"{name}: {value}" for name, value in facts.items() if value]


def _base(event: Event) -> str:
    if event.base is None:
        return ""
    when = "" if event.when is None else " otherwise" if event.when is ELSE else f" when {code(str(event.when))}"
    return words.event_link(event.base) + when


def _rows(machine: Machine, cells: tuple[Cell, ...]) -> list[list[str]]:
    """A row for each line and what it does, with the states in which it does so."""
    rows: dict[tuple[int, str, str, str, str], list[str]] = {}
    for cell in cells:
        for number, branch in enumerate(cell.branches):
            row = (
                id(branch.line),
                words.condition(cell, number),
                words.outcome(branch.line, cell.state),
                words.actions(machine, branch.line, cell.state),
                decided_by(machine, branch.line),
            )
            rows.setdefault(row, []).append(words.cell_link(cell, text(cell.state.name)))
    return [[listed(states), *row[1:]] for row, states in rows.items()]


def _elsewhere(machine: Machine, event: Event, cells: tuple[Cell, ...]) -> str:
    """Why some states have no cell for the event."""
    if len(cells) == len(machine.states):
        return ""
    if event.expires:
        return "In every other state the timer cannot run."
    return "One of the events above always fires in its place." if machine.derived(event) else ""
