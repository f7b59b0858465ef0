"""Two machines and dice in, the first step of a random walk in which a host sees a difference out.

Nothing of fsmc/mutate is used here: what a host sees is compared as the interpreters say it.
"""

from __future__ import annotations

import zlib
from typing import Any

from fsmc.interpreter import EndlessRaise, Impossible, Interpreter, Rejected
from fsmc.model import Machine
from tests.random.dice import Dice
from tests.random.hosts import pick


def parting(old: Machine, new: Machine, dice: Dice, steps: int) -> str:
    """The step at which two machines part, and how; nothing if they do not."""
    walk = Walk(old, new, dice)
    if walk.conditions[0] != walk.conditions[1]:
        return f"at the start: {walk.conditions}"
    for step in range(steps):
        told = walk.step()
        if told:
            return f"step {step}: {told}"
        if walk.ended:
            return ""
    return ""


class Walk:
    """Both machines under way, with the same host."""

    def __init__(self, old: Machine, new: Machine, dice: Dice) -> None:
        self.dice = dice
        self.now = 0.0
        self.number = dice.number(0, 99)
        self.ended = False
        options = {o.name: pick(o.type, self.number) for o in old.options} if dice.yes(50) else {}
        self.twins = [
            Interpreter(machine, options=options, answers=self.answer, clock=lambda: self.now) for machine in (old, new)
        ]
        self.events = [event for event in old.events if event.base is None]

    def answer(self, guard: Any, args: tuple[Any, ...]) -> bool:
        """The same answer to the same question in one step."""
        return bool(zlib.crc32(repr((guard.name, args, self.number)).encode()) >> 7 & 1)

    def step(self) -> str:
        """One step of both: in what they differ, if they do."""
        self.number += 1
        if not self.events or self.dice.yes(30):
            deadline = self.twins[0].deadline
            self.now += self.dice.one((0.0, 0.25, 1.0, 100.0, max(0.0, (deadline or 0.0) - self.now)))
            did = [self.done(twin, None, {}) for twin in self.twins]
        else:
            event = self.dice.one(self.events)
            payload = {part.name: pick(part.type, self.number + n) for n, part in enumerate(event.params)}
            optional = [part.name for part in event.params if part.default is not None]
            for name in optional if self.dice.yes(30) else ():
                del payload[name]
            did = [self.done(twin, event.name, payload) for twin in self.twins]
        self.ended = did[0] == "endless"
        if did[0] != did[1]:
            return f"{did[0]} and {did[1]}"
        return "" if self.conditions[0] == self.conditions[1] else str(self.conditions)

    def done(self, twin: Interpreter, event: str | None, payload: dict[str, Any]) -> object:
        """What comes of a step."""
        try:
            found = twin.advance() if event is None else twin.send(event, payload)
        except (Rejected, Impossible) as refused:
            return type(refused).__name__, refused.state, refused.event, refused.reason, refused.section
        except EndlessRaise:
            return "endless"
        return repr(found)

    @property
    def conditions(self) -> list[str]:
        """All that a host can see of each machine between two steps."""
        return [repr((t.state.name, t.options, t.variables, list(t.timers.items()), t.deferred)) for t in self.twins]
