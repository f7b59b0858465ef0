"""A guard that no line asks for.

The host has to answer a question that nobody puts.  Most often a condition is missing in a line, or another guard of a
similar name is asked instead.  A scenario that assumes an answer asks nothing.

Example:
    machine Door
    guard allowed       # FSM085
    state Shut initial
    state Open
    event push
    Shut on push -> Open
    Open on push -> Shut

Instead:
    machine Door
    guard allowed
    state Shut initial
    state Open
    event push
    Shut on push [allowed] -> Open
    Shut reject push [else] "not allowed"
    Open on push -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Guards that no condition asks for."""
    for guard in analysis.machine.predicates:
        if guard not in analysis.uses.read:
            name = names.quoted(guard.name)
            only = ": only scenarios speak of it" if guard in analysis.uses.assumed else ""
            arguments = f"({', '.join(part.name for part in guard.params)})" if guard.params else ""
            help = f"ask it in a line, `[{name}{arguments}]`, or take it away"
            yield Finding(f"the guard {name} is never asked{only}", guard.span, help)


RULE = Rule("FSM085", "unused-guard", check, __doc__, Severity.WARNING)
