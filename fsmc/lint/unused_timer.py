"""A timer that nothing starts and whose expiry nothing handles.

One that is only stopped, or only asked for with `running(t)`, never runs either.

Example:
    machine Lamp
    timer off-delay = 30s within On     # FSM092
    state Off initial
    state On
    event press
    Off on press -> On
    On  on press -> Off / stop off-delay

Instead:
    machine Lamp
    timer off-delay = 30s within On
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
    """Timers that no effect starts; where lines handle the expiry of one, that is an error."""
    for timer in analysis.machine.timers:
        if timer not in analysis.uses.started:
            name = names.quoted(timer.name)
            only = ", though lines stop it or ask for it" if timer in analysis.uses.mentioned else ""
            help = f"start it, `/ start {name}`, and handle `timeout {name}`, or take it away"
            yield Finding(f"the timer {name} is never started{only}", timer.span, help)


RULE = Rule("FSM092", "unused-timer", check, __doc__, Severity.WARNING)
