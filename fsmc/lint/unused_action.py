"""An action that no line, and no `enter` or `leave`, does.

The host has to provide for something that it is never asked to do.  Most often the line that should do it forgets to.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action alarm        # FSM084
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   ignore push
    Unlocked ignore coin

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action alarm
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   on push -> stay / alarm
    Unlocked ignore coin
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Actions that nothing does."""
    for action in analysis.machine.actions:
        if action not in analysis.uses.done:
            name = names.quoted(action.name)
            arguments = f"({', '.join(part.name for part in action.params)})" if action.params else ""
            help = f"do it in a line, `/ {name}{arguments}`, or take it away"
            yield Finding(f"the action {name} is never done", action.span, help)


RULE = Rule("FSM084", "unused-action", check, __doc__, Severity.WARNING)
