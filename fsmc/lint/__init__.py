"""A machine in, what is wrong with it as a whole out; names, types and the form of lines are checked before."""

from __future__ import annotations

from collections.abc import Iterable

from fsmc import logic
from fsmc.analysis import NO_DEMANDS, Analysis, Demands
from fsmc.diagnostics import Diagnostic, Severity
from fsmc.lint.catalog import RULES
from fsmc.lint.rule import Rule
from fsmc.model import Machine

_ERRORS = tuple(rule for rule in RULES if rule.severity is Severity.ERROR)
_WARNINGS = tuple(rule for rule in RULES if rule.severity is Severity.WARNING)


def check(machine: Machine, demands: Demands = NO_DEMANDS) -> list[Diagnostic]:
    """All findings, in order of the catalogue.

    Warnings are looked for in a machine without errors only: of one that decides a cell twice, or whose scenarios do
    not hold, half of what they say would follow from the error.
    """
    analysis = Analysis(machine, demands)
    with logic.accounted():
        return _found(_ERRORS, analysis) or _found(_WARNINGS, analysis)


def errors(machine: Machine) -> list[Diagnostic]:
    """The errors only, for those who would not tell of warnings."""
    with logic.accounted():
        return _found(_ERRORS, Analysis(machine, NO_DEMANDS))


def _found(rules: Iterable[Rule], analysis: Analysis) -> list[Diagnostic]:
    return [diagnostic for rule in rules for diagnostic in rule.diagnose(analysis)]


__all__ = ["NO_DEMANDS", "RULES", "Demands", "Rule", "check", "errors"]
