"""The .fsm language: the text of a spec in, a `model.Machine` and everything that is wrong with the text out."""

from __future__ import annotations

from fsmc import logic
from fsmc.diagnostics import Diagnostic
from fsmc.language.looks import looks
from fsmc.language.parse import parse
from fsmc.language.resolve import resolve
from fsmc.model import Machine
from fsmc.source import SourceFile


def load(source: SourceFile) -> tuple[Machine | None, list[Diagnostic]]:
    """The machine that a spec describes, or None and all of its faults in form, names, types and sets."""
    spec, faults = parse(source)
    with logic.accounted():
        machine, more = resolve(spec)
    found = faults + more
    return (None if found else machine), found


__all__ = ["load", "looks"]
