"""A condition always holds where it is asked: the guard of a line, the `if` of an action, or what a derived event asks.

It says that there is a choice where there is none.  Most often a comparison was meant otherwise, or the event, or a
stronger guard, says already what the condition repeats.

Example:
    machine Gate
    state Shut initial
    state Open
    event fare (coins: int)
    event paid = fare [coins >= 3]
    event short = fare [else]
    Shut on paid [coins > 0] -> Open    # FSM116: [coins > 0]
    Shut ignore short
    Open on paid, short      -> Shut

Instead:
    machine Gate
    state Shut initial
    state Open
    event fare (coins: int)
    event paid = fare [coins >= 3]
    event short = fare [else]
    Shut on paid -> Open
    Shut ignore short
    Open on paid, short -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fsmc.analysis import Analysis, Asked
from fsmc.diagnostics import Fix, Severity
from fsmc.lint.mending import without_condition, without_guard
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Disposition, Transition


def check(analysis: Analysis) -> Iterator[Finding]:
    """Conditions that are proved to hold."""
    for asked in analysis.asked:
        if asked.always(analysis.decisions):
            yield Finding(_message(asked), asked.span, "take it away, or mend it", fix=_fix(analysis, asked))


def _message(asked: Asked) -> str:
    if asked.effect is None and not isinstance(asked.owner, (Transition, Disposition)):
        return f"{asked} always holds, so that {asked.owner} always fires in place of its base"
    where = f" in {asked.places[0]}" if len(asked.places) == 1 else " where it is asked" if asked.places else ""
    return f"{asked} always holds{where}"


def _fix(analysis: Analysis, asked: Asked) -> Fix | None:
    if asked.effect is not None:
        return without_condition(asked.effect, replace(asked.effect, condition=None))
    line = asked.owner
    return without_guard(analysis.machine, line) if isinstance(line, (Transition, Disposition)) else None


RULE = Rule("FSM116", "condition-always-holds", check, __doc__, Severity.WARNING, fixable=True)
