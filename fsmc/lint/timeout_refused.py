"""A timer runs on in a state that refuses its expiry.

Time cannot be refused: when it runs out, the machine would fail.  The timer is started, and nothing on the way to the
state stops it; what is said there is `never`, or nothing, which leaves it to `unlisted`.

Example:
    machine Gate
    timer shut-delay = 5s within Open, Held
    state Shut initial
    state Open
    state Held
    event coin
    event hold
    Shut on coin -> Open / start shut-delay     # FSM123
    Open on hold -> Held
    Open on timeout shut-delay -> Shut
    Held on coin -> Open / start shut-delay
    Open ignore coin
    Held, Shut ignore hold

Instead:
    machine Gate
    timer shut-delay = 5s within Open
    state Shut initial
    state Open
    state Held
    event coin
    event hold
    Shut on coin -> Open / start shut-delay
    Open on hold -> Held
    Open on timeout shut-delay -> Shut
    Held on coin -> Open / start shut-delay
    Open ignore coin
    Held, Shut ignore hold
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.analysis.expiries import Refused, refused_expiries
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Start


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each timer and each state that refuses its expiry, with a path that leads there."""
    for refused in refused_expiries(analysis.decisions, analysis.paths.taken, analysis.done):
        yield _finding(analysis, refused)


def _finding(analysis: Analysis, refused: Refused) -> Finding:
    timer, state, first = names.quoted(refused.timer.name), refused.place.state, refused.path[0]
    message = f"timer {timer} can expire in {state}, where `{refused.by.label}` refuses it"
    effects = (each.doing.effect for each in analysis.done[first])
    start = next(effect for effect in effects if isinstance(effect, Start) and effect.timer is refused.timer)
    notes = [Note(f"{way.source} on {way.event} leads to {way.target}", way.line.span) for way in refused.path[1:3]]
    if refused.by in analysis.machine.lines:
        notes.append(Note("refused here", refused.by.span))
    help = f"say what {refused.place} does, stop it before, or leave {state} out of its 'within'"
    return Finding(message, start.span, help, tuple(notes))


RULE = Rule("FSM123", "timeout-refused", check, __doc__, Severity.WARNING)
