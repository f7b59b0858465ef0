"""A line names a state and the expiry of a timer that cannot run in that state.

A timer runs only in the states of its `within`; it is cancelled when the machine leaves them.  So its expiry cannot
happen elsewhere, and a line that says what it does there is never taken.

Example:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press -> Off
    On, Off on timeout off-delay -> Off     # FSM051

Instead:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press -> Off
    On  on timeout off-delay -> Off
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.analysis.cells import can_happen
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.model import Rank


def check(analysis: Analysis) -> Iterator[Finding]:
    """Lines that name a state outside the `within` of a timer whose expiry they name; `any` passes over them."""
    for line in analysis.machine.lines:
        for timer in dict.fromkeys(event.expires for event in line.events):
            timeout = next(event for event in line.events if event.expires is timer)
            outside = [state for state in line.sources if not can_happen(state, timeout)]
            if timer is not None and outside and line.rank is Rank.NAMED:
                message = f"timer '{timer.name}' cannot run in {outside[0]}{and_more(len(outside) - 1, 'state')}"
                help = "leave these states out here, or add them to its 'within'"
                yield Finding(message, line.span, help, (Note("declared here", timer.span),))


RULE = Rule("FSM051", "timeout-where-timer-cannot-run", check, __doc__)
