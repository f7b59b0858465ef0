"""A timer starts itself anew for ever, alone or by way of others, and nothing ends it: no counter, no guard.

Such a machine never comes to rest by itself.  Of a retransmission the limit was forgotten, or the counter that the
guard asks for is not changed in the loop.  Where it is meant so, as a heartbeat is, say it beside the line:
`# fsmc: ignore[unbounded-timer-loop] heartbeat`.  A question to the host, an option, or another timer that leads out of
the loop counts as an end.  A loop that goes round through several states, as a traffic light does, is what such a
machine is for; it is told only if its guards ask for a variable that it does not change.

Example:
    machine Sender
    timer rtx = 1s within Waiting
    state Idle initial
    state Waiting
    event send
    event ack
    action transmit
    Idle    on send -> Waiting / transmit, start rtx
    Waiting on ack  -> Idle
    Waiting on timeout rtx -> stay / transmit, start rtx    # FSM119: start rtx
    Waiting ignore send
    Idle    ignore ack

Instead:
    machine Sender
    timer rtx = 1s within Waiting
    var tries: int
    state Idle initial
    state Waiting
    event send
    event ack
    action transmit
    Idle    on send -> Waiting / transmit, start rtx, tries = 0
    Waiting on ack  -> Idle
    Waiting on timeout rtx [tries < 3] -> stay / transmit, start rtx, tries += 1
    Waiting on timeout rtx [else]      -> Idle
    Waiting ignore send
    Idle    ignore ack
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.analysis import Analysis, Doing, Way
from fsmc.analysis.timer_loops import Loop, timer_loops
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Start, Variable


def check(analysis: Analysis) -> Iterator[Finding]:
    """Loops of expiries that are proved to go on; not those that wait for a variable that nothing ever changes."""
    for loop in timer_loops(analysis.decisions, analysis.done):
        if not _is_clockwork(loop) and not any(_is_frozen(analysis, variable) for variable in loop.reads):
            yield _finding(analysis, loop)


def _is_clockwork(loop: Loop) -> bool:
    """Whether time alone leads from state to state, and no guard in the loop was meant to end it."""
    return len({way.source for way in loop.ways}) > 1 and not loop.reads


def _is_frozen(analysis: Analysis, variable: Variable) -> bool:
    return variable in analysis.ranges and analysis.ranges[variable].is_frozen


def _finding(analysis: Analysis, loop: Loop) -> Finding:
    starts = [_start(analysis, way, loop.ways[place - len(loop.ways) + 1]) for place, way in enumerate(loop.ways)]
    round = " and ".join(f"{way.source} on {way.event}" for way in loop.ways[:3])
    read = ", ".join(names.quoted(variable.name) for variable in loop.reads)
    message = f"nothing bounds this loop: {round} {'start each other' if len(starts) > 1 else 'starts itself'} anew"
    message += f", and {read} never ends it" if read else ""
    first, span = loop.ways[0], starts[0].effect.span
    own = starts[0].owner is first.line
    notes = [] if own else [Note("it is started here", span)]
    notes += [Note(f"{way.source} on {way.event} goes on here", way.line.span) for way in loop.ways[1:3]]
    help = "let a counter, a guard or another timer end it; if it is meant, `# fsmc: ignore[unbounded-timer-loop] why`"
    return Finding(message, span if own else first.line.span, help, tuple(notes))


def _start(analysis: Analysis, way: Way, following: Way) -> Doing:
    """What starts the timer that `following` takes the expiry of."""
    starts = [each.doing for each in analysis.done[way] if isinstance(each.effect, Start)]
    return next(doing for doing in starts if getattr(doing.effect, "timer", None) is following.event.expires)


RULE = Rule("FSM119", "unbounded-timer-loop", check, __doc__, Severity.WARNING)
