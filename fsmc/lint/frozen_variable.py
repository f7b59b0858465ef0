"""A condition, a duration or another value reads a variable that no line ever changes.

A condition gets the same answer each time, so that the line behind it is always taken, or never.  Most often the effect
that counts was forgotten, and a limit that was meant to end something does not; or what an event carries was to be kept
in the variable.  What never changes is a `const`, or an `option` if each machine may have its own; what the host knows
comes with an event, or is a `guard` that it answers.

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
from fsmc.model import Assign, Do, Effect, Expr, Raise, Read, Start, Variable, walk


def check(analysis: Analysis) -> Iterator[Finding]:
    """Variables that always have their default, and which some condition or effect reads."""
    for known in analysis.ranges.values():
        notes = (_told(analysis, known) or _read(analysis, known)) if known.is_frozen else []
        if notes:
            yield _finding(known, notes)


def _told(analysis: Analysis, known: Range) -> list[Note]:
    """A condition that asks for the variable, one with a certain answer if there is any."""
    reading = [asked for asked in analysis.asked if Read(known.variable) in walk(asked.condition)]
    answers = [(reader, _answer(analysis, known, reader)) for reader in reading]
    reader, answer = next((each for each in answers if each[1]), answers[0] if answers else (None, ""))
    return [Note(f"{reader} {answer or 'asks for it'}", reader.span)] if reader else []


def _read(analysis: Analysis, known: Range) -> list[Note]:
    """The first effect that works something else out with the variable."""
    for doing in analysis.doings:
        if any(Read(known.variable) in walk(value) for value in _values(doing.effect, known.variable)):
            return [Note(f"`{doing.effect}` reads it", doing.effect.span)]
    return []


def _values(effect: Effect, variable: Variable) -> tuple[Expr, ...]:
    """What is worked out when the effect is done, but for its condition, and for the next value of the variable."""
    if isinstance(effect, Do | Raise):
        return effect.args
    if isinstance(effect, Start):
        return (effect.length,)
    return (effect.value,) if isinstance(effect, Assign) and effect.variable is not variable else ()


def _finding(known: Range, notes: list[Note]) -> Finding:
    name, value = names.quoted(known.variable.name), known.values[0]
    if known.assigned:
        message = f"the variable {name} is never set to anything but {value}, its first value"
    else:
        message = f"the variable {name} is never changed: it is always {value}"
    notes += [Note("set here", doing.effect.span) for doing in known.assigned[:1]]
    help = f"change it where it should change, or make it a `const` or an `option` {name}"
    return Finding(message, known.variable.span, help, tuple(notes))


def _answer(analysis: Analysis, known: Range, reader: Asked) -> str:
    """What the condition always comes to, if that is known."""
    if reader.always(analysis.decisions, known.condition):
        return "therefore always holds"
    return "therefore never holds" if reader.never(analysis.decisions, known.condition) else ""


RULE = Rule("FSM112", "frozen-variable", check, __doc__, Severity.WARNING)
