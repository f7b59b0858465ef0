"""A variable that nothing reads and nothing sets.

It says of the machine that it remembers something, which it does not.

Example:
    machine Turnstile
    var passed: int     # FSM086
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile
    var passed: int
    action oil
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push [passed < 1000] -> Locked / passed += 1
    Unlocked on push [else]          -> Locked / passed = 0, oil
    Locked   ignore push
    Unlocked ignore coin
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Variables of which neither the machine nor a scenario speaks."""
    uses = analysis.uses
    for variable in analysis.machine.variables:
        if variable not in uses.read | uses.assumed | uses.assigned:
            message = f"the variable {names.quoted(variable.name)} is never used"
            yield Finding(message, variable.span, "use it in a line, or take it away")


RULE = Rule("FSM086", "unused-variable", check, __doc__, Severity.WARNING)
