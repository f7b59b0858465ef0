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

from fsmc.analysis import Analysis, Clash, Clashing
from fsmc.diagnostics import Fix, Note
from fsmc.lint.mending import says, without_line
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
                _fix(analysis, clash),
            )


def _fix(analysis: Analysis, clash: Clash) -> Fix | None:
    """Takes the later line away, if the earlier says all that it says."""
    spoken_of = analysis.decisions.spoken_of
    covered = set(spoken_of[clash.later]) <= set(spoken_of[clash.earlier])
    if not covered or says(clash.later) != says(clash.earlier):
        return None
    return without_line(analysis.machine, clash.later, "take this line away: the first one says it all")


RULE = Rule("FSM040", "cell-decided-twice", check, __doc__, fixable=True)
