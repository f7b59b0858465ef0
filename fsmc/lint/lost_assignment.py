"""A variable gets a value in a step and another one before anything reads it.

The first value is lost.  Effects are done in order, what rides along with an action right after it, and what a state
does on entry last: so it is often the action or the `enter` line that was meant to come first, or not at all.

Example:
    machine Caller
    var tries: int
    action set-up / tries = 0
    state Idle initial
    state Calling
    event call
    event retry
    event hang-up
    Idle    on call    -> Calling / tries = 1, set-up   # FSM114: tries = 1
    Calling on retry [tries < 3] -> stay / tries += 1
    Calling on retry [else]      -> Idle
    Calling on hang-up -> Idle
    Idle    ignore retry, hang-up
    Calling ignore call

Instead:
    machine Caller
    var tries: int
    action set-up / tries = 0
    state Idle initial
    state Calling
    event call
    event retry
    event hang-up
    Idle    on call    -> Calling / set-up, tries = 1
    Calling on retry [tries < 3] -> stay / tries += 1
    Calling on retry [else]      -> Idle
    Calling on hang-up -> Idle
    Idle    ignore retry, hang-up
    Calling ignore call
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fsmc import names
from fsmc.analysis import Analysis, Doing
from fsmc.analysis.steps import Done, followers
from fsmc.diagnostics import Note, Severity
from fsmc.lint.mending import without_effect
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Assign, Read, Variable, walk, worked_out


def check(analysis: Analysis) -> Iterator[Finding]:
    """Assignments whose value another one replaces unread, whatever the step."""
    for doing in analysis.doings:
        if isinstance(doing.effect, Assign):
            later = _next(doing.effect.variable, followers(analysis.machine, doing))
            if later is not None:
                yield _finding(doing, doing.effect.variable, later)


def _next(variable: Variable, following: Iterable[Done]) -> Done | None:
    """The assignment that replaces the value for sure, before anything reads it."""
    for each in following:
        if any(Read(variable) in walk(expr) for expr in worked_out(each.effect)):
            return None
        if isinstance(each.effect, Assign) and each.effect.variable is variable and each.sure:
            return each
    return None


def _finding(doing: Doing, variable: Variable, later: Done) -> Finding:
    message = f"'{doing.effect}' is lost: {names.quoted(variable.name)} is set anew before anything reads it"
    note = Note("it is set anew here", later.doing.effect.span)
    help = "take this one away, or put it behind the other"
    fix = without_effect(doing.owner.effects, doing.effect)
    return Finding(message, doing.effect.span, help, (note,), fix)


RULE = Rule("FSM114", "lost-assignment", check, __doc__, Severity.WARNING, fixable=True)
