"""Two scenarios begin alike and take the same steps.

The second proves nothing that the first does not.  Most often it was copied and then forgotten.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    scenario ride "pay and go through": Locked, coin -> Unlocked, push -> Locked
    scenario pass "go through": Locked, coin -> Unlocked, push -> Locked            # FSM100

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    scenario ride "pay and go through": Locked, coin -> Unlocked, push -> Locked
    scenario back "the way out is free": Unlocked, push -> Locked
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Scenario


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each scenario whose path an earlier one takes."""
    first: dict[object, Scenario] = {}
    for scenario in analysis.machine.scenarios:
        steps = tuple((step.event, step.args, step.assuming, step.target) for step in scenario.steps)
        other = first.setdefault((scenario.start, scenario.given, steps), scenario)
        if other is not scenario:
            message = f"scenario '{scenario.title}' takes the same path as '{other.title}'"
            yield Finding(
                message, scenario.span, "change its steps, or take it away", (Note("the same path", other.span),)
            )


RULE = Rule("FSM100", "duplicate-scenario", check, __doc__, Severity.WARNING)
