"""A type that nothing has: no payload, no option, no variable.

Most often what should have it was declared with another type, or with members written in place.

Example:
    machine Client
    type Result = good | bad    # FSM090
    state Waiting initial
    state Done final
    event answer (fine: bool)
    Waiting on answer [fine] -> Done
    Waiting ignore answer [else]
    Done    ignore answer

Instead:
    machine Client
    type Result = good | bad
    state Waiting initial
    state Done final
    event answer (result: Result)
    Waiting on answer [result == good] -> Done
    Waiting ignore answer [else]
    Done    ignore answer
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Declared types that nothing has."""
    declared = (kind for kind in analysis.machine.enumerations if not kind.in_place)
    for kind in (*declared, *analysis.machine.host_types):
        if kind not in analysis.uses.types:
            yield Finding(
                f"the type {kind} is never used", kind.span, "give it to what should have it, or take it away"
            )


RULE = Rule("FSM090", "unused-type", check, __doc__, Severity.WARNING)
