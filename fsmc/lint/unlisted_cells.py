"""More cells are left to the `unlisted` policy than the project allows.

Found only where `max-unlisted` sets a limit.  A cell that no line decides, or not in every case, does what the policy
says of all: nobody has thought of this state and this event together.

Example:
    machine Turnstile
    unlisted reject     # FSM104
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked

Instead:
    machine Turnstile
    unlisted reject
    state Locked initial
    state Unlocked
    event coin
    event push
    Locked   on coin -> Unlocked
    Unlocked on push -> Locked
    Locked   reject push "pay first"
    Unlocked ignore coin
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, Demands, Place
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule, listed
from fsmc.model import Event, State
from fsmc.source import NOWHERE

_HELP = "decide them by lines: a transition, `ignore`, `reject`, `never` or `defer`"

_NOTES = 8
"""How many states are shown with what they leave open."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """One finding, with the first states that leave cells open."""
    limit, left = analysis.demands.max_unlisted, analysis.decisions.decided[analysis.machine.unlisted]
    if limit is None or len(left) <= limit:
        return
    policy = analysis.machine.unlisted
    span = analysis.machine.span if policy.span == NOWHERE else policy.span
    allowed = f", and {limit} may be" if limit else ""
    cells = "1 cell is" if len(left) == 1 else f"{len(left)} cells are"
    yield Finding(f"{cells} left to `unlisted {policy.kind}`{allowed}: {listed(left, 3)}", span, _HELP, _notes(left))


def _notes(left: tuple[Place, ...]) -> tuple[Note, ...]:
    """A note a state, those that leave most first."""
    by_state: dict[State, list[Event]] = {}
    for state, event in left:
        by_state.setdefault(state, []).append(event)
    most = sorted(by_state.items(), key=lambda item: -len(item[1]))[:_NOTES]
    return tuple(Note(f"{state} leaves {len(events)}: {listed(events)}", state.span) for state, events in most)


RULE = Rule("FSM104", "unlisted-cells", check, __doc__, Severity.WARNING, asked=Demands(max_unlisted=0))
