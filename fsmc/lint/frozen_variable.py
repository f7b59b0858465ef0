"""A condition asks for a variable that no line ever changes.

It gets the same answer each time, so that the line behind it is always taken, or never.  Most often the effect that
counts was forgotten, and a limit that was meant to end something does not.  What never changes is a `const`, or an
`option` if each machine may have its own; what the host knows comes with an event, or is a `guard` that it answers.

Example:
    machine Login
    var failures: int   # FSM112
    state Out initial
    state In
    state Blocked final
    event wrong-password
    event right-password
    event log-out
    action warn
    Out on wrong-password [failures < 3] -> stay / warn
    Out on wrong-password [else]         -> Blocked
    Out on right-password -> In
    In  on log-out        -> Out
    In  ignore wrong-password, right-password

Instead:
    machine Login
    var failures: int
    state Out initial
    state In
    state Blocked final
    event wrong-password
    event right-password
    event log-out
    action warn
    Out on wrong-password [failures < 3] -> stay / failures += 1, warn
    Out on wrong-password [else]         -> Blocked
    Out on right-password -> In / failures = 0
    In  on log-out        -> Out
    In  ignore wrong-password, right-password
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis, Asked, Range
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Read, walk


def check(analysis: Analysis) -> Iterator[Finding]:
    """Variables that always have their default, and which some condition reads."""
    for known in analysis.ranges.values():
        reading = [asked for asked in analysis.asked if Read(known.variable) in walk(asked.condition)]
        if known.is_frozen and reading:
            told = next((each for each in reading if _answer(analysis, known, each)), reading[0])
            yield _finding(analysis, known, told)


def _finding(analysis: Analysis, known: Range, reader: Asked) -> Finding:
    name, value = names.quoted(known.variable.name), known.values[0]
    if known.assigned:
        message = f"the variable {name} is never set to anything but {value}, its first value"
    else:
        message = f"the variable {name} is never changed: it is always {value}"
    answer = _answer(analysis, known, reader)
    notes = [Note(f"{reader}{' ' + answer if answer else ' asks for it'}", reader.span)]
    notes += [Note("set here", doing.effect.span) for doing in known.assigned[:1]]
    help = f"change it where it should change, or make it a `const` or an `option` {name}"
    return Finding(message, known.variable.span, help, tuple(notes))


def _answer(analysis: Analysis, known: Range, reader: Asked) -> str:
    """What the condition always comes to, if that is known."""
    if reader.always(analysis.decisions, known.condition):
        return "therefore always holds"
    return "therefore never holds" if reader.never(analysis.decisions, known.condition) else ""


RULE = Rule("FSM112", "frozen-variable", check, __doc__, Severity.WARNING)
