"""A state table as CSV, and the spec that it is held against, in; the machine that the table describes out.

A table declares nothing.  Its rows become lines of the language, among the declarations of the other side: so a name
means the same on both sides, and what a table leaves open (the parameters of an action, the kind of a step that does
nothing) is as the other side has it.  Row N of the file becomes line N of that text, so that places need no table of
their own; the declarations follow below.
"""

from __future__ import annotations

from dataclasses import dataclass

from fsmc import language, lint
from fsmc.diagnostics import Diagnostic, in_order
from fsmc.diff.tables.lowering import Lowered, lower
from fsmc.diff.tables.reading import Table, is_table, read_table
from fsmc.model import Machine
from fsmc.source import SourceFile

__all__ = ["Against", "Tabled", "is_table", "load_table"]

_OVERLAPS = frozenset(("FSM040", "FSM041", "FSM042"))
_OF_WHOLE_SPECS = frozenset(("FSM049", "FSM050"))
"""Faults that only a whole spec can have: a table need not say where a timer is started, and where it is handled."""


@dataclass(frozen=True, slots=True)
class Against:
    """The spec that a table is held against, without errors."""

    machine: Machine
    source: SourceFile


@dataclass(frozen=True, slots=True)
class Tabled:
    """What a table came to: its machine, or what is wrong with it, at its own rows and columns."""

    machine: Machine | None
    errors: tuple[Diagnostic, ...]


def load_table(source: SourceFile, against: Against | None) -> Tabled:
    """The machine of a table; without a spec to hold it against every name is declared in the plainest way."""
    table, faults = read_table(source)
    if faults:
        return Tabled(None, tuple(faults))
    known = (against.machine, against.source) if against else None
    lowered, machine, found = _loaded(table, known, frozenset())
    if table.own and (ordered := lowered.cells_at(fault.span.line for fault in found if fault.code in _OVERLAPS)):
        lowered, machine, found = _loaded(table, known, ordered)
    found = [*lowered.faults, *(lowered.placed(fault) for fault in found)]
    return Tabled(None if found else machine, in_order(found))


def _loaded(
    table: Table, known: tuple[Machine, SourceFile] | None, ordered: frozenset[tuple[str, str]]
) -> tuple[Lowered, Machine | None, list[Diagnostic]]:
    """The lines of a table, their machine and the errors in it."""
    lowered = lower(table, known, ordered)
    if lowered.faults:
        return lowered, None, []
    machine, found = language.load(SourceFile(lowered.source.name, lowered.text))
    if machine is not None:
        found = [fault for fault in lint.errors(machine) if fault.code not in _OF_WHOLE_SPECS]
    return lowered, machine, found
