"""A player in, the inputs that the Wp-method tries and the graph of what they lead to out.

Time goes by until the next timer is due.  That nothing happens before is known of every place, and tells places apart;
where such a shorter wait leads is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fsmc.interpreter import Configuration
from fsmc.model import Disposition, Kind, Machine
from fsmc.outcomes import Answer
from fsmc.testgen.cover import best
from fsmc.testgen.graph import DEFERRED_AT_MOST, Graph, Tell, coarse, exact, explored
from fsmc.testgen.inputs import Chooser
from fsmc.testgen.steps import Input, Leg, Player

FEW = 100
"""Of so many places all are asked which inputs are worth a look there; of more, those that are told apart roughly."""


@dataclass(frozen=True, eq=False)
class Alphabet:
    """The events that are worth a look anywhere, in all their cases, and time."""

    chooser: Chooser
    events: tuple[Input, ...]
    said: tuple[tuple[Answer, ...], ...]
    """What the host may say while time goes by."""
    deferred: int
    """So many events may wait; one more is not sent."""

    def legs(self, here: Configuration) -> Iterator[Leg]:
        """What can be done in a configuration, as far as it is tried."""
        player = self.chooser.player
        for given in (*self.events, *self.waits(self.chooser.due(here))):
            if (here.state, given.event) not in player.left_out.endless:
                leg = player.play(here, given)
                if leg and len(leg.after.deferred) <= max(self.deferred, len(here.deferred)):
                    yield leg

    def waits(self, seconds: float) -> Iterator[Input]:
        """So many seconds, with all that the host may say meanwhile."""
        return (Input(None, seconds=seconds, answers=said) for said in self.said)

    def inputs(self, graph: Graph) -> tuple[Input, ...]:
        """All inputs, the waits of all places among them."""
        dues = sorted({self.chooser.due(place.here) for place in graph.seen})
        return (*self.events, *(wait for due in dues for wait in self.waits(due)))

    def is_quiet(self, here: Configuration, given: Input) -> bool:
        """Whether an input is a wait that ends before anything is due."""
        return given.event is None and given.seconds < self.chooser.due(here)


def searched(player: Player, at_most: int, tell: Tell) -> tuple[Alphabet, Graph]:
    """The inputs, and the graph: with as many deferred events as it stays whole with, up to some."""
    chooser = Chooser(player)
    seen = best(player, chooser.legs, min(at_most, FEW), tell)
    if not seen.is_complete:
        seen = explored(player, coarse, chooser.legs, at_most, tell)
    found = {leg.input.key: leg.input for place in seen.seen for leg in place.legs}.values()
    events = tuple(given for given in found if given.event)
    said = tuple(dict.fromkeys(given.answers for given in found if given.event is None))
    depths = range(DEFERRED_AT_MOST if _defers(player.machine) else 1, 0, -1)
    for depth in depths:
        alphabet = Alphabet(chooser, events, said, depth)
        graph = explored(player, exact, alphabet.legs, at_most, tell, whole=depth > 1)
        if graph.is_complete:
            break
    return alphabet, graph


def _defers(machine: Machine) -> bool:
    return any(isinstance(line, Disposition) and line.kind is Kind.DEFER for line in machine.lines)
