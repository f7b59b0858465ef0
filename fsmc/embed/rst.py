"""Parts of a machine in, lines of reStructuredText out that docutils and Sphinx show: pictures, code, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fsmc.embed import grid
from fsmc.embed.grid import Entry, Grid, Run
from fsmc.emit.prose import on_one_line, paragraphs
from fsmc.model import Machine, Scenario, State


def image(address: str, alt: str) -> list[str]:
    """A picture."""
    return [f".. image:: {address}", f"   :alt: {_escaped(alt)}"]


def code(language: str, lines: Sequence[str]) -> list[str]:
    """A block of code."""
    return [f".. code-block:: {language}", "", *_indented(lines)]


def mermaid(lines: Sequence[str]) -> list[str]:
    """A block that sphinxcontrib-mermaid draws."""
    return [".. mermaid::", "", *_indented(lines)]


def table(machine: Machine, links: str | None) -> list[str]:
    return _with_hooks(grid.transitions(machine, machine.transitions), grid.always(machine), links)


def matrix(machine: Machine, links: str | None) -> list[str]:
    told = [f"{text(grid.legend(machine))}.", ""]
    for title, shown in grid.matrices(machine):
        told += [f"**{text(title)}**", ""] * bool(title) + [*_table(shown, links), ""]
    return told[:-1]


def state(machine: Machine, shown: State, links: str | None) -> list[str]:
    return [*_prose(shown.doc), *_with_hooks(grid.cells(machine, shown), grid.always(machine, shown), links)]


def scenario(machine: Machine, shown: Scenario, links: str | None) -> list[str]:
    given = "" if shown.given is None else f" with {_run(Run(str(shown.given), code=True), links)}"
    start = f"Starts in {text(shown.start.name)}{given}."
    return [*_prose(shown.doc), start, "", *_table(grid.steps(shown), links)]


# ------------------------------------------------------------------------------------------------------------ tables


def _table(shown: Grid, links: str | None) -> list[str]:
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in (shown.head, *shown.rows):
        for number, entry in enumerate(row):
            lines.append(f"   {' ' if number else '*'} - {_entry(entry, links)}".rstrip())
    return lines


def _with_hooks(shown: Grid, hooks: Sequence[Entry], links: str | None) -> list[str]:
    """A table, and below it what is done whenever a state is entered or left."""
    return [*_table(shown, links), *([""] if hooks else []), *(f"- {_entry(hook, links)}" for hook in hooks)]


def _entry(entry: Entry, links: str | None) -> str:
    """What is glued is so by a blank that is escaped: markup stands apart, and nothing is seen of it."""
    told = ""
    for run in entry:
        blank = " " if run.text.startswith(" ") else ""
        told += (f"{blank}\\ " if run.glued else ", ") * bool(told) + _run(run, links)
        told += " " * run.text.endswith(" ")
    return told


def _run(run: Run, links: str | None) -> str:
    shown = on_one_line(run.text)
    if run.anchor and links is not None:
        return f"`{text(shown)} <{_escaped(on_one_line(links))}#{run.anchor}>`__"
    return f"``{shown}``" if run.code and shown and "`" not in shown else text(shown)


# ------------------------------------------------------------------------------------------------------------- words

_SPECIAL = re.compile(r"[\\*`|_<>@]|:(?=\S)")
_ENUMERATION = re.compile(r"^(\(?(?:\w+|#))([.)])(?=\s|$)")


def text(words: str) -> str:
    """Words of a spec on one line that stay words: nothing in them is markup, or begins a list or a comment."""
    safe = _escaped(on_one_line(words))
    if safe[:1] and not safe[0].isalnum() and safe[0] != "\\":
        safe = f"\\{safe}"
    return _ENUMERATION.sub(r"\1\\\2", safe)


def _escaped(words: str) -> str:
    """Words without markup; nor are addresses (`mailto:`, `a@b`) made links."""
    return _SPECIAL.sub(r"\\\g<0>", on_one_line(words))


def _prose(doc: str) -> list[str]:
    """A doc as paragraphs, a line each, with an empty line after each."""
    return [line for part in paragraphs(doc) for line in (text(" ".join(part)), "")]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"   {line}" if line else "" for line in lines]
