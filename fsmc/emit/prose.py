"""A label or a doc of the spec in, the same text with nothing hidden in it out, for pictures and pages."""

from __future__ import annotations

import re

from fsmc import hidden

_HYPHEN = re.compile("-(?=-)")
_JOINERS = "\u200c\u200d"
_NO_CHARACTERS = "\ufffe\uffff"
"""What no XML document may hold, whichever way it is written."""


def on_one_line(text: str) -> str:
    """The text with each run of blanks and line ends as one blank, and `printable`."""
    return " ".join(map(printable, text.split()))


def in_comment(text: str) -> str:
    """The text on one line within a comment of HTML, XML or Markdown, of which nothing ends it.

    No two hyphens may meet there, however many there are.
    """
    return _HYPHEN.sub("- ", on_one_line(text)).replace("<", "‹").replace(">", "›")


def printable(text: str) -> str:
    """The text with U+FFFD for every character that hides, reorders or breaks text (control characters, bidi marks).

    The two joiners of Persian, Indic scripts and emoji stay: they change shapes, not order.
    """
    return _replaced(text)


_replaced = hidden.writer(lambda char: "\N{REPLACEMENT CHARACTER}", but=_JOINERS, too=_NO_CHARACTERS)


def paragraphs(doc: str) -> list[list[str]]:
    """The paragraphs of a text, each as its lines; lines are stripped and `printable`."""
    found: list[list[str]] = [[]]
    for line in doc.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip():
            found[-1].append(on_one_line(line))
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]
