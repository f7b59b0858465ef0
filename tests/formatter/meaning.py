"""A spec in, all that it means out: a value that does not tell where anything is written."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fsmc import lint
from fsmc.diagnostics import Diagnostic
from fsmc.emit.data import model
from fsmc.language import load
from fsmc.model import Machine
from fsmc.source import SourceFile


@lru_cache(maxsize=8)
def meaning(text: str) -> dict[str, Any] | list[Any]:
    """The whole model of a spec with its documentation, citations and tags, else all of its faults, in their order."""
    machine, faults = load(SourceFile("meant.fsm", text))
    return [_told(found) for found in faults] if machine is None else _without_banner(machine)


@lru_cache(maxsize=4)
def findings(text: str) -> list[Any]:
    """What the rules find in a spec that has a model."""
    machine, _ = load(SourceFile("meant.fsm", text))
    return [_told(found) for found in lint.check(machine)] if machine else []


def _without_banner(machine: Machine) -> dict[str, Any]:
    return {key: value for key, value in model(machine).items() if key != "$comment"}


def _told(found: Diagnostic) -> tuple[Any, ...]:
    """A finding without its places, and without its notes and fix, which may depend on what stands on one line."""
    return (found.code, found.message, found.help, found.severity)
