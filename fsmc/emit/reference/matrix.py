"""A machine's `Words` in, the matrix of its cells out: what each state does with each event, in marks that fit.

Events from each source have a table of their own, and one that would be wider than a page is split.  Events go down the
page or across it, in small print or not: whatever takes least room.  Where all that is too long, a list tells of what
moves and acts, and leaves the rest to the sections of the states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from fsmc.emit.anchors import event_anchor, state_anchor
from fsmc.emit.reference import layout
from fsmc.emit.reference.cells import Outcome, by_source, outcomes
from fsmc.emit.reference.markdown import blocks, bullets, heading, listed, table, text
from fsmc.emit.reference.words import OUTCOMES, Words
from fsmc.model import Cell, Event, Kind, Machine, State

MARKS = {Kind.IGNORE: "·", Kind.REJECT: "–", Kind.DEFER: "»", Kind.NEVER: "×"}
STAYS = "↺"
LONG = 150
"""Rows that all tables may have together, about three printed pages, before a list of fewer lines takes their place."""
SPLIT = 12
"""How many rows it is worth not to split a table."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the tables are laid out: states across the page or events, names in small print or not."""

    states_across: bool
    small: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the matrix."""

    heading: str
    states_across: bool
    small: bool
    states: Sequence[State]
    events: Sequence[Event]


def matrix(words: Words) -> str:
    """The legend and the tables, each under the source of its events."""
    found = matrix_parts(words.machine)
    if found is None:
        return blocks(LIST_LEGEND, _list(words))
    return blocks(legend(words), *(one for part in found for one in (_heading(words, part), _table(words, part))))


def _heading(words: Words, part: Part) -> str:
    title = heading(part.heading)
    return title and (f"### {title}" if words.home else f"**{title}**")


@lru_cache(maxsize=4)
def matrix_parts(machine: Machine) -> tuple[Part, ...] | None:
    """The tables, or None where a list has far fewer lines."""
    form = _form(machine)
    return None if form is None else tuple(_parts(machine, form))


def _parts(machine: Machine, form: Form) -> Iterator[Part]:
    """The tables of each source of events, side after side; the first of a source has its heading."""
    groups = by_source(machine)
    for source, events in groups.items():
        count, states = _count(machine, form, events), _states(machine, events)
        title = (source or "other events") if len(groups) > 1 else ""
        sides: list[tuple[Sequence[State], Sequence[Event]]]
        if form.states_across:
            sides = [(chosen, events) for chosen in layout.split(states, count)]
        else:
            sides = [(states, chosen) for chosen in layout.split(events, count)]
        for number, side in enumerate(sides):
            yield Part("" if number else title[:1].upper() + title[1:], form.states_across, form.small, *side)


# ------------------------------------------------------------------------------------------------------- layout


@lru_cache(maxsize=4)
def _form(machine: Machine) -> Form | None:
    """The form that takes least room, or None if a list has far fewer lines."""
    sizes = {form: _size(machine, form) for form in (Form(*choice) for choice in product((True, False), (False, True)))}
    best = min(sizes, key=lambda form: sizes[form][0] + SPLIT * sizes[form][1])
    return None if sizes[best][0] > max(LONG, 5 * len(machine.states) // 2) else best


def _size(machine: Machine, form: Form) -> tuple[int, int]:
    """How many rows all tables have, heads included, and how many tables there are."""
    rows = tables = 0
    for events in by_source(machine).values():
        count = _count(machine, form, events)
        down = events if form.states_across else _states(machine, events)
        rows += count * (len(down) + 2)
        tables += count
    return rows, tables


def _states(machine: Machine, events: list[Event]) -> list[State]:
    """The states that have a cell for one of the events: a timer does not run everywhere."""
    return [state for state in machine.states if any((state, event) in machine.cells for event in events)]


def _count(machine: Machine, form: Form, events: list[Event]) -> int:
    """In how many tables these events fit."""
    size = layout.SMALL if form.small else 1.0
    states = _states(machine, events)
    names = [layout.width(state.name) * size for state in states]
    heads = [layout.width(str(event)) * size for event in events]
    if form.states_across:
        entries = [_entries(machine, [state], events) for state in states]
        first, columns = heads, zip(names, entries, strict=True)
    else:
        entries = [_entries(machine, states, [event]) for event in events]
        first, columns = names, zip(heads, entries, strict=True)
    return layout.parts(max(first), [max(head, entry * size) for head, entry in columns])


def _entries(machine: Machine, states: Sequence[State], events: Sequence[Event]) -> float:
    """The width that entries of a column need: of the states that they name."""
    cells = (machine.cells.get(pair) for pair in product(states, events))
    named = {outcome for cell in cells if cell for outcome in outcomes(cell) if isinstance(outcome, State)}
    return max((layout.width(state.name) for state in named), default=layout.LETTER)


# ------------------------------------------------------------------------------------------------------- tables


def _table(words: Words, part: Part) -> str:
    if part.states_across:
        head = ["", *(_state(words, part, state) for state in part.states)]
        rows = [
            [_event(words, part, event), *(_entry(words, part, s, event) for s in part.states)] for event in part.events
        ]
    else:
        head = ["", *(_event(words, part, event) for event in part.events)]
        rows = [
            [_state(words, part, s), *(_entry(words, part, s, event) for event in part.events)] for s in part.states
        ]
    return table(head, rows, centred=True)


def _event(words: Words, part: Part, event: Event) -> str:
    return words.link(_sized(part, str(event)), event_anchor(event))


def _state(words: Words, part: Part, state: State) -> str:
    return words.link(_sized(part, state.name), state_anchor(state))


def _sized(part: Part, name: str) -> str:
    shown = layout.breaking(name)
    return f"<small>{shown}</small>" if part.small else shown


def _entry(words: Words, part: Part, state: State, event: Event) -> str:
    """The cell's outcomes, each once, as a link to its place; nothing where there is no cell."""
    cell = words.machine.cells.get((state, event))
    return words.cell(cell, "<br>".join(_mark(part, outcome) for outcome in outcomes(cell))) if cell else ""


