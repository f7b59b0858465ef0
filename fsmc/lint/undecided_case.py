"""The guards of a cell leave a case that no line decides, so that it falls to `unlisted`.

A guard splits a cell in two, and a spec that says what happens in one half only leaves its reader to guess the other.
The message names a case that is left.  A weaker line that takes it is a decision, whether it says `any` or `other`;
`unlisted` is none.  To refuse the rest on purpose, write `reject` with `[else]`.

Example:
    machine Door
    state Shut initial
    state Open
    event push (force: int)
    Shut on push [force > 7] -> Open    # FSM110: [force > 7]
    Open on push             -> Shut

Instead:
    machine Door
    state Shut initial
    state Open
    event push (force: int)
    Shut on push [force > 7] -> Open
    Shut ignore push [else]
    Open on push             -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, AnyLine, Place
from fsmc.analysis.cells import condition
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.lint.telling import told_case
from fsmc.logic import Found, Nothing, Witness
from fsmc.model import Expr

Guards = tuple[AnyLine, ...]


def check(analysis: Analysis) -> Iterator[Finding]:
    """The lines that leave a case to `unlisted`, each set of them once."""
    left: dict[Guards, list[tuple[Place, Found]]] = {}
    for place, lines in analysis.decisions.deciding.items():
        guarded = tuple(line for line in lines if line is not analysis.machine.unlisted)
        if guarded and len(guarded) < len(lines):
            found = analysis.find_left(place)
            if not isinstance(found, Nothing):
                left.setdefault(guarded, []).append((place, found))
    for guarded, cells in left.items():
        proved = [cell for cell in cells if isinstance(cell[1], Witness)]
        yield _finding(analysis, guarded, proved or cells)


def _finding(analysis: Analysis, lines: Guards, cells: list[tuple[Place, Found]]) -> Finding:
    place, found = cells[0]
    last = lines[-1]
    unlisted = analysis.machine.unlisted
    if isinstance(found, Witness):
        case = told_case(found, _guards(lines))
        message = f"no line decides {place} if {case}, which leaves it to `{unlisted.label}`"
    else:
        message = f"it cannot be proved that the guards of {place} leave no case to `{unlisted.label}`"
    written = f"{last.written_sources} {unlisted.kind} {last.written_events} [else]"
    help = f"say what the rest does: `{written}`, if that is meant"
    notes = tuple(Note("another guard of the cell", line.guard_span) for line in lines[:-1][:2])
    more = and_more(len(cells) - 1, "cell")
    return Finding(message + more, last.guard_span, help, notes, undecided=not isinstance(found, Witness))


def _guards(lines: Guards) -> tuple[Expr, ...]:
    return tuple(guard for line in lines for guard in condition(line.guard))


RULE = Rule("FSM110", "undecided-case", check, __doc__, Severity.WARNING)
