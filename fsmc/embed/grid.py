"""A `Machine` in, its tables as values out, for formats that are no Markdown: cells made of words, code and names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import compress

from fsmc.emit.reference.cells import outcomes
from fsmc.emit.reference.matrix import LIST_LEGEND, MARKS, STAYS, Part, matrix_parts
from fsmc.emit.reference.words import OUTCOMES
from fsmc.emit.reference.written import Named, events_by_spelling, pieces, place_of, states_by_spelling
from fsmc.model import ELSE, Cell, Disposition, Effect, Event, Guard, Kind, Machine, Scenario, State, Step, Transition


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind: prose, code, or the name of the state, event or group that `about` is.

    `place` says that the table speaks of it here: in this row, or in this column.  `glued` words follow those before
    them as they are; others are one more item of a list.
    """

    text: str
    code: bool = False
    about: Named | None = None
    place: bool = False
    glued: bool = False

    @property
    def name(self) -> str:
        """The name of what it is about; empty for prose and code."""
        return self.about.name if self.about else ""

    @property
    def anchor(self) -> str:
        """Where the reference speaks of it (`state.CLOSED`); empty for prose and code."""
        return place_of(self.about) if self.about else ""


Entry = tuple[Run, ...]
"""A cell of a table: what it lists."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head and rows of as many entries each.  `titled` says that the first entries are heads of rows."""

    head: tuple[Entry, ...]
    rows: tuple[tuple[Entry, ...], ...]
    titled: bool = False


def transitions(machine: Machine, lines: Iterable[Transition]) -> Grid:
    """A row a line of the spec."""
    rows = tuple(_transition(machine, line) for line in lines)
    return _lean(Grid(_head("From", "Event", "Guard", "Actions", "To"), rows))


def always(machine: Machine, state: State | None = None) -> list[Entry]:
    """What is done whenever states are entered or left, or this one is: a line each."""
    hooks = [("On entering ", hook) for hook in machine.enters] + [("On leaving ", hook) for hook in machine.leaves]
    return [
        (Run(word), *(replace(run, glued=True) for run in _states(machine, hook.written_states)), *_done(hook.effects))
        for word, hook in hooks
        if state is None or state in hook.states
    ]


def matrices(machine: Machine) -> list[tuple[str, Grid]]:
    """What each state does with each event, in tables as wide as a page, each under its heading if it has one."""
    parts = matrix_parts(machine)
    return [("", _leads(machine))] if parts is None else [(part.heading, _matrix(machine, part)) for part in parts]


def _matrix(machine: Machine, part: Part) -> Grid:
    if part.states_across:
        rows = [(_place(event), *(_outcomes(machine, s, event) for s in part.states)) for event in part.events]
        return Grid(((), *map(_place, part.states)), tuple(rows), titled=True)
    rows = [(_place(state), *(_outcomes(machine, state, e) for e in part.events)) for state in part.states]
    return Grid(((), *map(_place, part.events)), tuple(rows), titled=True)


def _leads(machine: Machine) -> Grid:
    """For a matrix that would fill pages: on which events each state leads where."""
    rows: list[tuple[Entry, ...]] = []
    for state in machine.states:
        found: dict[State | None, list[Run]] = {}
        for cell in machine.cells_of(state):
            for outcome in outcomes(cell):
                if not isinstance(outcome, Kind):
                    found.setdefault(outcome, []).append(_name(cell.event))
        names = [_place(state), *[()] * (len(found) - 1)]
        rows += [
            (name, tuple(events), (_name(outcome) if outcome else Run(STAYS),))
            for name, (outcome, events) in zip(names, found.items(), strict=False)
        ] or [(_place(state), (), ())]
    return Grid(_head("State", "On", "Leads to"), tuple(rows), titled=True)


def legend(machine: Machine) -> str:
    """The marks of the matrix in words."""
    if matrix_parts(machine) is None:
        return LIST_LEGEND.replace("**", "").rstrip(".")
    found = {outcome for cell in machine.cells.values() for outcome in outcomes(cell)}
    parts = ["A name is the state after the event", *([f"{STAYS} stays in the state"] if None in found else [])]
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


def _transition(machine: Machine, line: Transition) -> tuple[Entry, ...]:
    return (
        _place(line.sources[0]) if len(line.sources) == 1 else _states(machine, line.written_sources),
        _place(line.events[0]) if len(line.events) == 1 else _events(machine, line.written_events),
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


def _done(effects: Iterable[Effect]) -> Entry:
    """`: a, b`."""
    return (Run(": ", glued=True), *(replace(run, glued=not number) for number, run in enumerate(_effects(effects))))


def _states(machine: Machine, written: str) -> Entry:
    return _written(pieces(written, states_by_spelling(machine)))


def _events(machine: Machine, written: str) -> Entry:
    return _written(pieces(written, events_by_spelling(machine)))


def _written(found: Iterable[tuple[str, Named | None]]) -> Entry:
    """A set as a spec writes it, its names being what they mean."""
    return tuple(Run(words, about=about, glued=True) for words, about in found)


def _place(about: State | Event) -> Entry:
    return (replace(_name(about), place=True),)


def _name(about: State | Event) -> Run:
    return Run(about.name if isinstance(about, State) else str(about), about=about)


def _head(*words: str) -> tuple[Entry, ...]:
    return tuple((Run(word),) if word else () for word in words)
