"""A condition asks `running(t)` where no path has the timer running, so that the answer is always no.

The timer may run there by its `within`, but whatever starts it leads elsewhere.  Most often another timer was meant, or
the `start` stands on the wrong line.

Example:
    machine Gate
    timer hold = 5s within Open, Held
    state Shut initial
    state Open
    state Held
    event coin
    event push
    action beep
    Shut on coin -> Open
    Open on push -> Held / start hold
    Open on coin -> stay / beep if running(hold)    # FSM126
    Held on timeout hold -> Shut
    Held ignore coin, push
    Shut ignore push

Instead:
    machine Gate
    timer hold = 5s within Open, Held
    state Shut initial
    state Open
    state Held
    event coin
    event push
    action beep
    Shut on coin -> Open
    Open on push -> Held / start hold
    Open ignore coin
    Held on coin -> stay / beep if running(hold)
    Held on timeout hold -> Shut
    Held ignore push
    Shut ignore push
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis, Asked, Way
from fsmc.analysis.asked import timers_asked
from fsmc.analysis.idle import before
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Event, Start, Timer

Met = dict[tuple[object, object], list[Way]]


def check(analysis: Analysis) -> Iterator[Finding]:
    """Questions for timers that never run where they are asked; not those that `within` alone answers."""
    met = _met(analysis)
    started = {doing.effect.timer for doing in analysis.doings if isinstance(doing.effect, Start)}
    for asked in analysis.asked:
        timers = timers_asked(asked.condition) & started
        told_otherwise = isinstance(asked.owner, Event) or asked.is_denied or asked.always(analysis.decisions)
        if timers and not told_otherwise:
            running = _running(analysis, asked, met)
            if running is not None and not timers <= running:
                yield _finding(analysis, asked, next(t for t in analysis.machine.timers if t in timers - running))


def _met(analysis: Analysis) -> Met:
    """For each effect under a condition the ways on which it is met."""
    found: Met = {}
    for way, steps in analysis.done.items():
        for each in steps:
            if each.doing.effect.condition is not None:
                found.setdefault((each.doing.owner, each.doing.effect), []).append(way)
    return found


def _running(analysis: Analysis, asked: Asked, met: Met) -> frozenset[Timer] | None:
    """The timers that may run when the question is asked; None if it never is."""
    running = analysis.paths.running
    if asked.effect is not None:
        found = [before(running, way) for way in met.get((asked.owner, asked.effect), ())]
    else:
        places = (place for place in asked.places if place.state in running)
        found = [running[place.state] - {place.event.expires} for place in places]
    return frozenset().union(*found) if found else None


def _finding(analysis: Analysis, asked: Asked, timer: Timer) -> Finding:
    name = names.quoted(timer.name)
    message = f"running({name}) is always false here: no path comes here with the timer running"
    starts = (d.effect.span for d in analysis.doings if isinstance(d.effect, Start) and d.effect.timer is timer)
    notes = tuple(Note("started here", span) for span in starts)
    return Finding(message, asked.span, "ask for another timer, or start this one on the way", notes[:2])


RULE = Rule("FSM126", "timer-asked-in-vain", check, __doc__, Severity.WARNING)
