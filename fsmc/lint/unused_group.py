"""A group that nothing names: no line, no timer, no view, no other group.

A group with a `box` is used, since pictures draw its frame.

Example:
    machine Lamp
    state Off initial
    state Dim
    state Bright
    group LIT = Dim, Bright     # FSM093
    event press
    Off    on press -> Dim
    Dim    on press -> Bright
    Bright on press -> Off

Instead:
    machine Lamp
    state Off initial
    state Dim
    state Bright
    group LIT = Dim, Bright
    event press
    event pull
    Off    on press -> Dim
    Dim    on press -> Bright
    Bright on press -> Off
    LIT    on pull  -> Off
    Off    ignore pull
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Fix, Removal, Severity
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Groups without a frame that no set of states and no view names."""
    for group in analysis.machine.groups:
        if not group.box and group not in analysis.machine.named_groups:
            fix = Fix("take the group away", (Removal(group.span),))
            message = f"the group {names.quoted(group.name)} is never used"
            yield Finding(message, group.span, "name it in a line, or take it away", fix=fix)


RULE = Rule("FSM093", "unused-group", check, __doc__, Severity.WARNING, fixable=True)
