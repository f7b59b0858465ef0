"""Random walks: a generated machine and the interpreter get the same events, answers and times, and must agree."""

from __future__ import annotations

import random
from typing import Any

from fsmc.model import Basic, Enumeration, HostType, Many, Type
from tests.emit.build import Pair


def walk(pair: Pair, seed: int, steps: int) -> int:
    """Drive the pair; the number of events that were taken."""
    chance = random.Random(seed)
    events = [event for event in pair.machine.events if event.base is None]
    for _ in range(steps):
        for predicate in pair.machine.predicates:
            pair.answers[predicate.name] = chance.random() < 0.5
        pair.clock.now += chance.choice((0.0, 0.0, 0.5, 1.0, 3.0, 20.0))
        if pair.machine.timers and chance.random() < 0.3:
            pair.advance()
            continue
        event = chance.choice(events)
        pair.send(event.name, {part.name: _value(part.type, chance) for part in event.params})
    return steps


def _value(kind: Type, chance: random.Random) -> Any:
    match kind:
        case Enumeration():
            return chance.choice(kind.members)
        case Many():
            return tuple(_value(kind.item, chance) for _ in range(chance.randrange(3)))
        case HostType():
            return {part.name: _value(part.type, chance) for part in kind.fields}
        case Basic.BOOL:
            return chance.random() < 0.5
        case Basic.INT:
            return chance.choice((-1, 0, 1, 2, 3, 7, 20))
        case Basic.DURATION:
            return chance.choice((0.0, 1.0, 2.5))
        case _:
            return chance.choice(("", "x", "it's"))
