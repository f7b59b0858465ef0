"""A timer is started, and started anew or stopped in the same step.

The first start is lost, and with it the duration that it gave.  Effects are done in order, what rides along with an
action right after it, and what a state does on entry last.

Example:
    machine Caller
    timer patience = 5s within Calling
    state Idle initial
    state Calling
    event call
    Idle on call -> Calling / start patience = 20s      # FSM121: start patience = 20s
    Calling on timeout patience -> Idle
    Calling ignore call
    enter Calling / start patience

Instead:
    machine Caller
    timer patience = 5s within Calling
    state Idle initial
    state Calling
    event call
    Idle on call -> Calling
    Calling on timeout patience -> Idle
    Calling ignore call
    enter Calling / start patience
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis, Doing
from fsmc.analysis.steps import Done, followers
from fsmc.diagnostics import Note, Severity
from fsmc.lint.mending import without_effect
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Start, Stop, Timer


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each `start` behind which, in the same step, another one or a `stop` follows for sure."""
    for doing in analysis.doings:
        if isinstance(doing.effect, Start):
            timer = doing.effect.timer
            after = (each for each in followers(analysis.machine, doing) if each.sure and _settles(each, timer))
            later = next(after, None)
            if later is not None:
                yield _finding(doing, timer, later)


def _settles(each: Done, timer: Timer) -> bool:
    return isinstance(each.effect, (Start, Stop)) and each.effect.timer is timer


def _finding(doing: Doing, timer: Timer, later: Done) -> Finding:
    what = "started anew" if isinstance(later.effect, Start) else "stopped"
    message = f"this start is lost: timer {names.quoted(timer.name)} is {what} in the same step"
    notes = (Note(f"{what} here", later.doing.effect.span),)
    # where a `stop` follows, this may be the one start that the timer has
    fix = without_effect(doing.owner.effects, doing.effect) if isinstance(later.effect, Start) else None
    return Finding(message, doing.effect.span, "take this start away, or put it behind the other", notes, fix)


RULE = Rule("FSM121", "lost-start", check, __doc__, Severity.WARNING, fixable=True)
