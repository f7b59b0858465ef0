"""Random walks: a generated machine and the interpreter get the same events, answers and times, and must agree."""

from __future__ import annotations

import random
from collections import deque
from copy import copy
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


class FailingClock:
    """A clock that works until it is broken."""

    broken = False

    def __call__(self) -> float:
        if self.broken:
            raise OSError("clock")
        return 0.0


def _held(machine: Any) -> dict[str, Any]:
    """All that a machine holds."""
    held = {name: getattr(machine, name) for name in machine.__slots__}
    return {name: copy(value) if isinstance(value, (dict, list, deque)) else value for name, value in held.items()}


class FailingGuards:
    """A host that answers some questions, then fails."""

    def __init__(self, answers: int) -> None:
        self.left = answers

    def __getattr__(self, name: str) -> Any:
        return self.ask

    def ask(self, *args: Any) -> bool:
        if not self.left:
            raise OSError("guard")
        self.left -= 1
        return True


def fail(pair: Pair, seed: int) -> int:
    """Send every event to copies whose host fails; nothing may change.  The number of failures."""
    chance = random.Random(seed)
    failures = 0
    for event in pair.machine.events:
        if event.base is not None:
            continue
        payload = {part.name: _value(part.type, chance) for part in event.params}
        for hosted in _broken(pair):
            twin = pair.copied(hosted)
            if isinstance(hosted.get("clock"), FailingClock):
                hosted["clock"].broken = True
            before = _held(twin)
            try:
                twin.handle(pair.module.Event(event.name), **pair.typed(event, payload))
            except OSError:
                failures += 1
                assert _held(twin) == before, event.name
            except (pair.module.Rejected, pair.module.Impossible, RuntimeError):
                assert _held(twin) == before, event.name
    return failures


def _broken(pair: Pair) -> list[dict[str, Any]]:
    """Hosts that fail, sooner or later."""
    hosts: list[dict[str, Any]] = []
    if pair.machine.predicates:
        hosts += [{**pair.hosted, "guards": FailingGuards(answers)} for answers in range(4)]
    if pair.machine.timers:
        hosts.append({**pair.hosted, "clock": FailingClock()})
    return hosts
