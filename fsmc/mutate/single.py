"""A line in, machines in which it is wrong in one of its cells only out; and cells that get a row nobody wrote.

A suite must notice a wrong decision in each single cell, however many cells one line decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fsmc.model import ELSE, Cell, Disposition, Do, Kind, Machine, Rank, State, Transition
from fsmc.mutate.lines import INSTEAD, other_targets
from fsmc.mutate.remaking import AnyLine, keeps_timers_within, remade
from fsmc.mutate.rows import in_one_cell, only
from fsmc.mutate.sites import Ground, Made
from fsmc.mutate.values import after


def wrong_cells(ground: Ground, line: AnyLine) -> Iterator[Made]:
    """Each cell of a line in turn: decided wrongly, if there are several, and with a move where nothing was done."""
    places = dict.fromkeys(cell for cell, _ in ground.places[line])
    for place, cell in enumerate(places):
        if len(places) > 1:
            yield from _wrong_once(ground.machine, line, cell)
        if isinstance(line, Disposition) and line.kind is not Kind.DEFER and (line.kind is Kind.IGNORE or place == 0):
            yield from _moving(ground.machine, line, cell)


def _wrong_once(machine: Machine, line: AnyLine, cell: Cell) -> Iterator[Made]:
    if isinstance(line, Disposition):
        fault, kind = INSTEAD[line.kind][0]
        change = f"{cell.name}: {kind}, not {line.kind}"
        yield _once(machine, fault, change, line, replace(line, kind=kind), cell)
        return
    for target in other_targets(machine, line, cell.state):
        other = replace(line, target=target)
        change = f"{cell.name}: -> {other.written_target}, not {line.written_target}"
        made = _once(machine, "other target", change, line, other, cell)
        if keeps_timers_within(made.machine):
            yield made
            break
    if line.effects:
        change = f"{cell.name}: without{line.written_effects}"
        yield _once(machine, "effects dropped", change, line, replace(line, effects=()), cell)


def _once(machine: Machine, fault: str, change: str, line: AnyLine, other: AnyLine, cell: Cell) -> Made:
    lines = in_one_cell(machine.lines, line, other, cell)
    return Made(f"{fault} in one cell", change, remade(machine, lines=lines))


# ---------------------------------------------------------------------------------------------------- rows added


def _moving(machine: Machine, line: Disposition, cell: Cell) -> Iterator[Made]:
    """A move where the line did nothing."""
    for row in _rows(machine, line, cell):
        changed = remade(machine, lines=in_one_cell(machine.lines, line, row, cell))
        if keeps_timers_within(changed):
            yield Made("row added", f"{row.label}, not {line.kind}", changed)
            return


def added_rows(ground: Ground) -> Iterator[Made]:
    """A row for each cell of which something is left to `unlisted`."""
    machine = ground.machine
    for cell, _ in ground.places.get(machine.unlisted, ()):
        for row in _rows(machine, _last(ground, cell), cell):
            changed = remade(machine, lines=(*machine.lines, row))
            if keeps_timers_within(changed):
                yield Made("row added", row.label, changed)
                break


def _last(ground: Ground, cell: Cell) -> Disposition:
    """The policy as a line for one cell: of the weakest rank that speaks of it, and decides when nothing else there."""
    policy = ground.machine.unlisted
    guarded = [branch.line.rank for branch in cell.branches if branch.line is not policy]
    span = cell.state.span
    if not guarded:
        return replace(policy, rank=Rank.NAMED, span=span)
    return replace(policy, rank=max(guarded), guard=ELSE, span=span)


def _rows(machine: Machine, line: Disposition, cell: Cell) -> Iterator[Transition]:
    """Moves in place of a disposition, to the states next to this one; in a machine of one state, an action."""
    states: tuple[State, ...] = machine.states
    for target in dict.fromkeys((*after(states, cell.state), *after(states[::-1], cell.state))):
        yield _row(line, cell, target)
    bare = [action for action in machine.actions if not action.params]
    if len(states) == 1 and bare:
        yield replace(_row(line, cell, None), effects=(Do(bare[0]),))


def _row(line: Disposition, cell: Cell, target: State | None) -> Transition:
    row = Transition(
        rank=line.rank,
        sources=line.sources,
        events=line.events,
        written_sources=line.written_sources,
        written_events=line.written_events,
        guard=line.guard,
        guard_span=line.guard_span,
        span=line.span,
        target=target,
    )
    found = only(row, cell)
    assert isinstance(found, Transition)
    return found
