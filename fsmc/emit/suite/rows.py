"""What a generated test file lists, as values: cases (one way through a cell) and paths (steps one after another).

Values are spec values: names of the spec, members of enumerations by name, seconds.  `text.py` writes them as Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fsmc.interpreter import Outcome, Value
from fsmc.model import Event, Predicate, State
from fsmc.outcomes import Answer

Waiting = tuple[tuple[str, Mapping[str, Value]], ...]
"""Deferred events by name, each with its payload."""


@dataclass(frozen=True, kw_only=True)
class Before:
    """The machine before an event: what differs from the defaults of the test file."""

    state: State
    options: Mapping[str, Value] = field(default_factory=dict)
    variables: Mapping[str, Value] = field(default_factory=dict)
    timers: Mapping[str, float] = field(default_factory=dict)
    waiting: Waiting = ()


@dataclass(frozen=True, kw_only=True)
class After:
    """The machine after an event, and what it asked of the host; or why it took no step."""

    state: State
    variables: Mapping[str, Value]
    timers: Mapping[str, float]
    waiting: Waiting
    outcomes: tuple[Outcome, ...] = ()
    refusal: str | None = None
    section: str = ""
    refused_at: tuple[str, str] = ("", "")
    """The state and the event, as classified, that were refused."""
    impossible: bool = False
    endless: bool = False
    """Whether the event raises events without end."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One way through a cell."""

    name: str
    before: Before
    event: Event
    payload: Mapping[str, Value]
    answers: tuple[Answer, ...]
    after: After


@dataclass(frozen=True, kw_only=True)
class Move:
    """One step of a path: an event, or the time that passes before the host calls `advance`."""

    event: Event | None
    wait: float = 0.0
    payload: Mapping[str, Value] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    target: State
    timers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Path:
    """Steps one after another."""

    name: str
    before: Before
    moves: tuple[Move, ...]


def question(predicate: Predicate, args: tuple[Value, ...]) -> str:
    """The words of a question, for an id."""
    return predicate.name + (f"({', '.join(map(str, args))})" if args else "")
