"""A machine in, what is wrong with it as a whole out; names, types and the form of lines are checked before."""

from __future__ import annotations

from fsmc.analysis import Analysis
from fsmc.diagnostics import Diagnostic
from fsmc.lint.catalog import RULES
from fsmc.lint.rule import Rule
from fsmc.model import Machine


def check(machine: Machine) -> list[Diagnostic]:
    """All findings of all rules, in order of the catalogue."""
    analysis = Analysis(machine)
    return [diagnostic for rule in RULES for diagnostic in rule.diagnose(analysis)]


__all__ = ["RULES", "Rule", "check"]
