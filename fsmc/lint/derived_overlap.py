"""Two events derived from one base fire in the same case.

A derived event fires in place of its base, so each case of the base must have one name.  Where the conditions of two
derived events overlap, or cannot be proved to exclude each other, it has two.

Example:
    machine Call
    state Waiting initial
    state Done final
    event response (status: int)
    event good = response [200 <= status < 300]
    event bad  = response [status >= 299]       # FSM045
    Waiting on good, bad -> Done
    any ignore response

Instead:
    machine Call
    state Waiting initial
    state Done final
    event response (status: int)
    event good = response [200 <= status < 300]
    event bad  = response [status >= 300]
    Waiting on good, bad -> Done
    any ignore response
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from fsmc.analysis import Analysis, Assumptions
from fsmc.analysis.cells import at_arrival, condition
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule
from fsmc.logic import Nothing, Witness, spell
from fsmc.model import ELSE, Event


def check(analysis: Analysis) -> Iterator[Finding]:
    """Pairs of derived events whose conditions do not exclude each other."""
    for base in analysis.machine.inputs:
        for earlier, later in combinations(analysis.machine.derived(base), 2):
            yield from _compare(analysis, at_arrival(base), earlier, later)


def _compare(analysis: Analysis, known: Assumptions, earlier: Event, later: Event) -> Iterator[Finding]:
    if ELSE in (earlier.when, later.when):
        return
    found = analysis.decisions.find(known.and_holds(*condition(earlier.when), *condition(later.when)))
    if isinstance(found, Nothing):
        return
    if isinstance(found, Witness):
        case = spell(found)
        message = f"{earlier} and {later} both fire {f'if {case}' if case else 'in every case'}"
    else:
        message = f"the conditions of {earlier} and {later} cannot be proved to exclude each other"
    help = "narrow one of the conditions, or write [else] on one"
    notes = (Note("the other event", earlier.span),)
    yield Finding(message, later.span, help, notes, undecided=not isinstance(found, Witness))


RULE = Rule("FSM045", "derived-overlap", check, __doc__)
