"""Two events derived from one base are both its `[else]`.

`[else]` is what no other derived event of the base takes; there is one rest, and it must have one name.

Example:
    machine Call
    state Waiting initial
    state Done final
    event response (status: int)
    event good  = response [status == 200]
    event bad   = response [else]
    event worse = response [else]       # FSM046
    Waiting on good, bad, worse -> Done
    Done ignore good, bad, worse

Instead:
    machine Call
    state Waiting initial
    state Done final
    event response (status: int)
    event good = response [status == 200]
    event bad  = response [else]
    Waiting on good, bad -> Done
    Done ignore good, bad
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule
from fsmc.model import ELSE


def check(analysis: Analysis) -> Iterator[Finding]:
    """Every `[else]` of a base but the first."""
    for base in analysis.machine.inputs:
        first, *rest = [event for event in analysis.machine.derived(base) if event.when is ELSE] or [base]
        for event in rest:
            message = f"{event} is a second [else] of {base}"
            help = "keep one, or give this event a condition of its own"
            yield Finding(message, event.span, help, (Note(f"the first is {first}", first.span),))


RULE = Rule("FSM046", "derived-else-twice", check, __doc__)
