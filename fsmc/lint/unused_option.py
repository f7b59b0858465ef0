"""An option that nothing reads.

Whoever makes a machine may set it, and nothing changes.

Example:
    machine Lamp
    option patience: duration = 30s     # FSM088
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press, timeout off-delay -> Off

Instead:
    machine Lamp
    option patience: duration = 30s
    timer off-delay = patience within On
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
    """Options that no expression of the machine reads."""
    for option in analysis.machine.options:
        if option not in analysis.uses.read:
            only = ": only scenarios speak of it" if option in analysis.uses.assumed else ""
            message = f"the option {names.quoted(option.name)} is never read{only}"
            yield Finding(message, option.span, "read it in a line or a duration, or take it away")


RULE = Rule("FSM088", "unused-option", check, __doc__, Severity.WARNING)
