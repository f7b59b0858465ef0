"""The events derived from a base leave it a case, and no line says what the base does there.

Derived events are a way to give each case of an event its name.  A case that got none keeps the name of the base, and
where lines speak of all the derived events and none of the base, it was most often forgotten.  The message names such a
case.

Example:
    machine Client
    state Waiting initial
    state Done final
    event response (status: int)
    event good = response [200 <= status < 300]
    event bad  = response [400 <= status < 600]     # FSM111
    Waiting on good -> Done
    Waiting ignore bad
    Done ignore other

Instead:
    machine Client
    state Waiting initial
    state Done final
    event response (status: int)
    event good = response [200 <= status < 300]
    event bad  = response [else]
    Waiting on good -> Done
    Waiting ignore bad
    Done ignore other
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Place
from fsmc.analysis.cells import condition
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.lint.telling import told_case
from fsmc.logic import Nothing, Witness
from fsmc.model import Event, Expr


def check(analysis: Analysis) -> Iterator[Finding]:
    """Bases of which some state decides each derived event, and not what is left."""
    for base in analysis.machine.inputs:
        derived = analysis.machine.derived(base)
        places = [place for place in _cells(analysis, base) if _is_forgotten(analysis, place, derived)]
        if places:
            yield _finding(analysis, derived, places)


def _cells(analysis: Analysis, base: Event) -> Iterator[Place]:
    places = (Place(state, base) for state in analysis.machine.states)
    return (place for place in places if analysis.machine.derived(base) and place in analysis.decisions.ranks)


def _is_forgotten(analysis: Analysis, place: Place, derived: tuple[Event, ...]) -> bool:
    """Whether lines speak of every derived event in this state, and none of the base."""
    ranks = analysis.decisions.ranks
    if ranks[place] or isinstance(analysis.find_left(place), Nothing):
        return False
    return all(ranks[Place(place.state, event)] for event in derived)


def _finding(analysis: Analysis, derived: tuple[Event, ...], places: list[Place]) -> Finding:
    place, last = places[0], derived[-1]
    found = analysis.find_left(place)
    unlisted = analysis.machine.unlisted.label
    if isinstance(found, Witness):
        message = f"no event derived from {place.event} fires if {told_case(found, _conditions(derived))}"
    else:
        message = f"it cannot be proved that some event derived from {place.event} always fires"
    message += f", which leaves {place} to `{unlisted}`{and_more(len(places) - 1, 'state')}"
    help = f"name the rest: `event NAME = {place.event} [else]`, or write a line for {place}"
    notes = tuple(Note("derived from it too", event.span) for event in derived[:-1][:2])
    return Finding(message, last.span, help, notes, undecided=not isinstance(found, Witness))


def _conditions(derived: tuple[Event, ...]) -> tuple[Expr, ...]:
    return tuple(each for event in derived for each in condition(event.when))


RULE = Rule("FSM111", "derived-gap", check, __doc__, Severity.WARNING)
