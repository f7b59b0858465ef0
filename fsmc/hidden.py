"""A way to write characters in, a function out that so writes each one that hides, reorders or breaks text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_KINDS = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def hides(char: str) -> bool:
    """Whether it is a control character, a mark of direction or of nothing, an unpaired surrogate, or a line's end."""
    return unicodedata.category(char) in _KINDS


def writer(write: Callable[[str], str], *, but: str = "", too: str = "") -> Callable[[str], str]:
    """What gives a text with `write` of each character that hides; not of those in `but`, and of those in `too`.

    Python calls none of them printable, nor may those in `too` be: most texts are so passed on as they are.
    """
    table = _Table(write, but, too)
    return lambda text: text if text.isprintable() else text.translate(table)


class _Table(dict[int, str]):
    """What `str.translate` asks, which is much quicker than to ask Unicode for each character of a text."""

    def __init__(self, write: Callable[[str], str], but: str, too: str) -> None:
        self._write, self._but, self._too = write, but, too

    def __missing__(self, code: int) -> str:
        char = chr(code)
        written = char in self._too or (hides(char) and char not in self._but)
        return self.setdefault(code, self._write(char) if written else char)
