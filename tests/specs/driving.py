"""A machine, a place and a call in; what the machine does, as one line of text, out.

Calls and places are written as in a spec: `rcv-FIN(fin-acked=true)`, `timeout rtx`; `opened=active rfc5961=false` sets
variables and options.  What happens reads `LISTEN / create-TCB`, `ignored`, `kept`, `impossible` or `refused: why`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fsmc.interpreter import AnyLine, Impossible, Interpreter, Rejected, Scope, Value, evaluate
from fsmc.language import load
from fsmc.model import Disposition, Event, Kind, Machine
from fsmc.source import SourceFile

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
SPECS = ROOT / "specs"
NOW = 10.0
"""The time at which every call is made."""
IGNORED, KEPT, IMPOSSIBLE = "ignored", "kept", "impossible"


def facts(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in tests/data."""
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        return tuple(csv.DictReader(table))


def spec(name: str) -> Machine:
    """The machine of `specs/NAME.fsm`, which must be free of faults."""
    return compiled(SourceFile(f"{name}.fsm", (SPECS / f"{name}.fsm").read_text(encoding="utf-8")))


def compiled(source: SourceFile) -> Machine:
    """The machine of a text without faults."""
    machine, diagnostics = load(source)
    assert machine is not None, [f"{found.span.line}: {found.message}" for found in diagnostics]
    assert not diagnostics, [f"{found.span.line}: {found.message}" for found in diagnostics]
    return machine


@dataclass
class Driver:
    """A running machine with a clock that stands at `NOW`."""

    machine: Machine
    interpreter: Interpreter

    @property
    def state(self) -> str:
        return self.interpreter.state.name

    @property
    def timers(self) -> dict[str, float]:
        """How long each running timer still has to go."""
        return {name: deadline - NOW for name, deadline in self.interpreter.timers.items()}

    @property
    def variables(self) -> dict[str, Value]:
        return self.interpreter.variables

    def does(self, call: str) -> str:
        """What the machine does with a call."""
        event, payload = _read_call(self.machine, call)
        try:
            self.interpreter.deliver(event, payload)
        except Rejected as refusal:
            return f"refused: {refusal.reason}"
        except Impossible:
            return IMPOSSIBLE
        return _said(self.interpreter)


def placed(machine: Machine, state: str, where: str = "", timers: Mapping[str, float] | None = None) -> Driver:
    """A machine put into a state.  `timers` says how long each has to go; without it all run that can run there."""
    given = _read_settings(machine, where)
    options = {option.name: given.pop(option.name) for option in machine.options if option.name in given}
    interpreter = Interpreter(machine, options=options, clock=lambda: NOW)
    if timers is None:
        timers = {timer.name: 1000.0 for timer in machine.timers if machine.state(state) in timer.within}
    interpreter.place(state, given, {name: NOW + left for name, left in timers.items()})
    return Driver(machine, interpreter)


def happens(machine: Machine, state: str, call: str, where: str = "") -> str:
    """What a machine in that place does with a call."""
    return placed(machine, state, where).does(call)


def line_for(machine: Machine, state: str, call: str, where: str = "") -> tuple[Event, AnyLine]:
    """What a call is classified as in that place, and the line that decides."""
    event, payload = _read_call(machine, call)
    return placed(machine, state, where).interpreter.decision(event, payload)


def _said(interpreter: Interpreter) -> str:
    line = interpreter.taken[0].line if interpreter.taken else None
    if isinstance(line, Disposition):
        return {Kind.IGNORE: IGNORED, Kind.DEFER: KEPT}[line.kind]
    outputs = ", ".join(map(str, interpreter.outcomes))
    return f"{interpreter.state.name} / {outputs}" if outputs else interpreter.state.name


def _read_call(machine: Machine, call: str) -> tuple[Event, dict[str, Value]]:
    match = re.fullmatch(r"([^(]+)(?:\((.*)\))?", call)
    assert match, call
    event = machine.event(match[1])
    given = {name: _value(text) for name, text in re.findall(r"([\w-]+)=([^,\s]+)", match[2] or "")}
    defaults = {part.name: part.default for part in event.params}
    assert given.keys() <= defaults.keys(), call
    payload = {name: evaluate(value, Scope({}, {})) for name, value in defaults.items() if value is not None}
    return event, {**payload, **given}


def _read_settings(machine: Machine, where: str) -> dict[str, Value]:
    known = {option.name for option in machine.options} | {variable.name for variable in machine.variables}
    given = {name: _value(text) for name, text in (item.split("=") for item in where.split())}
    assert given.keys() <= known, where
    return given


def _value(text: str) -> Value:
    if text in ("true", "false"):
        return text == "true"
    return float(text) if re.fullmatch(r"\d+\.\d+", text) else int(text) if text.isdigit() else text
