"""The guards of a cell make no difference: whichever holds, the same is done.

A choice with two equal halves is no choice.  Most often one of the lines was copied and never changed.  Lines that are
told apart by their documentation, citations or tags are left alone.

Example:
    machine Door
    state Shut initial
    state Open
    guard allowed
    event push
    Shut on push [allowed] -> Open      # FSM118: [allowed]
    Shut on push [else]    -> Open
    Open on push           -> Shut

Instead:
    machine Door
    state Shut initial
    state Open
    guard allowed
    event push
    Shut on push [allowed] -> Open
    Shut ignore push [else]
    Open on push           -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, AnyLine
from fsmc.analysis.cells import condition
from fsmc.diagnostics import Note, Severity
from fsmc.lint.mending import says
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """The first guarded line of each cell in which all lines do the same, if that is so in all cells of the line."""
    told: set[AnyLine] = set()
    for line in analysis.machine.lines:
        if condition(line.guard) and line not in told:
            others = _others(analysis, line)
            if others:
                told.update(others)
                place = analysis.decisions.decided[line][0]
                notes = tuple(Note("this line does the same", other.span) for other in others[:2])
                message = f"[{line.guard}] makes no difference: {place} does the same in every case"
                yield Finding(message, line.guard_span, "let one line decide, or mend one of them", notes)


def _others(analysis: Analysis, line: AnyLine) -> tuple[AnyLine, ...]:
    """The lines that decide beside it, if all do what it does; none if one of them does not."""
    places = analysis.decisions.decided[line]
    found = [[other for other in analysis.decisions.deciding[place] if other is not line] for place in places]
    alike = all(says(line) == says(other) for others in found for other in others)
    lonely = any(not others or analysis.machine.unlisted in others for others in found)
    return () if lonely or not alike else tuple(dict.fromkeys(other for others in found for other in others))


RULE = Rule("FSM118", "same-outcome", check, __doc__, Severity.WARNING)
