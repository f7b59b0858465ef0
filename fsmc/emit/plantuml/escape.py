"""A row of text in, the same row for PlantUML out, where it is shown and not obeyed.

PlantUML's labels are Creole with HTML in it, its preprocessor looks for `!`, `$` and `%`, and each statement has marks
of its own.  What may mean something to any of them is written as its code point, `<U+0023>`, which is decoded last.
"""

from __future__ import annotations

import re

from fsmc.emit.prose import on_one_line

_HARMLESS = r"()\[\],./=?+_-"
_ACTIVE = re.compile(
    rf"""
      [^\w {_HARMLESS}]          # everything that is neither a letter, a digit nor known to be harmless
    | ([{_HARMLESS}])\1+          # --strike--, //slant//, __line__, ==heading==, [[link]]
    | ^[^\w\s(\[/]                # what could begin a list, a rule or a heading
    """,
    re.VERBOSE,
)


def escaped(text: str) -> str:
    """Text on one row, taken literally; something blank for an empty one, since most statements want a text."""
    row = on_one_line(text) or "\N{NO-BREAK SPACE}"
    return _ACTIVE.sub(lambda found: "".join(f"<U+{ord(char):04X}>" for char in found[0]), row)


def comment(text: str) -> str:
    """A line of comment; `/'` would open a longer one."""
    return f"' {on_one_line(text)}".replace("/'", "/ '")
