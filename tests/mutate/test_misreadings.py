"""What somebody may misread in a spec: asked of few lines, and meant as if the whole machine had been misread."""

from __future__ import annotations

from fsmc.emit.suite.attempt import deliver, placed
from fsmc.emit.suite.cases import cases
from fsmc.emit.suite.excerpt import misread
from fsmc.emit.suite.misreadings import misreadings
from fsmc.emit.suite.rows import After, Case
from fsmc.model import Machine
from fsmc.mutate.remaking import Mentions, rebound
from fsmc.outcomes import World
from tests.large import spec
from tests.mutate.machines import OVEN, machine

FEW = 12


def comes_to(some: Machine, case: Case) -> After:
    """What comes of a case in a machine like the one that it is about."""
    interpreter = placed(some, case.before, World(answers=list(case.answers)).answer)
    return deliver(interpreter, lambda: interpreter.deliver(case.event, case.payload))


def test_a_part_of_a_machine_comes_to_what_the_whole_comes_to() -> None:
    oven, mentions, differ = machine(OVEN), Mentions(), 0
    found = {(case.before.state, case.event): case for case in cases(oven)}
    for each in tuple(misreadings(oven))[::3]:
        whole = rebound(oven, {each.old: each.new}, mentions)
        for place in each.places[:2]:
            ours, theirs = comes_to(misread(oven, each, place), found[place]), comes_to(whole, found[place])
            assert ours == theirs
            differ += ours != found[place].after
    assert differ > 5


def test_a_misreading_in_a_large_machine_asks_few_lines() -> None:
    large = machine(spec(states=20, lines=60, events=6))
    found = [(each, place) for each in misreadings(large) for place in each.places[:2]]
    assert len(large.lines) > 5 * FEW
    assert len(found) > FEW
    assert all(len(misread(large, each, place).lines) < FEW for each, place in found)
