"""A `Machine` in, its lines and the cells that they decide out, as entries of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from fsmc.emit.anchors import anchor, cell_anchor
from fsmc.emit.data.terms import Entry, Terms, free, lean, names_of, notes
from fsmc.model import ELSE, Branch, Cell, Disposition, Hook, Kind, Machine, Rank, Transition

OUTCOMES = {Kind.IGNORE: "ignored", Kind.REJECT: "rejected", Kind.NEVER: "impossible", Kind.DEFER: "deferred"}
_EVERYWHERE = (Rank.ANY, Rank.ANY_OTHER)
_OTHER = (Rank.NAMED_OTHER, Rank.ANY_OTHER)

AnyLine = Transition | Disposition


def line_entries(machine: Machine) -> list[Entry]:
    """The lines in order of the spec."""
    return [line_entry(machine, line) for line in machine.lines]


def line_entry(machine: Machine, line: AnyLine) -> Entry:
    """A line as it is written, and what it stands for."""
    terms, names = Terms(machine), names_of(machine)
    where = [] if line.rank is Rank.UNLISTED else [state.name for state in line.sources]
    on = [] if line.rank is Rank.UNLISTED else [names.event(event) for event in line.events]
    return {
        "id": line_ids(machine)[line],
        "label": line.label,
        "rank": line.rank.name.lower().replace("_", "-"),
        **lean(written=_written(line), sources=where, events=on, guard=terms.expression(line.guard)),
        **_verdict(terms, line),
        **notes(line),
    }


def _written(line: AnyLine) -> Entry:
    return lean(sources=line.written_sources, events=line.written_events)


def _verdict(terms: Terms, line: AnyLine) -> Entry:
    """What the line does with its events."""
    if isinstance(line, Disposition):
        return {"kind": line.kind.value, **lean(reason=line.reason)}
    target = line.target.name if line.target else ""
    return {"kind": "on", **lean(target=target, effects=terms.effects(line.effects))}


@lru_cache(maxsize=1)
def line_ids(machine: Machine) -> dict[AnyLine, str]:
    """An id for each line: after the first state and the first event that it names, numbered where they are shared.

    Not its place among the lines: a new line would change every id behind it.
    """
    ids: dict[AnyLine, str] = {machine.unlisted: anchor("line", "unlisted")}
    taken = set(ids.values())
    for line in machine.lines:
        ids[line] = free(anchor("line", *_first(line)), taken)
        taken.add(ids[line])
    return ids


def _first(line: AnyLine) -> Iterator[str]:
    """`CLOSED`, `rcv-SYN`; `any` and `other` for lines that say so."""
    yield "any" if line.rank in _EVERYWHERE or not line.sources else line.sources[0].name
    if line.rank in _OTHER or not line.events:
        yield "other"
    elif timer := line.events[0].timer:
        yield from ("timeout", timer.name)
    else:
        yield line.events[0].name


def hook_entries(machine: Machine, hooks: tuple[Hook, ...]) -> list[Entry]:
    """`enter` or `leave` lines, in order of the spec."""
    terms = Terms(machine)
    return [
        {
            "states": [state.name for state in hook.states],
            "written": hook.written_states,
            "effects": terms.effects(hook.effects),
            **notes(hook),
        }
        for hook in hooks
    ]


# ---------------------------------------------------------------------------------------------------------- cells


def cells(machine: Machine) -> Iterator[Cell]:
    """The cells by state, then by event, in order of declaration."""
    for state in machine.states:
        yield from machine.cells_of(state)


def cell_entries(machine: Machine) -> list[Entry]:
    """The cells with their branches."""
    return [
        {
            "state": cell.state.name,
            "event": names_of(machine).event(cell.event),
            "id": cell_anchor(cell),
            "branches": [_branch(machine, cell, number) for number in range(len(cell.branches))],
        }
        for cell in cells(machine)
    ]


def _branch(machine: Machine, cell: Cell, number: int) -> Entry:
    branch = cell.branches[number]
    target = branch.line.target if isinstance(branch.line, Transition) else None
    return {
        "line": line_ids(machine)[branch.line],
        **lean(when=when(cell, number), guard=Terms(machine).expression(branch.guard)),
        "outcome": outcome(branch),
        **lean(target=target.name if target else ""),
    }


def when(cell: Cell, number: int) -> str:
    """When a branch is taken: its guard as written, `else`, or nothing where it always is."""
    guard = cell.told_guard(cell.branches[number])
    if guard is ELSE or (guard is None and number > 0):
        return "else"
    return "" if guard is None else str(guard)


def outcome(branch: Branch) -> str:
    """What becomes of the event, in one word."""
    if isinstance(branch.line, Disposition):
        return OUTCOMES[branch.line.kind]
    return "stays" if branch.line.target is None else "moves"
