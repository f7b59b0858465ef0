"""A state defers an event, and so does every state to which the machine can go from there: it is never delivered.

A deferred event is kept until a state is entered that does not defer it.  Where there is none, whoever sent it waits
for ever, and the queue only grows.

Example:
    machine Printer
    state Warming initial
    state Ready
    state Broken final
    event warm
    event job
    event jam
    event tap
    action print
    Warming on warm -> Ready
    Ready   on job  -> stay / print
    Ready   on jam  -> Broken
    Broken  on tap  -> stay / print
    Warming, Broken defer job       # FSM124
    Warming ignore jam, tap
    Ready   ignore warm, tap
    Broken  ignore warm, jam

Instead:
    machine Printer
    state Warming initial
    state Ready
    state Broken final
    event warm
    event job
    event jam
    event tap
    action print
    Warming on warm -> Ready
    Ready   on job  -> stay / print
    Ready   on jam  -> Broken
    Broken  on tap  -> stay / print
    Warming defer job
    Broken  reject job "it is broken"
    Warming ignore jam, tap
    Ready   ignore warm, tap
    Broken  ignore warm, jam
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Place
from fsmc.analysis.components import closure
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.model import Disposition, Event, Kind, State


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each `defer` line with an event that no state after one of its own takes; dead ends have a rule of their own."""
    for line in analysis.machine.lines:
        if isinstance(line, Disposition) and line.kind is Kind.DEFER:
            lost = [place for place in analysis.decisions.decided[line] if _is_lost(analysis, place)]
            if lost:
                yield _finding(line, lost)


def _finding(line: Disposition, lost: list[Place]) -> Finding:
    state, event = lost[0]
    message = (
        f"{event} is deferred in {state}{and_more(len(lost) - 1, 'cell')}, and never taken: all that follows defers it"
    )
    return Finding(message, line.span, f"take {event} in a state that follows, or refuse it here with `reject`")


def _is_lost(analysis: Analysis, place: Place) -> bool:
    graph = analysis.paths.graph
    if place.state not in graph or place.state in analysis.paths.dead_ends:
        return False
    base = place.event.base or place.event
    return all(_defers(analysis, state, base) for state in closure(graph, [place.state]))


def _defers(analysis: Analysis, state: State, base: Event) -> bool:
    """Whether a state defers the event in every case, whatever derived event it is by then."""
    places = (Place(state, event) for event in (base, *analysis.machine.derived(base)))
    lines = [line for place in places for line in analysis.decisions.deciding.get(place, ())]
    return all(isinstance(line, Disposition) and line.kind is Kind.DEFER for line in lines)


RULE = Rule("FSM124", "deferred-for-ever", check, __doc__, Severity.WARNING)
