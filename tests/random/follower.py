"""A machine of a generated module in; a `Runner` that goes along with the interpreter, its handler failing, out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.random.hosts import HandlerError
from tests.random.modules import Module
from tests.random.outcomes import attempt, same

Told = tuple[Any, ...]
"""What comes of a step, as `attempt` tells it."""
DONE = ("does", None)


class Follower:
    """A Runner with a machine of its own and a handler that writes down what it is asked to do."""

    def __init__(self, module: Module, machine: Any) -> None:
        self.module = module
        self.runner = module.runner(machine, self._perform)
        self.performed: list[Told] = []
        self.interruption: tuple[int, Callable[[], Any]] | None = None
        """What the handler does once it has performed so many actions."""

    def _perform(self, action: Told) -> None:
        if self.interruption and self.interruption[0] == len(self.performed):
            _, act = self.interruption
            self.interruption = None
            act()
        self.performed.append(action)

    def follow(self, expected: Told, act: Callable[[], Any]) -> None:
        """Do a step: the handler performs what the machine does, or hears of what the machine raises."""
        self._begin()
        self._same_run(expected, attempt(act))

    def fail(self, expected: Told, act: Callable[[], Any], place: int) -> None:
        """The same with a handler that fails at one of the actions, twice; then the Runner goes on where it stopped."""
        self._begin()
        for again in (act, self.runner.resume):
            self.interruption = (place, _fail)
            same("how the interrupted Runner ends", ("HandlerError",), attempt(again))
            left = tuple(map(self.module.outcome, self.runner.pending))
            same("what is left to perform", expected[1][place:], left)
        self._same_run(expected, attempt(self.runner.resume))

    def send_meanwhile(
        self, expected: Told, act: Callable[[], Any], place: int, other: Callable[[], Any], second: Told
    ) -> None:
        """The same with a handler that sends another event at one of the actions; the machine makes `second` of it."""
        self._begin()
        self.interruption = (place, other)
        ran = attempt(act)
        done = second[1] if second[0] == "does" else ()
        same("what the Runner performs for two events", (*expected[1], *done), tuple(self.performed))
        same("how the Runner ends", DONE if second[0] == "does" else second, ran)

    def _begin(self) -> None:
        self.performed.clear()

    def _same_run(self, expected: Told, ran: Told) -> None:
        if expected[0] == "does":
            same("what the Runner performs", expected[1], tuple(self.performed))
        same("how the Runner ends", expected if expected[0] != "does" else DONE, ran)


def _fail() -> None:
    raise HandlerError
