"""A constant that nothing reads.

Whoever changes it expects that the machine changes too.  Most often its value stands somewhere else in digits.

Example:
    machine Lamp
    const PATIENCE = 30s                # FSM089
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press, timeout off-delay -> Off

Instead:
    machine Lamp
    const PATIENCE = 30s
    timer off-delay = PATIENCE within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press, timeout off-delay -> Off
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Constants that no expression reads, those of other constants and of scenarios among them."""
    for constant in analysis.machine.constants:
        if constant not in analysis.uses.read | analysis.uses.assumed:
            message = f"the constant {names.quoted(constant.name)} is never read"
            yield Finding(message, constant.span, "read it where its value is meant, or take it away")


RULE = Rule("FSM089", "unused-constant", check, __doc__, Severity.WARNING)
