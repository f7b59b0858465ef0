"""A turnstile written by hand, and the class by which its tests reach it: nothing but a few methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Gate:
    """The implementation: whatever you have."""

    def __init__(self) -> None:
        self.paid = False
        self.noise = 0

    def insert(self) -> None:
        self.paid = True

    def turn(self) -> None:
        if not self.paid:
            self.noise += 1
        self.paid = False


class Turnstile:
    """What a suite needs of it: `pytest --adapter gate:Turnstile`."""

    def reset(self, options: Mapping[str, object]) -> None:
        self.gate = Gate()

    def step(self, event: str, payload: Mapping[str, object], answers: Sequence[object]) -> list[str]:
        before = self.gate.noise
        if event == "coin":
            self.gate.insert()
        else:
            self.gate.turn()
        return ["alarm"] * (self.gate.noise - before)

    def advance(self, seconds: float, answers: Sequence[object]) -> list[str]:
        return []  # it has no timers

    def state(self) -> str | None:
        return None  # nobody can see it
