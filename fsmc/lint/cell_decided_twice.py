"""Two lines of one rank decide the same cell.

A cell has one answer.  Where two lines claim it with no guard, or with the same guard, only their order could choose,
and order carries no meaning in a spec: a formatter may sort the lines, and a picture shows both arrows.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    any      ignore push
    Locked   on coin -> stay            # FSM040

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    any      ignore push
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Clashing
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule, and_more


def check(analysis: Analysis) -> Iterator[Finding]:
    """Pairs of lines without a guard, or with equal ones."""
    for clash in analysis.clashes:
        if clash.kind is Clashing.TWICE:
            yield Finding(
                f"{clash.place} is decided twice{and_more(clash.more, 'cell')}",
                clash.later.span,
                "keep one of the two lines, or tell them apart by guards that exclude each other",
                (Note("first decided here", clash.earlier.span),),
            )


RULE = Rule("FSM040", "cell-decided-twice", check, __doc__)
