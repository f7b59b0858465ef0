"""Cells and events in, what tables sort them by out: where an event comes from, what becomes of it."""

from __future__ import annotations

from typing import Union

from fsmc.model import Cell, Disposition, Event, Kind, Machine, State, Transition

Outcome = Union[State, Kind, None]
"""The state after an event, what becomes of the event, or None for a state that stays."""


def outcomes(cell: Cell) -> list[Outcome]:
    """The outcomes of a cell, each once, in the order in which they are tried."""
    return list(dict.fromkeys(_outcome(branch.line, cell.state) for branch in cell.branches))


def _outcome(line: Transition | Disposition, source: State) -> Outcome:
    if isinstance(line, Disposition):
        return line.kind
    target = line.target_from(source)
    return None if target is source else target


def refused(cell: Cell) -> bool:
    """Whether one line refuses, ignores, defers or excludes the event in every case."""
    return len(cell.branches) == 1 and isinstance(cell.branches[0].line, Disposition)


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
