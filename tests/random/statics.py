"""A spec in, differences that show without a step out: its layout means the same, its table of transitions is right."""

from __future__ import annotations

from typing import Any

from fsmc.emit.data import model
from fsmc.formatter import formatted
from fsmc.interpreter import Taken
from fsmc.language import load
from fsmc.model import Machine, Transition
from fsmc.source import SourceFile
from tests.random.modules import Module
from tests.random.outcomes import DifferenceError

Row = tuple[str, str, str, tuple[str, ...]]
"""Source, event, target and citations."""


def check_text(text: str, machine: Machine) -> None:
    """From text to model and back by the formatter: what is laid out has the same model, documentation included."""
    layout = formatted(SourceFile("random.fsm", text))
    again, faults = load(SourceFile("random.fsm", layout.text))
    if layout.faults or again is None:
        raise DifferenceError(f"laid out, the spec is refused: {[*layout.faults, *faults]}\n{layout.text}")
    before, after = _plain(machine), _plain(again)
    for part, expected in before.items():
        if after[part] != expected:
            raise DifferenceError(f"laid out, the spec means something else by its {part}\n{layout.text}")


def _plain(machine: Machine) -> dict[str, Any]:
    return {part: value for part, value in model(machine).items() if part != "$comment"}


def check_transitions(module: Module) -> None:
    """The table of transitions has a row for each transition of a cell, and no other."""
    expected = [
        (state.name, event.name, line.target_from(state).name, _cites(line))
        for (state, event), cell in module.machine.cells.items()
        for line in (branch.line for branch in cell.branches)
        if isinstance(line, Transition)
    ]
    if sorted(expected) != sorted(rows(module)):
        raise DifferenceError(f"the table of transitions:\n  expected {expected}\n  found    {rows(module)}")


def rows(module: Module) -> list[Row]:
    """What the module says of its transitions."""
    table = module.names["TRANSITIONS"]
    return [(each.source.value, each.event.value, each.target.value, tuple(each.citations)) for each in table]


def row_of(step: Taken) -> Row | None:
    """The row that a step of the interpreter must have; None if its line is no transition."""
    if not isinstance(step.line, Transition):
        return None
    return step.source.name, step.event.name, step.target.name, _cites(step.line)


def _cites(line: Transition) -> tuple[str, ...]:
    return tuple(cite.label for cite in line.cites)
