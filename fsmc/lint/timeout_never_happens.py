"""A line takes the expiry of a timer in states to which no path comes with the timer running.

The timer is started somewhere, and may run here by its `within`; but whatever starts it leads elsewhere.  Most often
the `start` stands on the wrong line.

Example:
    machine Gate
    timer shut-delay = 5s within Open, Blocked
    state Shut initial
    state Open
    state Blocked
    event coin
    event jam
    event clear
    Shut    on coin -> Open / start shut-delay
    Open    on timeout shut-delay -> Shut
    Shut    on jam   -> Blocked
    Blocked on clear -> Shut
    Blocked on timeout shut-delay -> Shut   # FSM122
    Open, Blocked ignore coin, jam
    Shut, Open    ignore clear

Instead:
    machine Gate
    timer shut-delay = 5s within Open, Blocked
    state Shut initial
    state Open
    state Blocked
    event coin
    event jam
    event clear
    Shut    on coin -> Open / start shut-delay
    Open    on timeout shut-delay -> Shut
    Shut    on jam   -> Blocked / start shut-delay
    Blocked on clear -> Shut
    Blocked on timeout shut-delay -> Shut
    Open, Blocked ignore coin, jam
    Shut, Open    ignore clear
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis, AnyLine, Place
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.model import Disposition, Kind, Start, Timer


def check(analysis: Analysis) -> Iterator[Finding]:
    """Lines about expiries of which none can come, but for those that say so; states out of reach have no say here."""
    for line in analysis.machine.lines:
        if isinstance(line, Disposition) and line.kind is Kind.NEVER:
            continue
        places = analysis.decisions.decided[line]
        timers = [place.event.expires for place in places]
        if places and all(timers) and not any(_may_expire(analysis, place) for place in places):
            reached = [place for place in places if place.state in analysis.paths.running]
            if reached and timers[0] and _runs_somewhere(analysis, timers[0]):
                yield _finding(analysis, line, timers[0], reached)


def _may_expire(analysis: Analysis, place: Place) -> bool:
    return place.event.expires in analysis.paths.running.get(place.state, ())


def _runs_somewhere(analysis: Analysis, timer: Timer) -> bool:
    """Whether some path starts it; else what should start it is the fault."""
    return any(timer in running for running in analysis.paths.running.values())


def _finding(analysis: Analysis, line: AnyLine, timer: Timer, places: list[Place]) -> Finding:
    where = f"{places[0].state}{and_more(len(places) - 1, 'cell')}"
    message = f"timer {names.quoted(timer.name)} never runs in {where}: what starts it leads elsewhere"
    starts = (d.effect.span for d in analysis.doings if isinstance(d.effect, Start) and d.effect.timer is timer)
    notes = tuple(Note("started here", span) for span in starts)
    return Finding(message, line.span, f"start it on a way to {places[0].state}, or take this line away", notes[:2])


RULE = Rule("FSM122", "timeout-never-happens", check, __doc__, Severity.WARNING)
