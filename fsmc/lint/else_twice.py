"""Two lines of one rank are both the `[else]` of the same cell.

`[else]` is what the other guards of the rank leave.  There is one rest, and two lines that claim it contradict each
other.

Example:
    machine Door
    state Shut initial
    state Open
    guard allowed
    event push
    Shut on push [allowed] -> Open
    Shut ignore push [else]
    Shut on push [else]    -> Open      # FSM043
    Open on push           -> Shut

Instead:
    machine Door
    state Shut initial
    state Open
    guard allowed
    event push
    Shut on push [allowed] -> Open
    Shut ignore push [else]
    Open on push           -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Clashing
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule, and_more


def check(analysis: Analysis) -> Iterator[Finding]:
    """Pairs of `[else]` lines."""
    for clash in analysis.clashes:
        if clash.kind is Clashing.ELSE_TWICE:
            yield Finding(
                f"{clash.place} has a second [else]{and_more(clash.more, 'cell')}",
                clash.later.deciding_span,
                "keep one, or give this line a guard of its own",
                (Note("the first [else]", clash.earlier.deciding_span),),
            )


RULE = Rule("FSM043", "else-twice", check, __doc__)
