"""The text of a spec in, its machine and its mutants out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fsmc import lint
from fsmc.language import load
from fsmc.model import Machine
from fsmc.mutate import Mutant, mutants
from fsmc.source import SourceFile
from tests.random.specs import random_case

SPECS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(Path("specs").resolve().glob("*.fsm"))}


@cache
def machine(text: str) -> Machine:
    """The machine of a spec without errors."""
    found, faults = load(SourceFile("spec.fsm", text))
    assert found is not None, [fault.message for fault in faults]
    errors = lint.errors(found)
    assert not errors, [fault.message for fault in errors]
    return found


@cache
def mutants_of(text: str) -> tuple[Mutant, ...]:
    """All mutants of a spec."""
    return tuple(mutants(machine(text)))


def mutants_near(text: str, *lines: int) -> list[Mutant]:
    """A mutant of the next line that has any, from each of some lines on, of one kind or another.

    The mutants of other lines are not made: those of a large spec take seconds.
    """
    found: dict[object, Mutant] = {}
    for first in lines:
        some = (list(mutants(machine(text), line)) for line in range(first, len(text.splitlines()) + 1))
        near: list[Mutant] = next(filter(None, some), [])
        for mutant in near[first % max(1, len(near)) :][:1]:
            found[mutant.fault, mutant.change, mutant.span] = mutant
    return list(found.values())


def some_mutants(name: str, every: int) -> Sequence[Mutant]:
    """Each so manyth mutant of a spec of this house; of the large one, those near so many of its lines."""
    if name == "tcp":
        return mutants_near(SPECS[name], *range(1, len(SPECS[name].splitlines()), every))
    return mutants_of(SPECS[name])[::every]


def the_mutant(text: str, fault: str, change: str) -> Mutant:
    """The one mutant with that fault and change."""
    found = [each for each in mutants_of(text) if (each.fault, each.change) == (fault, change)]
    told = [(each.change) for each in mutants_of(text) if each.fault == fault]
    assert len(found) == 1, f"{len(found)} mutants '{change}'; of that fault there are {told}"
    return found[0]


@cache
def random_texts(some: int) -> tuple[str, ...]:
    """So many random specs that fsmc takes."""
    found: list[str] = []
    number = 0
    while len(found) < some:
        number += 1
        text = random_case(f"mutate {number}").text
        spec, _ = load(SourceFile("random.fsm", text))
        if spec is not None and not lint.errors(spec):
            found.append(text)
    return tuple(found)


TURNSTILE = SPECS["turnstile"]

OVEN = """machine Oven
type Mode = gentle | hot | grill
option limit: int = 3
const STEP = 2
var turns: int
var mode: Mode = gentle
timer heat = 10s within Hot, Grilling
timer rest = 5s within Hot, Grilling
state Cold initial
state Hot
state Grilling
event start (mode: Mode = gentle)
event stop
event grill = start [mode == grill]
event knock
action lamp (on: bool)
action bell
action fan
action note (text: str) / turns += 1
action count (n: int)
guard child-near
Cold, Grilling on start [not child-near] -> Hot / lamp(true), note("on"), mode = hot, start rest
Cold, Grilling on start [else] -> stay / bell
Cold on grill -> Grilling / lamp(true), raise knock if turns < limit and not child-near
Hot on start, grill -> stay / start heat = 20s, stop rest
Hot, Grilling on stop -> Cold / lamp(false), bell
Hot, Grilling on timeout heat [turns <= limit] -> stay / bell, turns = turns + STEP, count(turns)
Hot, Grilling on timeout heat [else] -> Cold / lamp(false)
Hot on timeout rest -> Grilling / fan
Grilling ignore timeout rest
Grilling never grill
Cold ignore stop
Hot defer knock
Grilling ignore knock
Cold reject knock "nobody is at home"
enter Hot, Grilling / start heat
leave Hot / fan
"""
"""A machine that has something of everything in which a fault can be made."""
