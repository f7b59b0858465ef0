"""What is to be done on entering a state that is never entered, or on leaving one that is never left.

A machine begins in its initial state without entering it, and a `stay` neither leaves nor enters: only a move does, or
a line that names its own state as the target.  What stands here never happens.

Example:
    machine Door
    state Shut initial
    state Open
    state Broken final
    event push
    event kick
    action creak
    Shut on push -> Open
    Open on push -> Shut
    any except Broken on kick -> Broken
    leave Shut   / creak
    leave Broken / creak    # FSM099

Instead:
    machine Door
    state Shut initial
    state Open
    state Broken final
    event push
    event kick
    action creak
    Shut on push -> Open
    Open on push -> Shut
    any except Broken on kick -> Broken
    leave Shut   / creak
    enter Broken / creak
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.diagnostics import Severity
from fsmc.lint.rule import Finding, Rule, listed
from fsmc.model import Hook, State


def check(analysis: Analysis) -> Iterator[Finding]:
    """Hooks none of whose states is ever entered or left, as far as the machine gets there at all.

    That a dead end is never left has been said of the state.
    """
    reached = frozenset(analysis.paths.running)
    moves = [way for ways in analysis.paths.taken.values() for way in ways if way.line.target is not None]
    yield from _idle(analysis.machine.enters, reached, {way.target for way in moves}, "entered")
    left = reached.difference(analysis.paths.dead_ends)
    yield from _idle(analysis.machine.leaves, left, {way.source for way in moves}, "left")


def _idle(hooks: tuple[Hook, ...], told: frozenset[State], busy: set[State], verb: str) -> Iterator[Finding]:
    for hook in hooks:
        states = [state for state in hook.states if state in told]
        if states and busy.isdisjoint(states):
            begins = ": the machine begins there" if verb == "entered" and any(s.initial for s in states) else ""
            message = f"this is never done: {listed(states)} {'is' if len(states) == 1 else 'are'} never {verb}{begins}"
            yield Finding(message, hook.span, "do it in a line, or take it away")


RULE = Rule("FSM099", "idle-hook", check, __doc__, Severity.WARNING)
