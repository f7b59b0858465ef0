"""A variable that lines set and nothing reads.

What is kept has no effect on what the machine does.  Most often the guard that should ask for it was forgotten.  What a
variable reads to work out its own next value, as in `count += 1`, is no use of it.  A variable that is kept for the
host to look at is one to allow.

Example:
    machine Login
    var failures: int   # FSM087
    state Out initial
    state In
    event wrong-password
    event right-password
    event log-out
    Out on wrong-password -> stay / failures += 1
    Out on right-password -> In / failures = 0
    In  on log-out -> Out

Instead:
    machine Login
    var failures: int
    state Out initial
    state In
    state Blocked final
    event wrong-password
    event right-password
    event log-out
    Out on wrong-password [failures < 3] -> stay / failures += 1
    Out on wrong-password [else] -> Blocked
    Out on right-password -> In / failures = 0
    In  on log-out -> Out
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Assign, Variable


def check(analysis: Analysis) -> Iterator[Finding]:
    """Variables that some effect sets, and of which no expression and no scenario speaks."""
    uses = analysis.uses
    for variable in analysis.machine.variables:
        if variable in uses.assigned and variable not in uses.read | uses.assumed:
            message = f"the variable {names.quoted(variable.name)} is set and never read"
            yield Finding(message, variable.span, "read it in a line, or take it away", (_first(analysis, variable),))


def _first(analysis: Analysis, variable: Variable) -> Note:
    effects = (doing.effect for doing in analysis.doings)
    spans = (effect.span for effect in effects if isinstance(effect, Assign) and effect.variable is variable)
    return Note("set here", min(spans))


RULE = Rule("FSM087", "unread-variable", check, __doc__, Severity.WARNING)
