"""Raised events go round without end: each step of a cycle raises the event of the next, under no condition.

A machine takes raised events before it returns to its host, so such a run never returns.

Example:
    machine Echo
    state A initial
    state B
    event ping
    event pong
    A on ping -> B / raise pong         # FSM054
    B on pong -> A / raise ping
    A ignore pong
    B ignore ping

Instead:
    machine Echo
    state A initial
    state B
    event ping
    event pong
    A on ping -> B / raise pong
    B on pong -> A
    A ignore pong
    B ignore ping
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.analysis.raises import Raising
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Raise
from fsmc.source import Span


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each cycle, at its earliest line."""
    for cycle in analysis.cycles:
        first, *rest = (step for step in cycle.steps if step.events)
        notes = (Note(f"{step.place} raises {', '.join(map(str, step.events))}", _place(step)) for step in rest)
        distinct = tuple(note for note in dict.fromkeys(notes) if note.span != _place(first))
        help = "let one of these lines raise its event under a condition, or not at all"
        yield Finding(f"raised events go round without end: {cycle}", _place(first), help, distinct[:3])


def _place(step: Raising) -> Span:
    """Where the step raises: the line's own effect, or the line, if a state that it leaves or enters does."""
    return next((effect.span for effect in step.line.effects if isinstance(effect, Raise)), step.line.span)


RULE = Rule("FSM054", "endless-raises", check, __doc__)
