"""A timer is started, and no line says what its expiry does.

Each expiry would then fall to the `unlisted` policy, which refuses it: the machine would fail when time runs out.

Example:
    machine Lamp
    timer off-delay = 30s within On     # FSM049
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press -> Off

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

from fsmc.analysis import Analysis
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Start, Timer


def check(analysis: Analysis) -> Iterator[Finding]:
    """Timers with a `start` of which no line takes the expiry."""
    for timer in analysis.machine.timers:
        start = next((d for d in analysis.doings if isinstance(d.effect, Start) and d.effect.timer is timer), None)
        if start is not None and not _is_handled(analysis, timer):
            timeout = analysis.machine.timeout(timer)
            message = f"timer '{timer.name}' is started, and no line is about '{timeout}'"
            help = f"write what its expiry does: `STATE on {timeout} -> STATE`"
            yield Finding(message, timer.span, help, (Note("started here", start.effect.span),))


def _is_handled(analysis: Analysis, timer: Timer) -> bool:
    """Whether a line speaks of the timer's expiry in some state, under its own name or that of a derived event."""
    return any(ranks for (_, event), ranks in analysis.decisions.ranks.items() if event.expires is timer)


RULE = Rule("FSM049", "timer-never-handled", check, __doc__)
