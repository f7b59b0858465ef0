"""A line in, machines in which it is wrong in all of its cells out.

Guards that overlap after a change mean the same to everybody: of the lines of one rank the first decides.  So a guard
that is dropped becomes `true`, and never none at all, which would make the line come last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fsmc.model import ELSE, Cell, Disposition, Kind, Machine, State, Transition
from fsmc.mutate.conditions import faulty
from fsmc.mutate.effects import faulty_effects
from fsmc.mutate.remaking import AnyLine, remade
from fsmc.mutate.rows import in_one_cell, instead
from fsmc.mutate.sites import Ground, Made
from fsmc.mutate.values import after

INSTEAD = {
    Kind.REJECT: (("refusal ignored", Kind.IGNORE), ("other refusal", Kind.NEVER)),
    Kind.NEVER: (("refusal ignored", Kind.IGNORE), ("other refusal", Kind.REJECT)),
    Kind.IGNORE: (("ignored refused", Kind.REJECT),),
    Kind.DEFER: (("deferral ignored", Kind.IGNORE), ("deferral refused", Kind.REJECT)),
}
"""For each kind of disposition the faults that put another one in its place."""


def wrong_line(ground: Ground, line: AnyLine) -> Iterator[Made]:
    """Every fault of a line that decides something."""
    machine = ground.machine
    rest = tuple(each for each in machine.lines if each is not line)
    yield Made("row deleted", f"without {line.label}", remade(machine, settle=True, lines=rest))
    for fault, change, other in _wrong(ground, line):
        yield Made(fault, change, remade(machine, lines=instead(machine.lines, line, other)))
    yield from _with_wrong_guards(ground, line)


def wrong_policy(machine: Machine) -> Iterator[Made]:
    """What is done where no line decides, done in another way."""
    policy = machine.unlisted
    for fault, kind in INSTEAD[policy.kind]:
        change = f"unlisted {kind}, not {policy.kind}"
        yield Made(fault, change, remade(machine, unlisted=replace(policy, kind=kind)))


Wrong = tuple[str, str, AnyLine]


def _wrong(ground: Ground, line: AnyLine) -> Iterator[Wrong]:
    """The line with another target, other effects, another verdict."""
    if isinstance(line, Disposition):
        yield from _other_verdicts(line)
        return
    for target in other_targets(ground.machine, line, ground.places[line][0][0].state):
        other = replace(line, target=target)
        yield "other target", f"-> {other.written_target}, not {line.written_target}", other
    for fault, change, effects in faulty_effects(line.effects, ground.machine.actions):
        yield fault, change, replace(line, effects=effects)


def other_targets(machine: Machine, line: Transition, source: State) -> Iterator[State | None]:
    """Not every other state, which would be too many: `stay`, and the states declared after and before the target.

    Neighbours are what a slip of a hand or of an index hits, and states that are declared together are alike, so a
    suite that does not look closely takes one for the other.
    """
    target = line.target_from(source)
    found = dict.fromkeys((*after(machine.states, target), *after(machine.states[::-1], target)))
    if target is not source:
        found.pop(source, None)
    yield from found
    if target is not source:
        yield None


def _other_verdicts(line: Disposition) -> Iterator[Wrong]:
    for fault, kind in INSTEAD[line.kind]:
        yield fault, f"{kind}, not {line.kind}", replace(line, kind=kind)
    if line.kind in (Kind.REJECT, Kind.NEVER):
        yield "other reason", f'"{line.reason}?", not "{line.reason}"', replace(line, reason=f"{line.reason}?")


# ---------------------------------------------------------------------------------------------------------- guards


def _with_wrong_guards(ground: Ground, line: AnyLine) -> Iterator[Made]:
    """The guard with one fault, or swapped with that of another line."""
    lines = ground.machine.lines
    if line.guard is not None and line.guard is not ELSE:
        for fault, guard in faulty(line.guard):
            other = replace(line, guard=guard)
            change = "without the guard" if fault == "dropped" else f"[{guard}], not [{line.guard}]"
            yield Made(f"guard {fault}", change, remade(ground.machine, lines=instead(lines, line, other)))
    for other in lines[lines.index(line) + 1 :] if line.guard is not None else ():
        cell = _shared(ground, line, other)
        if cell is not None:
            swapped = _swapped(ground.machine, line, other, cell)
            yield Made("guards swapped", f"[{other.guard}], not [{line.guard}]", swapped)
            return


def _shared(ground: Ground, line: AnyLine, other: AnyLine) -> Cell | None:
    """The first cell in which two lines of one rank decide, each in its case."""
    if other.guard is None or other.guard == line.guard or other.rank is not line.rank:
        return None
    theirs = {cell for cell, _ in ground.places.get(other, ())}
    return next((cell for cell, _ in ground.places[line] if cell in theirs), None)


def _swapped(machine: Machine, line: AnyLine, other: AnyLine, cell: Cell) -> Machine:
    """Two lines with each other's guards: everywhere if they speak of the same cells, else in one of these."""
    lines = machine.lines
    ours, theirs = replace(line, guard=other.guard), replace(other, guard=line.guard)
    if (set(line.sources), set(line.events)) == (set(other.sources), set(other.events)):
        return remade(machine, lines=instead(instead(lines, line, ours), other, theirs))
    return remade(machine, lines=in_one_cell(in_one_cell(lines, line, ours, cell), other, theirs, cell))
