"""A state or an event in, the part of a reference that is about it out: a heading, its documentation, its cells."""

from __future__ import annotations

from docutils import nodes

from fsmc.embed import grid
from fsmc.emit.prose import on_one_line, paragraphs
from fsmc.model import Event, Machine, State, signature
from fsmc.sphinx import tables


def state_part(machine: Machine, state: State, target: nodes.target) -> list[nodes.Node]:
    """What is said of a state, and what it does with each event; links to it lead to the target."""
    heading = nodes.rubric("", on_one_line(state.name), classes=["fsm-state"])
    cells = tables.table(machine, grid.cells(machine, state), lambda run, place: False)
    return [target, heading, *_prose(state.label, state.doc), nodes.container("", cells, classes=["fsm-table"])]


def event_part(event: Event, target: nodes.target) -> list[nodes.Node]:
    """What is said of an event, its payload and where it comes from."""
    heading = nodes.rubric("", on_one_line(str(event)), classes=["fsm-event"])
    params = signature((event.base or event).params)
    facts = nodes.paragraph()
    facts += [nodes.literal("", params)] if params else []
    facts += nodes.Text(f"{' ' if params else ''}from {on_one_line(event.source)}") if event.source else []
    return [target, heading, *_prose(event.label, event.doc), *([facts] if facts.children else [])]


def _prose(label: str, doc: str) -> list[nodes.Node]:
    label_lines = [nodes.paragraph("", "", nodes.emphasis("", on_one_line(label)))] if label else []
    return [*label_lines, *(nodes.paragraph("", " ".join(lines)) for lines in paragraphs(doc))]
