"""A MUST that no scenario walks: a line carries the requirement, and no path that must hold goes over it.

Found in specs that have scenarios.  A numbered requirement (`MUST-12`) is walked if a scenario goes over one of the
lines that carry it; where lines carry a bare `MUST`, each is a requirement of its own.  A line that refuses its events
cannot be walked, and is not asked for.

Example:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action alarm
    Locked   on coin -> Unlocked       {MUST-1}
    Locked   on push -> stay / alarm   {MUST-2}     # FSM105
    Unlocked on push -> Locked
    Unlocked ignore coin
    scenario ride: Locked, coin -> Unlocked, push -> Locked

Instead:
    machine Turnstile
    state Locked initial
    state Unlocked
    event coin
    event push
    action alarm
    Locked   on coin -> Unlocked       {MUST-1}
    Locked   on push -> stay / alarm   {MUST-2}
    Unlocked on push -> Locked
    Unlocked ignore coin
    scenario ride: Locked, coin -> Unlocked, push -> Locked
    scenario cheat: Locked, push -> Locked
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Union

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Disposition, Hook, Kind, Machine, Tag, Transition
from fsmc.walks import walked

_NOTES = 3
"""How many other lines that carry the requirement are shown."""

Carrier = Union[Transition, Disposition, Hook]


def check(analysis: Analysis) -> Iterator[Finding]:
    """Requirements whose lines no scenario takes."""
    machine = analysis.machine
    if not machine.scenarios:
        return
    wanted = _requirements(machine)
    taken = {part for scenario in machine.scenarios if wanted for part in walked(machine, scenario)}
    for tag, lines in wanted:
        if taken.isdisjoint(lines):
            message = f"no scenario walks {names.quoted(tag.name) if '-' in tag.name else f'this {tag.name}'}"
            notes = tuple(Note("carries it too", line.span) for line in lines[1 : 1 + _NOTES])
            yield Finding(message, lines[0].span, "write a scenario that goes over a line with it", notes)


def _requirements(machine: Machine) -> list[tuple[Tag, list[Carrier]]]:
    """Each MUST with the lines that carry it; a bare one once for each line."""
    found: dict[object, tuple[Tag, list[Carrier]]] = {}
    for line in _walkable(machine):
        for tag in line.tags:
            if tag.level == "MUST":
                key = tag.name if "-" in tag.name else line.span
                found.setdefault(key, (tag, []))[1].append(line)
    return list(found.values())


def _walkable(machine: Machine) -> Iterable[Carrier]:
    """What a scenario can go over."""
    for line in machine.lines:
        if isinstance(line, Transition) or line.kind in (Kind.IGNORE, Kind.DEFER):
            yield line
    yield from (*machine.enters, *machine.leaves)


RULE = Rule("FSM105", "unwalked-requirement", check, __doc__, Severity.WARNING)