def _mark(part: Part, outcome: Outcome) -> str:
    if isinstance(outcome, State):
        return _sized(part, outcome.name)
    return STAYS if outcome is None else MARKS[outcome]


def legend(words: Words) -> str:
    """The marks that the matrix uses, explained."""
    found = {outcome for cell in words.machine.cells.values() for outcome in outcomes(cell)}
    parts = ["a name is the state after the event"] * any(isinstance(outcome, State) for outcome in found)
    parts += [f"**{STAYS}** stays in the state"] * (None in found)
    parts += [f"**{mark}** {OUTCOMES[kind]}" for kind, mark in MARKS.items() if kind in found]
    leads = "Each entry leads to its place below: " * words.home
    told = f"{leads}{', '.join(parts)}."
    return told[0].upper() + told[1:] if parts else "There are no events."


# --------------------------------------------------------------------------------------------------------- list

LIST_LEGEND = (
    f"The events on which each state leads to another, or (**{STAYS}**) on which it acts and stays. What it rejects, "
    "ignores, defers or excludes is in its section."
)


def _list(words: Words) -> str:
    """A line for each state: on which events it leads where."""
    return bullets(f"**{words.state(state)}**: {_leads(words, state) or '–'}" for state in words.machine.states)


def _leads(words: Words, state: State) -> str:
    found: dict[Outcome, list[Cell]] = {}
    for cell in words.machine.cells_of(state):
        for outcome in outcomes(cell):
            found.setdefault(outcome, []).append(cell)
    return "; ".join(
        f"{listed(words.cell(cell, text(str(cell.event))) for cell in cells)} {_arrow(outcome)}"
        for outcome, cells in found.items()
        if not isinstance(outcome, Kind)
    )


def _arrow(outcome: Outcome) -> str:
    return f"→ {text(outcome.name)}" if isinstance(outcome, State) else STAYS
