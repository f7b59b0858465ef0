"""A machine's `Words` in, the sections of its events out: what each means, and in which states it does what.

What is asked and done there is in the sections of the states, to whose rows the names of the states lead.
"""

from __future__ import annotations

from fsmc.emit.anchors import event_anchor
from fsmc.emit.reference.cells import Outcome, origin, outcomes
from fsmc.emit.reference.markdown import block, blocks, bullets, code, heading, listed, text
from fsmc.emit.reference.states import Section
from fsmc.emit.reference.words import OUTCOMES, Words
from fsmc.model import ELSE, Cell, Event, Kind, signature

LONG = 6
"""More states than so many of one outcome are "every other state", if they are all that are left."""


def event_sections(words: Words) -> list[Section]:
    """One section an event, in order of declaration, timeouts last."""
    return [_section(words, event) for event in words.machine.all_events]


def _section(words: Words, event: Event) -> Section:
    facts = "\\\n".join(_facts(words, event))
    body = blocks(block(event.doc), facts, bullets(_outcomes(words, event)), _elsewhere(words, event))
    return Section(event_anchor(event), heading(str(event)), body)


def _facts(words: Words, event: Event) -> list[str]:
    """What is known of the event beside its docs, a line each."""
    facts = {
        "Also called": text(event.label),
        "Source": text(origin(event).removeprefix("from ")),
        "Payload": code(signature(event.params)),
        "Fires in place of": _base(words, event),
        "Replaced, where their guards hold, by": listed(map(words.event, words.machine.derived(event))),
        "Timer": words.timer(event.timer) if event.timer else "",
        "Notes": words.marks(event),
    }
    return [f"{name}: {value}" for name, value in facts.items() if value]


def _base(words: Words, event: Event) -> str:
    if event.base is None:
        return ""
    when = "" if event.when is None else " otherwise" if event.when is ELSE else f" when {code(str(event.when))}"
    return words.event(event.base) + when


def _outcomes(words: Words, event: Event) -> list[str]:
    """A line for each outcome of the event, with the states that have it; a cell may have several."""
    cells = words.machine.cells_on(event)
    everywhere = len(cells) == len(words.machine.states)
    found: dict[Outcome, list[Cell]] = {}
    for cell in cells:
        for outcome in outcomes(cell):
            found.setdefault(outcome, []).append(cell)
    order = (outcome for outcome in (*words.machine.states, None, *OUTCOMES) if outcome in found)
    return [f"{_told(words, outcome)} {_where(words, found[outcome], everywhere)}" for outcome in order]


def _told(words: Words, outcome: Outcome) -> str:
    if outcome is None:
        return "*stays* in"
    return f"*{OUTCOMES[outcome]}* in" if isinstance(outcome, Kind) else f"→ {words.state(outcome)} from"


def _where(words: Words, cells: list[Cell], everywhere: bool) -> str:
    """The states, each leading to its cell; those in which nothing else happens are `every other state` if many."""
    partly = [cell for cell in cells if len(outcomes(cell)) > 1]
    whole = len(cells) - len(partly)
    if not everywhere or whole <= LONG:
        return listed(words.cell(cell, text(cell.state.name)) for cell in cells)
    every = "every state" if whole == len(words.machine.states) else "every other state"
    named = listed(words.cell(cell, text(cell.state.name)) for cell in partly)
    return f"{named} and {every}" if named else every


def _elsewhere(words: Words, event: Event) -> str:
    """Why some states have no cell for the event."""
    if len(words.machine.cells_on(event)) == len(words.machine.states):
        return ""
    if event.expires:
        return "In every other state the timer cannot run."
    return "One of the events above always fires in its place." if words.machine.derived(event) else ""
