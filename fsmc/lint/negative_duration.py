"""A timer is given a duration below zero.

It would expire at once, which a duration of `0s` says better.  Most often the two sides of a difference were swapped.

Example:
    machine Lamp
    const GRACE = 5s
    const LEAST = 10s
    timer off-delay = GRACE - LEAST within On   # FSM127
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press, timeout off-delay -> Off

Instead:
    machine Lamp
    const GRACE = 5s
    const LEAST = 10s
    timer off-delay = LEAST - GRACE within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on press, timeout off-delay -> Off
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from fsmc.analysis import Analysis
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.logic.evaluate import evaluate
from fsmc.model import Expr, Start
from fsmc.source import Span


def check(analysis: Analysis) -> Iterator[Finding]:
    """Durations of timers and of their starts that constants decide, and that are negative."""
    given: list[tuple[Expr, Span]] = [(timer.duration, timer.span) for timer in analysis.machine.timers]
    for doing in analysis.doings:
        if isinstance(doing.effect, Start) and doing.effect.duration is not None:
            given.append((doing.effect.duration, doing.effect.span))
    for duration, span in given:
        if _is_negative(duration):
            yield Finding(f"the duration {duration} is below zero", span, "mend the duration; `0s` is the shortest")


def _is_negative(duration: Expr) -> bool:
    try:
        value = evaluate(duration, {})
    except KeyError:
        return False
    return isinstance(value, Fraction) and value < 0


RULE = Rule("FSM127", "negative-duration", check, __doc__, Severity.WARNING)
