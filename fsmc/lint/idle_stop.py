"""A timer is stopped where it never runs.

Either no path has it running when the `stop` is done, or the move itself has cancelled it: a timer ends when the
machine comes to a state outside its `within`.  A `stop` that does nothing makes readers look for the `start`.

Example:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on timeout off-delay -> Off
    On  on press -> Off / stop off-delay    # FSM120: stop off-delay

Instead:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on timeout off-delay -> Off
    On  on press -> Off
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis, Doing
from fsmc.analysis.idle import idle_stops
from fsmc.diagnostics import Note, Severity
from fsmc.lint.mending import without_effect
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Start, State, Stop, Timer, Transition


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each `stop` that is done and never finds its timer running; of timers that nothing starts others tell."""
    started = {doing.effect.timer for doing in analysis.doings if isinstance(doing.effect, Start)}
    for doing in idle_stops(analysis.paths.running, analysis.done):
        if isinstance(doing.effect, Stop) and doing.effect.timer in started:
            yield _finding(doing, doing.effect.timer)


def _finding(doing: Doing, timer: Timer) -> Finding:
    left = _left(doing, timer)
    why = f"the move to {left} has ended it" if left else "it never runs here"
    message = f"timer {names.quoted(timer.name)} is stopped in vain: {why}"
    notes = (Note("it runs only within its states", timer.span),) if left else ()
    fix = without_effect(doing.owner.effects, doing.effect)
    return Finding(message, doing.effect.span, "take this `stop` away", notes, fix)


def _left(doing: Doing, timer: Timer) -> State | None:
    """The target of a line, if the timer may not run there."""
    target = doing.owner.target if isinstance(doing.owner, Transition) else None
    return target if target is not None and target not in timer.within else None


RULE = Rule("FSM120", "idle-stop", check, __doc__, Severity.WARNING, fixable=True)
