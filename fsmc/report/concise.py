"""Findings as lines that editors and `grep` read: place, severity, code, message, name of the rule."""

from __future__ import annotations

from collections.abc import Sequence

from fsmc.diagnostics import place, printable
from fsmc.report.checked import Checked, each, rule_name


def concise(checked: Sequence[Checked]) -> str:
    """One line a finding."""
    return "".join(
        f"{place(found.span, one.source)}: {found.severity.value}[{found.code}]: {printable(found.message)}"
        f" ({rule_name(found.code)})\n"
        for one, found in each(checked)
    )
