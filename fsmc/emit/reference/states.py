"""A `Machine` in, the sections of its states out: what each does with each event, so that no cell is left unsaid.

A cell that may move or act, or that has several ways out, has a row a branch in the state's table.  The others are
refused, ignored, deferred or impossible as a whole: they are listed below it, by the line that decides them.
"""

from __future__ import annotations

from dataclasses import dataclass

from fsmc.emit.anchors import anchor, state_anchor
from fsmc.emit.reference import words
from fsmc.emit.reference.markdown import block, link, listed, table, text
from fsmc.model import Cell, Disposition, Machine, Rank, State, Transition

HEAD = ("Event", "When", "Next state", "Actions", "Notes")


@dataclass(frozen=True, slots=True)
class StateSection:
    """A state as Markdown; every part but the first two may be empty."""

    anchor: str
    heading: str
    doc: str
    facts: tuple[str, ...]
    table: str
    refusals: tuple[str, ...]


def state_sections(machine: Machine) -> list[StateSection]:
    """One section a state, in order of declaration."""
    return [_section(machine, state) for state in machine.states]


def _section(machine: Machine, state: State) -> StateSection:
    cells = machine.cells_of(state)
    return StateSection(
        anchor=state_anchor(state),
        heading=text(state.name),
        doc=block(state.doc),
        facts=tuple(_facts(machine, state)),
        table=table(HEAD, [row for cell in cells if not _refused(cell) for row in _rows(machine, cell)]),
        refusals=tuple(_refusals(machine, [cell for cell in cells if _refused(cell)])),
    )


def _facts(machine: Machine, state: State) -> list[str]:
    """What is known of the state beside its docs, a line of a list each."""
    groups = listed(link(text(g.name), anchor("group", g.name)) for g in machine.groups if state in g.states)
    timers = listed(words.timer_link(timer) for timer in machine.timers if state in timer.within)
    facts = {
        "Also called": text(state.label),
        "Role": listed([state.initial * "initial state", state.final * "final state"]),
        "Groups": groups,
        "On entering": words.effects(machine.entering(state)),
        "On leaving": words.effects(machine.leaving(state)),
        "Timers that may run": timers or "none" * bool(machine.timers),
        "Notes": words.marks(machine, state),
    }
    return [f"{name}: {value}" for name, value in facts.items() if value]


def _refused(cell: Cell) -> bool:
    """Whether one line refuses, ignores, defers or excludes the event in every case."""
    return len(cell.branches) == 1 and isinstance(cell.branches[0].line, Disposition)


def _rows(machine: Machine, cell: Cell) -> list[list[str]]:
    """A row a branch; the first is the cell's place."""
    rows = []
    for number, branch in enumerate(cell.branches):
        rows.append(
            [
                words.cell_place(cell) if number == 0 else words.event_link(cell.event),
                words.condition(cell, number),
                words.outcome(branch.line, cell.state),
                words.actions(machine, branch.line, cell.state),
                decided_by(machine, branch.line),
            ]
        )
    return rows


def decided_by(machine: Machine, line: Transition | Disposition) -> str:
    """The remarks of a line, or that no line lists the event."""
    if line.rank is Rank.UNLISTED:
        return listed(["not listed", words.remarks(machine, line)])
    return words.remarks(machine, line)


def _refusals(machine: Machine, cells: list[Cell]) -> list[str]:
    """A line of a list for each disposition: what becomes of the events, which they are, and why."""
    groups: dict[Disposition, list[Cell]] = {}
    for cell in cells:
        line = cell.branches[0].line
        assert isinstance(line, Disposition)
        groups.setdefault(line, []).append(cell)
    return [_refusal(machine, line, group) for line, group in groups.items()]


def _refusal(machine: Machine, line: Disposition, cells: list[Cell]) -> str:
    """`**Rejected**: SEND, CLOSE: connection does not exist (§3.10.2)`."""
    kind = f"**{words.OUTCOMES[line.kind].capitalize()}**"
    events = listed(map(words.cell_place, cells))
    reason = f" — “{text(line.reason)}”" if line.reason else ""
    remarks = decided_by(machine, line)
    return f"{kind}: {events}{reason}" + (f" ({remarks})" if remarks else "")
