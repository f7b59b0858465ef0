"""A `Machine` in, its data out: `NAME.json`, the whole model, and `NAME.csv`, a row for each branch of each cell.

`docs/json.md` describes both, `model.schema.json` the first.  `embedded` is the same model for a page.
"""

from __future__ import annotations

from typing import Any

from fsmc.emit.backend import Artifact, banner
from fsmc.emit.data import declarations
from fsmc.emit.data.cells import cell_entries, hook_entries, line_entries, line_entry
from fsmc.emit.data.layout import embeddable, pretty
from fsmc.emit.data.scenarios import scenario_entries, view_entries
from fsmc.emit.data.table import table
from fsmc.model import Machine

__all__ = ["embedded", "emit_csv", "emit_json", "model"]

VERSION = 1
"""Of the format: a larger one breaks readers, new keys alone do not make one."""


def emit_json(machine: Machine) -> tuple[Artifact, ...]:
    """The whole model, `NAME.json`."""
    return (Artifact(f"{machine.slug}.json", pretty(model(machine))),)


def emit_csv(machine: Machine) -> tuple[Artifact, ...]:
    """The cells as a table, `NAME.csv`."""
    return (Artifact(f"{machine.slug}.csv", table(machine)),)


def embedded(machine: Machine) -> str:
    """The whole model as it may stand in a script element of a page."""
    return embeddable(model(machine))


def model(machine: Machine) -> dict[str, Any]:
    """The whole model as a value of JSON."""
    return {
        "$comment": banner(machine),
        "format": "fsmc-model",
        "version": VERSION,
        "machine": declarations.head(machine),
        "references": declarations.references(machine),
        "tags": declarations.tags(machine),
        "types": declarations.types(machine),
        "constants": declarations.constants(machine),
        "options": declarations.slots(machine, machine.options),
        "variables": declarations.slots(machine, machine.variables),
        "timers": declarations.timers(machine),
        "events": declarations.events(machine),
        "actions": declarations.actions(machine),
        "guards": declarations.guards(machine),
        "states": declarations.states(machine),
        "groups": declarations.groups(machine),
        "lines": line_entries(machine),
        "unlisted": line_entry(machine, machine.unlisted),
        "enters": hook_entries(machine, machine.enters),
        "leaves": hook_entries(machine, machine.leaves),
        "cells": cell_entries(machine),
        "scenarios": scenario_entries(machine),
        "views": view_entries(machine),
    }
