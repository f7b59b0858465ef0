"""A machine's `Words` in, the sections of its states out: what each does with each event; no cell is left unsaid.

A cell that may move or act, or that has several ways out, has a row a branch in the state's table, which it shares with
cells that do the same.  The others are refused, ignored, deferred or impossible as a whole: a second table lists them,
a row for all that are so for one reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fsmc.emit.anchors import anchor, state_anchor
from fsmc.emit.reference.cells import refused
from fsmc.emit.reference.markdown import block, blocks, bullets, heading, listed, table, text
from fsmc.emit.reference.pictures import state_picture
from fsmc.emit.reference.words import OUTCOMES, Words, condition, effects
from fsmc.model import Cell, Disposition, Machine, Rank, State, Transition

HEAD = ("Event", "When", "Next state", "Actions", "Notes")
REFUSED = ("Outcome", "Events", "Why")


@dataclass(frozen=True, slots=True)
class Section:
    """A state, an event or anything else with a heading of its own, as Markdown."""

    anchor: str
    heading: str
    body: str


def state_sections(words: Words) -> list[Section]:
    """One section a state, in order of declaration."""
    machine = words.machine
    return [
        Section(state_anchor(state), heading(state.name), state_body(words, state, state_picture(machine, state)))
        for state in machine.states
    ]


def state_body(words: Words, state: State, picture: str = "") -> str:
    """Everything under the heading of a state."""
    cells = words.machine.cells_of(state)
    return blocks(
        block(state.doc),
        bullets(_facts(words, state)),
        picture,
        table(HEAD, _rows(words, [cell for cell in cells if not refused(cell)])),
        table(REFUSED, _refusals(words, [cell for cell in cells if refused(cell)])),
    )


def _facts(words: Words, state: State) -> list[str]:
    """What is known of the state beside its docs, a line of a list each."""
    machine: Machine = words.machine
    groups = listed(words.link(text(g.name), anchor("group", g.name)) for g in machine.groups if state in g.states)
    timers = listed(words.timer(timer) for timer in machine.timers if state in timer.within)
    facts = {
        "Also called": text(state.label),
        "Role": listed([state.initial * "initial state", state.final * "final state"]),
        "Groups": groups,
        "On entering": effects(machine.entering(state)),
        "On leaving": effects(machine.leaving(state)),
        "Timers that may run": timers or "none" * bool(machine.timers),
        "Notes": words.marks(state),
    }
    return [f"{name}: {value}" for name, value in facts.items() if value]


def _rows(words: Words, cells: list[Cell]) -> Iterator[list[str]]:
    """The rows of the cells, those that do the same together."""
    groups: dict[tuple[tuple[str, ...], ...], list[Cell]] = {}
    for cell in cells:
        groups.setdefault(tuple(_branches(words, cell)), []).append(cell)
    for branches, group in groups.items():
        places = listed(map(words.cell_place, group))
        for number, branch in enumerate(branches):
            yield [places if number == 0 else "", *branch]


def _branches(words: Words, cell: Cell) -> Iterator[tuple[str, ...]]:
    """A row a branch, without the event."""
    for number, branch in enumerate(cell.branches):
        outcome, actions = words.outcome(branch.line, cell.state), words.actions(branch.line, cell.state)
        yield condition(cell, number), outcome, actions, decided_by(words, branch.line)


def decided_by(words: Words, line: Transition | Disposition) -> str:
    """The remarks of a line, or that no line lists the event."""
    return listed(["not listed" * (line.rank is Rank.UNLISTED), words.remarks(line)])


def _refusals(words: Words, cells: list[Cell]) -> list[list[str]]:
    """A row for each reason: what becomes of the events, which they are, and why; kinds stand together."""
    groups: dict[tuple[str, str], list[Cell]] = {}
    for kind in OUTCOMES:
        for cell in cells:
            line = cell.branches[0].line
            if isinstance(line, Disposition) and line.kind is kind:
                groups.setdefault((f"*{OUTCOMES[kind]}*", _why(words, line)), []).append(cell)
    return [[outcome, listed(map(words.cell_place, group)), why] for (outcome, why), group in groups.items()]


def _why(words: Words, line: Disposition) -> str:
    """`“connection closing” · §3.10.2`."""
    reason = f"“{text(line.reason)}”" if line.reason else ""
    return " · ".join(part for part in (reason, decided_by(words, line)) if part)
