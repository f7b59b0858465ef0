"""A condition can be decided without a look at its variables: none of their values makes it come out otherwise.

A variable to which only some values are assigned never has another, and a counter that only goes up never falls below
where it began.  A condition that waits for more waits in vain.  Most often an assignment was forgotten, or a comparison
points the wrong way.

Example:
    machine Link
    var opened: passive | active | crossed
    state Closed initial
    state Open
    event listen
    event connect
    event reset
    Closed on listen  -> Open / opened = passive
    Closed on connect -> Open / opened = active
    Open   ignore reset [opened == crossed]     # FSM113: [opened == crossed]
    Open   on reset [else] -> Closed
    Open   ignore listen, connect
    Closed ignore reset

Instead:
    machine Link
    var opened: passive | active | crossed
    state Closed initial
    state Open
    event listen
    event connect
    event reset
    Closed on listen  -> Open / opened = passive
    Closed on connect -> Open / opened = active
    Open   ignore reset [opened == crossed]
    Open   on reset [else] -> Closed
    Open   on connect -> stay / opened = crossed
    Open   ignore listen
    Closed ignore reset
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis, Asked, Range
from fsmc.analysis.ranges import known_of
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Conditions that what is known of their variables decides; those that never change have a rule of their own."""
    for asked in analysis.asked:
        known = known_of(analysis.ranges, asked.condition)
        if known and not any(each.is_frozen for each in known):
            answer = _answer(analysis, asked, known)
            if answer:
                yield _finding(asked, known, answer)


def _answer(analysis: Analysis, asked: Asked, known: tuple[Range, ...]) -> str:
    facts = [each.condition for each in known]
    if asked.never(analysis.decisions, *facts):
        return "" if asked.is_denied else "never holds"
    is_new = asked.always(analysis.decisions, *facts) and not asked.always(analysis.decisions)
    return "always holds" if is_new else ""


def _finding(asked: Asked, known: tuple[Range, ...], answer: str) -> Finding:
    reasons = " and ".join(f"{names.quoted(each.variable.name)} is {each}" for each in known)
    help = "mend the condition, or assign the value that it waits for"
    notes = tuple(Note("declared here", each.variable.span) for each in known[:2])
    return Finding(f"{asked} {answer}: {reasons}", asked.span, help, notes)


RULE = Rule("FSM113", "value-out-of-reach", check, __doc__, Severity.WARNING)
