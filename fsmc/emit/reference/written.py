"""A set of states or events as a spec writes it in, its words out, with what each name in it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Union

from fsmc import names
from fsmc.emit.anchors import anchor, event_anchor, state_anchor
from fsmc.emit.reference.markdown import text
from fsmc.emit.reference.words import Words
from fsmc.model import Event, Group, Machine, State

Named = Union[State, Event, Group]
"""What a name in a set of states or events may mean."""

_NAME = re.compile(rf"((?:timeout )?(?:'(?:[^'\\]|\\.)*'|{names.BARE_NAME}))")


def states_written(words: Words, written: str) -> str:
    """`LISTEN..LAST-ACK, synchronized`, in which every state and group is a link."""
    return _linked(words, pieces(written, states_by_spelling(words.machine)))


def events_written(words: Words, written: str) -> str:
    """`rcv-text, timeout rtx`, in which every event is a link."""
    return _linked(words, pieces(written, events_by_spelling(words.machine)))


def pieces(written: str, known: dict[str, Named]) -> Iterator[tuple[str, Named | None]]:
    """The written words one after another: names that mean something, and what is between them."""
    between = ""
    for part in _NAME.split(written):
        about = known.get(part)
        if about is None:
            between += part
            continue
        if between:
            yield between, None
        yield part, about
        between = ""
    if between:
        yield between, None


@lru_cache(maxsize=4)
def states_by_spelling(machine: Machine) -> dict[str, Named]:
    """States and groups by their names as a spec writes them."""
    named: tuple[State | Group, ...] = (*machine.groups, *machine.states)
    return {names.quoted(one.name): one for one in named}


@lru_cache(maxsize=4)
def events_by_spelling(machine: Machine) -> dict[str, Named]:
    """Events by their names as a spec writes them, expiries of timers among them."""
    return {
        f"timeout {names.quoted(event.timer.name)}" if event.timer else names.quoted(event.name): event
        for event in machine.all_events
    }


def place_of(about: Named) -> str:
    """The place in the reference that is about it."""
    if isinstance(about, State):
        return state_anchor(about)
    return event_anchor(about) if isinstance(about, Event) else anchor("group", about.name)


def _linked(words: Words, found: Iterator[tuple[str, Named | None]]) -> str:
    return "".join(_told(words, part, about) for part, about in found)


def _told(words: Words, part: str, about: Named | None) -> str:
    if about is not None:
        return words.link(text(part), place_of(about))
    # `text` takes the blanks away that part it from its neighbours
    return f"{' ' * part.startswith(' ')}{text(part)}{' ' * part.endswith(' ')}" if part.strip() else part
