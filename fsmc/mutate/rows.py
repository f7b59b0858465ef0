"""The lines of a machine in, the same with another one in place of one of them, or in one of its cells only, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fsmc.model import Cell
from fsmc.mutate.remaking import AnyLine

Lines = tuple[AnyLine, ...]


def instead(lines: Sequence[AnyLine], old: AnyLine, *new: AnyLine) -> Lines:
    """The lines with others in place of one."""
    place = lines.index(old)
    return (*lines[:place], *new, *lines[place + 1 :])


def in_one_cell(lines: Sequence[AnyLine], old: AnyLine, new: AnyLine, cell: Cell) -> Lines:
    """The lines with another in place of one, but in one cell only: the old one goes on to speak of its other cells."""
    return instead(lines, old, only(new, cell), *_without(old, cell))


def only(line: AnyLine, cell: Cell) -> AnyLine:
    """The line as if it had been written for one cell."""
    return replace(
        line,
        sources=(cell.state,),
        events=(cell.event,),
        written_sources=str(cell.state),
        written_events=str(cell.event),
    )


def _without(line: AnyLine, cell: Cell) -> Iterator[AnyLine]:
    """The line about all of its cells but one: about the other states, then about the other events of this one."""
    states = tuple(state for state in line.sources if state is not cell.state)
    events = tuple(event for event in line.events if event is not cell.event)
    if states:
        yield replace(line, sources=states)
    if events:
        yield replace(line, sources=(cell.state,), events=events)
