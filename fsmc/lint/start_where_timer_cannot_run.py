"""A timer is started, and the state after the step is outside its `within`.

The timer would be cancelled in the moment it starts.  Most often the `within` lacks a state, or the `start` belongs to
another line.

Example:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on timeout off-delay -> Off
    On  on press -> Off / start off-delay       # FSM052

Instead:
    machine Lamp
    timer off-delay = 30s within On
    state Off initial
    state On
    event press
    Off on press -> On / start off-delay
    On  on timeout off-delay -> Off
    On  on press -> Off
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Union

from fsmc.analysis import Analysis, Place
from fsmc.analysis.done import starts
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.model import Action, Effect, Hook, State, Timer, Transition

Start = tuple[Union[Transition, Hook], Effect, Timer, Union[Action, None]]
"""The line or hook that starts a timer, its effect that does, and the action along which the start rides."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """What starts a timer, if some state in which it leaves the machine is outside the `within`."""
    found: dict[Start, dict[State, Place]] = {}
    for line in analysis.machine.transitions:
        for place in analysis.decisions.decided[line]:
            after = line.target_from(place.state)
            for start in _starts(analysis, line, place.state):
                if after not in start[2].within:
                    found.setdefault(start, {}).setdefault(after, place)
    for start, states in found.items():
        yield _finding(start, states)


def _starts(analysis: Analysis, line: Transition, source: State) -> Iterator[Start]:
    """What a step starts: by the line itself, by the states that it leaves and enters."""
    owners: list[Union[Transition, Hook]] = [line]
    if line.target is not None:
        owners += [hook for hook in analysis.machine.leaves if source in hook.states]
        owners += [hook for hook in analysis.machine.enters if line.target in hook.states]
    for owner in owners:
        for effect in owner.effects:
            for start, action in starts([effect]):
                yield owner, effect, start.timer, action


def _finding(start: Start, states: dict[State, Place]) -> Finding:
    owner, effect, timer, action = start
    after, place = next(iter(states.items()))
    by = f" (by action '{action.name}')" if action else ""
    message = f"timer '{timer.name}' is started{by}, and cannot run in {after}{and_more(len(states) - 1, 'state')}"
    if not isinstance(owner, Transition):
        message += f", the state after {place}"
    help = f"add {', '.join(map(str, states))} to its 'within', or do not start it here"
    return Finding(message, effect.span, help, (Note("declared here", timer.span),))


RULE = Rule("FSM052", "start-where-timer-cannot-run", check, __doc__)
