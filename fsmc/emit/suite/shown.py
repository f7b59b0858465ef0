"""A machine and its cases in, further ones out, such that each statement of the machine counts in some case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from fsmc.emit.suite.attempt import PATIENCE, deliver, placed
from fsmc.emit.suite.excerpt import misread
from fsmc.emit.suite.misreadings import Misreading, Place, misreadings
from fsmc.emit.suite.rows import After, Case
from fsmc.emit.suite.wide import Wide
from fsmc.model import Machine
from fsmc.outcomes import World, within_measure

PLACES_AT_MOST = 3
"""In how many cells a statement is looked for that counts in no case so far."""


def missing(machine: Machine, found: Sequence[Case]) -> list[Case]:
    """Cases such that each statement of the machine counts in one of them or in one of those found."""
    at = _by_place(found)
    left = [
        each
        for each in misreadings(machine)
        if not _shown(machine, each, (case for p in each.places for case in at[p]))
    ]
    added: list[Case] = []
    for place in dict.fromkeys(place for each in left for place in each.places[:PLACES_AT_MOST]):
        here = [each for each in left if place in each.places[:PLACES_AT_MOST]]
        rows = _rows(machine, place, here) if here else []
        left = [each for each in left if place not in each.places or not _shown(machine, each, rows)]
        added += rows
    return added


def _by_place(found: Iterable[Case]) -> Mapping[Place, Sequence[Case]]:
    """The cases of each cell; of those without end, which are costly and all alike, only one."""
    at: defaultdict[Place, list[Case]] = defaultdict(list)
    for case in sorted(found, key=lambda case: case.after.endless):
        here = at[case.before.state, case.event]
        if not (case.after.endless and here and here[-1].after.endless):
            here.append(case)
    return at


def _rows(machine: Machine, place: Place, wanted: Sequence[Misreading]) -> list[Case]:
    """Cases of one cell that tell the machine from misreadings of it, each from as many as it can."""
    rows: list[Case] = []
    for case in Wide(machine, *place).cases():
        left = [each for each in wanted if not tells_apart(machine, each, case)]
        rows += [case] if len(left) < len(wanted) else []
        wanted = left
        if not wanted:
            break
    return rows


def _shown(machine: Machine, misreading: Misreading, cases: Iterable[Case]) -> bool:
    return any(tells_apart(machine, misreading, case) for case in cases)


def tells_apart(machine: Machine, misreading: Misreading, case: Case) -> bool:
    """Whether a case comes to something else with the misreading."""
    other = misread(machine, misreading, (case.before.state, case.event))
    interpreter = placed(other, case.before, World(answers=list(case.answers)).answer)
    interpreter.host = replace(interpreter.host, patience=PATIENCE)
    after = within_measure(lambda: deliver(interpreter, lambda: interpreter.deliver(case.event, case.payload)))
    return [_seen(each) for each in after] != [_seen(case.after)]


def _seen(after: After) -> tuple[object, ...]:
    """What a test sees of it: timers in order of their start, seconds rounded."""
    timers = [(name, round(left, 6)) for name, left in after.timers.items()]
    refusal = (after.refusal, after.section, after.refused_at, after.impossible, after.endless)
    return after.state, after.variables, timers, after.waiting, after.outcomes, refusal
