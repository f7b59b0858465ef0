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
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each cycle, at its earliest line."""
    for cycle in analysis.cycles:
        first, *rest = (step for step in cycle.steps if step.events)
        notes = (Note(f"{step.place} raises {', '.join(map(str, step.events))}", step.line.span) for step in rest)
        distinct = tuple(note for note in dict.fromkeys(notes) if note.span != first.line.span)
        help = "let one of these lines raise its event under a condition, or not at all"
        yield Finding(f"raised events go round without end: {cycle}", first.line.span, help, distinct[:3])


RULE = Rule("FSM054", "endless-raises", check, __doc__)
