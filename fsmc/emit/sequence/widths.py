"""A text and a size in, its width in Helvetica or Arial out; and rows of it that fit a given width.

The figures are the advance widths of these fonts, in thousandths of the size; fonts that stand in for them (Liberation
Sans, Nimbus Sans) have the same.  A character that is not listed counts as a wide one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

_REGULAR = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_BOLD = {
    238: "'",
    278: " ,./I\\ijl",
    280: "|",
    333: "!()-:;[]`ft",
    389: "*r{}",
    474: '"',
    500: "z",
    556: "#$0123456789J_aceksvxy",
    584: "+<=>^~",
    611: "?FLTZbdghnopqu",
    667: "EPSVXY",
    722: "&ABCDHKNRU",
    778: "GOQw",
    833: "M",
    889: "%m",
    944: "W",
    975: "@",
}
_WIDE = 1000
_ORDINARY = 750
"""For a character that is not listed: one of East Asia, or another."""


@cache
def _table(bold: bool) -> dict[str, int]:
    return {char: figure for figure, chars in (_BOLD if bold else _REGULAR).items() for char in chars}


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a row of text is, in the unit of the size."""
    return sum(_advance(char, bold) for char in unicodedata.normalize("NFD", text)) * size / 1000


def _advance(char: str, bold: bool) -> int:
    if unicodedata.combining(char):
        return 0
    return _table(bold).get(char) or (_WIDE if unicodedata.east_asian_width(char) in "WFA" else _ORDINARY)


def wrapped(text: str, size: float, limit: float) -> list[str]:
    """Rows no wider than the limit: broken at blanks; in a word that is too wide after hyphens, or anywhere."""
    rows: list[str] = []
    for word in text.split():
        if rows and width(f"{rows[-1]} {word}", size) <= limit:
            rows[-1] += f" {word}"
        elif width(word, size) <= limit:
            rows.append(word)
        else:
            rows += _filled(_pieces(word, size, limit), size, limit)
    return rows


def _pieces(word: str, size: float, limit: float) -> Iterator[str]:
    """The parts of a word that may be broken up: up to each hyphen, single characters where that is too much."""
    for piece in re.findall("[^-]*-+|[^-]+", word):
        yield from (piece,) if width(piece, size) <= limit else piece


def _filled(pieces: Iterable[str], size: float, limit: float) -> list[str]:
    """Pieces put together again to rows as long as fit."""
    rows = [""]
    for piece in pieces:
        if rows[-1] and width(rows[-1] + piece, size) > limit:
            rows.append("")
        rows[-1] += piece
    return rows
