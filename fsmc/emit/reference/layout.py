"""Names in, how they fit a page out: how wide they are at least, and in how many tables their columns fit.

A page of GitHub is about 830 pixels wide and a printed one about 690; letters are taken as wide as those of the widest
usual types.  Exactness is not needed: tables that fit wrap their words well before they are cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from fsmc.emit.reference.markdown import text

PAGE = 690.0
PADDING = 27.0
LETTER = 16.0
SMALL = 0.9
"""The pixels of a page, of what a cell has around its words, of a letter's height; the size of small print."""

_PIECES = re.compile(r"(?<=[_./:])(?=[^_./:])|(?<=[a-z])(?=[A-Z])|(?<=-)(?=[^\W\d_])|\s+")
_LONGEST = 12
_NARROW = frozenset("iIjlft.,:;'|!-()[]/ ")
_BROAD = frozenset("mwMW@%")


def breaking(name: str) -> str:
    """A name as Markdown that may break between its words, and where it has none, every few letters."""
    return " ".join("<wbr>".join(map(text, _pieces(word))) for word in name.split()).replace("-<wbr>", "-")


def width(name: str) -> float:
    """The pixels that a name needs at least, in its longest piece."""
    return max((sum(map(_letter, piece)) for piece in _pieces(name)), default=0.0) * LETTER


def _pieces(name: str) -> list[str]:
    return [
        part[start : start + _LONGEST]
        for part in _PIECES.split(name)
        if part
        for start in range(0, len(part), _LONGEST)
    ]


def _letter(letter: str) -> float:
    """How wide a letter is, in heights."""
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD or not letter.isascii():
        return 1.0
    return 0.66 if letter.isupper() else 0.56


def parts(first: float, columns: Sequence[float]) -> int:
    """How many tables of equally many columns are needed, each with the column of names, whose width is `first`."""
    for count in range(1, len(columns) + 1):
        if all(first + PADDING + sum(part) + PADDING * len(part) <= PAGE for part in split(columns, count)):
            return count
    return max(len(columns), 1)


T = TypeVar("T")


def split(items: Sequence[T], count: int) -> list[Sequence[T]]:
    """The items in that many runs of nearly the same length."""
    return [items[len(items) * n // count : len(items) * (n + 1) // count] for n in range(count)]
