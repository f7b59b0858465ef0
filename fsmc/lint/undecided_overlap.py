"""Nobody can prove that the guards of two lines of one rank exclude each other.

fsmc decides guards over truth values, enumerations, texts and linear comparisons of numbers, and guesses nothing beyond
that.  Products of two variables and comparisons of the host's own values are beyond it.  `[else]` needs no proof.

Example:
    machine Grid
    state Small initial
    state Large
    event resize (width: int, height: int)
    Small, Large on resize [width * height > 100]       -> Large
    Small, Large on resize [height < 10 and width < 10] -> Small    # FSM042

Instead:
    machine Grid
    state Small initial
    state Large
    event resize (width: int, height: int)
    Small, Large on resize [width * height > 100] -> Large
    Small, Large on resize [else]                 -> Small
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Clashing
from fsmc.diagnostics import Note
from fsmc.lint.overlapping_guards import way_out
from fsmc.lint.rule import Finding, Rule, and_more


def check(analysis: Analysis) -> Iterator[Finding]:
    """Pairs of lines that may both hold, as far as is known."""
    for clash in analysis.clashes:
        if clash.kind is Clashing.UNDECIDED:
            yield Finding(
                f"the guards of {clash.place} cannot be proved to exclude each other{and_more(clash.more, 'cell')}",
                clash.later.deciding_span,
                way_out(clash.earlier, clash.later),
                (Note("the other guard", clash.earlier.deciding_span),),
            )


RULE = Rule("FSM042", "undecided-overlap", check, __doc__, undecided=True)
