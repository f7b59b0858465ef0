"""A suite and an implementation in this process in; whether a test fails, by what a host sees alone, out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from fsmc.interpreter import Output
from fsmc.model import Machine
from fsmc.testgen import Suite
from fsmc.testgen.steps import Input, Leg, Player
from fsmc.testgen.suite import Test
from tests.testgen.mealy import REFUSED, Table


def kills(suite: Suite, wrong: Table) -> bool:
    """Whether some test of the suite fails on an implementation, the state of which nobody sees."""
    return any(not _passes(test.whole, wrong) for test in suite.tests)


def _passes(legs: Iterable[Leg], wrong: Table) -> bool:
    state = 0
    for leg in legs:
        assert leg.input.event
        state, said = wrong.rows[state, leg.input.event.name]
        if said != _said(leg):
            return False
    return True


def _said(leg: Leg) -> str:
    done = [each.action for each in leg.outcomes if isinstance(each, Output)]
    return REFUSED if leg.refused else "".join(done)


# ---------------------------------------------------------------------------------------------- machines as boxes


def fails(tests: Sequence[Test], other: Machine) -> bool:
    """Whether some test fails on another machine with the same events, of which only the answers are seen."""
    return any(not _agrees(test, other) for test in tests)


def _agrees(test: Test, other: Machine) -> bool:
    player = Player(other, test.options)
    here = player.start
    for leg in test.whole:
        found = player.play(here, _translated(leg.input, other))
        if found is None or shown(found) != shown(leg):
            return False
        here = found.after
    return True


def _translated(given: Input, other: Machine) -> Input:
    guards = {guard.name: guard for guard in other.predicates}
    answers = tuple((guards[guard.name], args, holds) for guard, args, holds in given.answers)
    return replace(given, event=given.event and other.event(given.event.name), answers=answers)


def shown(leg: Leg) -> Hashable:
    """What the host sees of a leg, by names."""
    told = tuple((each.action, repr(each.args)) if isinstance(each, Output) else each.event for each in leg.outcomes)
    return bool(leg.refused) or told
