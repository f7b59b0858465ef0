"""Parts of the model in, the Markdown in which the whole reference speaks of them out."""

from __future__ import annotations

from collections.abc import Iterable

from fsmc.emit.anchors import anchor, cell_anchor, event_anchor, state_anchor
from fsmc.emit.reference.markdown import code, inline, link, listed, place, text, web_link
from fsmc.model import (
    ELSE,
    Cell,
    Citation,
    Disposition,
    Effect,
    Event,
    Kind,
    Machine,
    Notes,
    State,
    Tag,
    Timer,
    Transition,
)

OUTCOMES = {Kind.IGNORE: "ignored", Kind.REJECT: "rejected", Kind.NEVER: "impossible", Kind.DEFER: "deferred"}


def state_link(state: State) -> str:
    return link(text(state.name), state_anchor(state))


def event_link(event: Event) -> str:
    return link(text(str(event)), event_anchor(event))


def timer_link(timer: Timer) -> str:
    return link(text(timer.name), anchor("timer", timer.name))


def cell_link(cell: Cell, label: str) -> str:
    return link(label, cell_anchor(cell))


def cell_place(cell: Cell) -> str:
    """The place of a cell and the name of its event, which leads to the event's section."""
    return place(cell_anchor(cell)) + event_link(cell.event)


def condition(cell: Cell, number: int) -> str:
    """When branch `number` of a cell is taken: its guard as written, `otherwise`, or nothing where it always is."""
    guard = cell.told_guard(cell.branches[number])
    if guard is ELSE or (guard is None and number > 0):
        return "otherwise"
    return "" if guard is None else code(str(guard))


def outcome(line: Transition | Disposition, source: State) -> str:
    """What a line does with the state: the state after it, `stays`, or `rejected` and its reason."""
    if isinstance(line, Disposition):
        return refusal(line)
    if line.target is None:
        return "*stays*"
    return state_link(line.target) + (" *again*" if line.target is source else "")


def refusal(line: Disposition) -> str:
    """`*rejected*: connection already exists`."""
    return f"*{OUTCOMES[line.kind]}*" + (f": {text(line.reason)}" if line.reason else "")


def actions(machine: Machine, line: Transition | Disposition, source: State) -> str:
    """Everything that is done when `line` is taken in `source`, what is due on leaving and entering included."""
    return effects(machine.effects(line, source)) if isinstance(line, Transition) else ""


def effects(items: Iterable[Effect]) -> str:
    """Effects in order, as a spec writes them."""
    return listed(code(str(effect)) for effect in items)


def remarks(machine: Machine, notes: Notes) -> str:
    """Docs, then tags, then citations, as they stand behind a line."""
    return " · ".join(part for part in (inline(notes.doc), marks(machine, notes)) if part)


def marks(machine: Machine, notes: Notes) -> str:
    """Tags and citations."""
    return listed([*(tag_link(tag) for tag in notes.tags), *(citation(machine, cite) for cite in notes.cites)])


def tag_link(tag: Tag) -> str:
    return link(text(tag.name), anchor("tag", tag.name))


def citation(machine: Machine, cite: Citation) -> str:
    """`§3.10.7.4` of the first document, `RFC5961 §4` of any other; a link where the document has an address."""
    first = machine.references[0] if machine.references else None
    name = f"{cite.reference.name} " if cite.reference and cite.reference is not first else ""
    return web_link(text(f"{name}§{cite.section}"), cite.url)


def states(items: Iterable[State]) -> str:
    return listed(map(state_link, items))
