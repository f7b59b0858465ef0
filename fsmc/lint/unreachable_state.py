"""A state that no path from the initial state reaches.

Every event is taken to happen at any time, and every guard that is not provably false to hold, so such a state is out
of reach for certain.  Most often a line that should lead there names another target.  A timer expires only where a path
leads on which something started it.  States that can be reached from this one only are part of the same finding.

Example:
    machine Door
    state Shut initial
    state Open
    state Locked        # FSM080
    event push
    event turn
    Shut   on push -> Open
    Open   on push -> Shut
    Locked on turn -> Shut
    Shut, Open ignore turn
    Locked ignore push

Instead:
    machine Door
    state Shut initial
    state Open
    state Locked
    event push
    event turn
    Shut   on push -> Open
    Open   on push -> Shut
    Shut   on turn -> Locked
    Locked on turn -> Shut
    Open   ignore turn
    Locked ignore push
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Island
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule, listed
from fsmc.model import State

_NOTES = 3
"""How many other places are shown of each kind."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """The first state of each set of states into which nothing leads; none where nothing leaves the initial state."""
    if analysis.machine.initial in analysis.paths.dead_ends:
        return
    for island in analysis.paths.islands:
        others: tuple[State, ...] = (*island.shore[1:], *island.behind)
        notes = [*_expiries(analysis, island), *(Note("out of reach too", state.span) for state in others)]
        yield Finding(_message(island), island.shore[0].span, _HELP, tuple(notes[:_NOTES]))


_HELP = "let a line lead there, or take away what is out of reach"


def _message(island: Island) -> str:
    shore, behind = island
    if len(shore) > 1:
        also = f", and neither can {listed(behind)} behind them" if behind else ""
        return f"the states {listed(shore)} cannot be reached: they only lead to each other{also}"
    also = f", and neither can {listed(behind)}, to which it leads" if behind else ""
    return f"the state {shore[0]} cannot be reached{also}"


def _expiries(analysis: Analysis, island: Island) -> Iterator[Note]:
    """The lines that would lead there from a state in reach, if their timer ran."""
    for state in island.shore:
        for way in analysis.paths.missed.get(state, ()):
            yield Note(f"timer '{way.timer}' never runs in {way.source}: no path starts it", way.line.span)


RULE = Rule("FSM080", "unreachable-state", check, __doc__, Severity.WARNING)
