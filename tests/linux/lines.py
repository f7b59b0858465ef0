"""What the machine was told in, the lines of specs/tcp.fsm that decided it out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from fsmc.interpreter import Interpreter, whole_payload
from fsmc.language import load
from fsmc.model import Disposition, Kind, Machine
from fsmc.names import snake
from fsmc.source import SourceFile
from generated.tcp.tcp import TCP, Actions, Event

SPEC = Path(__file__).parents[2] / "specs/tcp.fsm"


class Watched(TCP):
    """The machine, and the lines that decided what it was told since somebody last asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._lines: list[str] = []

    def handle(self, event: Event, /, **payload: Any) -> Actions:
        self._lines.append(deciding(self.snapshot(), event, payload))
        return super().handle(event, **payload)

    def advance(self) -> Actions:
        before = self.snapshot()
        due = [timer for timer, left in sorted(before["timers"].items(), key=lambda item: item[1]) if left <= 0]
        self._lines += [deciding(before, Event(f"timeout {timer}"), {}) for timer in due[:1]]
        return super().advance()

    def lines(self) -> list[str]:
        """The lines since the last time."""
        taken, self._lines = self._lines, []
        return taken


@cache
def machine() -> Machine:
    """The spec, as the interpreter takes it."""
    made, _ = load(SourceFile(SPEC.name, SPEC.read_text(encoding="utf-8")))
    assert made
    return made


def deciding(condition: Mapping[str, Any], event: Event, payload: Mapping[str, Any]) -> str:
    """The line that decides what a machine in this condition does with an event, in the words of the spec."""
    interpreter = Interpreter(machine(), options=condition["options"])
    interpreter.place(condition["state"], condition["variables"], condition["timers"])
    told = machine().event(event.value)
    given = {part.name: _plain(payload[snake(part.name)]) for part in told.params if snake(part.name) in payload}
    return interpreter.decision(told, whole_payload(told, given))[1].label


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def observable() -> list[str]:
    """All lines that decide a cell, in the order of the spec, but those that say that an event never comes."""
    every = {branch.line for cell in machine().cells.values() for branch in cell.branches}
    kept = (line for line in every if not (isinstance(line, Disposition) and line.kind is Kind.NEVER))
    return [line.label for line in sorted(kept, key=lambda line: line.span.line)]
