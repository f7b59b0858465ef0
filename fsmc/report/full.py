"""Findings as people read them: the line with a caret, other places, help, the fix."""

from __future__ import annotations

from collections.abc import Sequence

from fsmc.diagnostics import render
from fsmc.report.checked import Checked, each, rule_name


def full(checked: Sequence[Checked], *, color: bool = False) -> str:
    """A paragraph a finding."""
    return "".join(
        render(found, one.source, color=color, name=rule_name(found.code)) + "\n\n" for one, found in each(checked)
    )
