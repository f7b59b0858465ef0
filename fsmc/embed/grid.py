"""A `Machine` in, its tables as values out, for formats that are no Markdown: cells made of words, code and names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import compress

from fsmc.emit.anchors import event_anchor, state_anchor
from fsmc.emit.reference.cells import outcomes
from fsmc.emit.reference.matrix import MARKS, STAYS
from fsmc.emit.reference.words import OUTCOMES
from fsmc.model import ELSE, Cell, Disposition, Effect, Event, Guard, Machine, Scenario, State, Step, Transition


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind: prose, code, or the name of the state or event that `about` is.

    `place` says that the table speaks of it here: in this row, or in this column.
    """

    text: str
    code: bool = False
    about: State | Event | None = None
    place: bool = False

    @property
    def name(self) -> str:
        """The name of the state or event; empty for prose and code."""
        return self.about.name if self.about else ""

    @property
    def anchor(self) -> str:
        """Where the reference speaks of it (`state.CLOSED`); empty for prose and code."""
        if self.about is None:
            return ""
        return state_anchor(self.about) if isinstance(self.about, State) else event_anchor(self.about)


Entry = tuple[Run, ...]
"""A cell of a table: what it lists."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head and rows of as many entries each.  `titled` says that the first entries are heads of rows."""

    head: tuple[Entry, ...]
    rows: tuple[tuple[Entry, ...], ...]
    titled: bool = False


def transitions(lines: Iterable[Transition]) -> Grid:
    """A row a line of the spec."""
    return _lean(Grid(_head("From", "Event", "Guard", "Actions", "To"), tuple(map(_transition, lines))))


def matrix(machine: Machine) -> Grid:
    """What each state does with each event.  The longer side goes down the page."""
    events, states = machine.cell_events, machine.states
    if len(events) >= len(states):
        rows = [(_place(event), *(_outcomes(machine, state, event) for state in states)) for event in events]
        return Grid(((), *map(_place, states)), tuple(rows), titled=True)
    rows = [(_place(state), *(_outcomes(machine, state, event) for event in events)) for state in states]
    return Grid(((), *map(_place, events)), tuple(rows), titled=True)


def legend(machine: Machine) -> str:
    """The marks of the matrix in words."""
    found = {outcome for cell in machine.cells.values() for outcome in outcomes(cell)}
    parts = ["a name: the state after the event", *([f"{STAYS} stays in the state"] if None in found else [])]
    return ", ".join(parts + [f"{mark} {OUTCOMES[kind]}" for kind, mark in MARKS.items() if kind in found])


def cells(machine: Machine, state: State) -> Grid:
    """What a state does with each event, a row a branch."""
    rows = [row for cell in machine.cells_of(state) for row in _cell(machine, cell)]
    return _lean(Grid(_head("Event", "When", "Next state", "Actions"), tuple(rows)))


def steps(scenario: Scenario) -> Grid:
    """The steps of a scenario."""
    rows = [_step(number, step) for number, step in enumerate(scenario.steps, 1)]
    return _lean(Grid(_head("", "Event", "Assuming", "State after it"), tuple(rows)))


def _lean(grid: Grid) -> Grid:
    """The table without the columns that are empty all the way down."""
    used = [any(column) for column in zip(*grid.rows, strict=True)] or [True] * len(grid.head)
    head, *rows = (tuple(compress(row, used)) for row in (grid.head, *grid.rows))
    return Grid(head, tuple(rows), grid.titled)


# -------------------------------------------------------------------------------------------------------------- rows


def _transition(line: Transition) -> tuple[Entry, ...]:
    return (
        _place(line.sources[0]) if len(line.sources) == 1 else (Run(line.written_sources),),
        _place(line.events[0]) if len(line.events) == 1 else (Run(line.written_events),),
        _guard(line.guard),
        _effects(line.effects),
        (Run("stays") if line.target is None else _name(line.target),),
    )


def _outcomes(machine: Machine, state: State, event: Event) -> Entry:
    cell = machine.cells.get((state, event))
    if cell is None:
        return ()
    return tuple(
        _name(outcome) if isinstance(outcome, State) else Run(STAYS if outcome is None else MARKS[outcome])
        for outcome in outcomes(cell)
    )


def _cell(machine: Machine, cell: Cell) -> Iterable[tuple[Entry, ...]]:
    for number, branch in enumerate(cell.branches):
        guard = cell.told_guard(branch)
        yield (
            (_name(cell.event),) if number == 0 else (),
            _guard(ELSE if guard is None and number > 0 else guard),
            (_next(branch.line, cell.state),),
            _effects(machine.effects(branch.line, cell.state)) if isinstance(branch.line, Transition) else (),
        )


def _next(line: Transition | Disposition, source: State) -> Run:
    """The state after the line, or what becomes of the event and why."""
    if isinstance(line, Transition):
        return Run("stays") if line.target is None else _name(line.target)
    return Run(OUTCOMES[line.kind] + (f": {line.reason}" if line.reason else ""))


def _step(number: int, step: Step) -> tuple[Entry, ...]:
    given = (Run(f"({', '.join(map(str, step.args))})", code=True),) if step.args else ()
    return ((Run(str(number)),), (_name(step.event), *given), _guard(step.assuming), (_name(step.target),))


def _guard(guard: Guard) -> Entry:
    if guard is None:
        return ()
    return (Run("otherwise"),) if guard is ELSE else (Run(str(guard), code=True),)


def _effects(effects: Iterable[Effect]) -> Entry:
    return tuple(Run(str(effect), code=True) for effect in effects)


def _place(about: State | Event) -> Entry:
    return (replace(_name(about), place=True),)


def _name(about: State | Event) -> Run:
    return Run(about.name if isinstance(about, State) else str(about), about=about)


def _head(*words: str) -> tuple[Entry, ...]:
    return tuple((Run(word),) if word else () for word in words)
