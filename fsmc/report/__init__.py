"""Checked specs in, what was found in them out, as one text in the format that its reader wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fsmc.report.checked import Checked

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
FOR_PEOPLE = ("full", "concise")


def told(checked: Sequence[Checked], format: str, *, color: bool = False) -> str:
    """The findings in one of `FORMATS`; only `full` has colour."""
    if format == "full":
        from fsmc.report.full import full

        return full(checked, color=color)
    return _teller(format)(checked)


def _teller(format: str) -> Callable[[Sequence[Checked]], str]:
    """Each format is imported when it is asked for."""
    from importlib import import_module

    module = {"json": "structured"}.get(format, format)
    teller: Callable[[Sequence[Checked]], str] = getattr(import_module(f"fsmc.report.{module}"), module)
    return teller


__all__ = ["FORMATS", "FOR_PEOPLE", "Checked", "told"]
