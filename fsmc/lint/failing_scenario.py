"""A scenario does not hold: after one of its steps the machine is in another state, or the event is refused.

A step must lead to its state whatever the host answers and whatever its payload is, as far as the step leaves that
open.  The message names a case in which it does not.  Nor does a step hold in which a number gets more than 1,000
digits, or a duration longer than a float tells: nobody follows it to see where it leads.

Example:
    machine Door
    state Shut initial
    state Open
    guard allowed
    event push
    Shut on push [allowed] -> Open
    Shut ignore push [else]
    Open on push           -> Shut
    scenario visit: Shut, push -> Open, push -> Shut        # FSM053

Instead:
    machine Door
    state Shut initial
    state Open
    guard allowed
    event push
    Shut on push [allowed] -> Open
    Shut ignore push [else]
    Open on push           -> Shut
    scenario visit: Shut, push [allowed] -> Open, push -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.diagnostics import Note
from fsmc.lint import timer_never_handled, timer_never_started
from fsmc.lint.rule import Finding, Rule
from fsmc.scenarios import Failure, scenario_failure
from fsmc.source import NOWHERE

_FIRST = (timer_never_handled.check, timer_never_started.check)


def check(analysis: Analysis) -> Iterator[Finding]:
    """The first step of each scenario that does not hold.

    Where a cell is decided twice or a timer cannot do its work, what a step does is not known yet; scenarios wait until
    that is mended.
    """
    if analysis.clashes or any(fault for look in _FIRST for fault in look(analysis)):
        return
    for scenario in analysis.machine.scenarios:
        failure = scenario_failure(analysis.machine, scenario)
        if failure is not None:
            step = scenario.steps[failure.step]
            message = f"step {failure.step + 1} of scenario '{scenario.title}' does not hold: {failure}"
            yield Finding(message, step.span, *_way_out(failure))


def _way_out(failure: Failure) -> tuple[str, tuple[Note, ...]]:
    """What to do about a step that does not hold, and where, if not in the scenario."""
    if failure.beyond is NOWHERE:
        return "correct the step, or say under which condition it holds: `event [guard] -> STATE`", ()
    help = "bound the number, by a guard such as `[n < 1000]`, or end the scenario before this step"
    return help, (Note("it is worked out here", failure.beyond),)


RULE = Rule("FSM053", "failing-scenario", check, __doc__)
