"""Lines say what the expiry of a timer does, and nothing starts the timer.

The lines are never taken.  Most often the `start` was forgotten, or names another timer.

Example:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On
    On  on press, timeout off-delay -> Off      # FSM050

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
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.model import Rank, Start, Timer


def check(analysis: Analysis) -> Iterator[Finding]:
    """Timers whose expiry is named by lines, and which no effect starts."""
    started = {doing.effect.timer for doing in analysis.doings if isinstance(doing.effect, Start)}
    for timer in analysis.machine.timers:
        if timer not in started:
            yield from _handled(analysis, timer)


def _handled(analysis: Analysis, timer: Timer) -> Iterator[Finding]:
    named = [line for line in analysis.machine.lines if line.rank in (Rank.NAMED, Rank.ANY)]
    lines = [line for line in named if any(event.expires is timer for event in line.events)]
    if lines:
        message = f"timer '{timer.name}' is handled here{and_more(len(lines) - 1, 'line')} and never started"
        note = Note("declared here", timer.span)
        yield Finding(message, lines[0].span, f"start it: `/ start {timer.name}`", (note,))


RULE = Rule("FSM050", "timer-never-started", check, __doc__)
