"""Names of a spec in, stems of file names out: legal on every file system, and different where letter case is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_UNSAFE = re.compile(r"[^\w+-]|^-")
_DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)[\d¹²³])$", re.IGNORECASE)
_LONGEST = 80
_BYTES = 240
"""What file systems take is 255, some of which is for the ending."""


def stems(names: Iterable[str]) -> dict[str, str]:
    """A stem for each name, in order: `TIME-WAIT` keeps its own, `half closed` becomes `half~20~closed`.

    What is no letter, digit, `_`, `-` or `+` is written as its code point between tildes, as in the ids of pages.  A
    name that differs from an earlier one in letter case or in the spelling of a letter alone, or that is too long,
    ends in its number.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        if name not in found:
            found[name] = _free(_escaped(name), taken)
            taken.add(_compared(found[name]))
    return found


def _escaped(name: str) -> str:
    """The name without what a file name may not hold; `aux` and the like are devices on some systems."""
    safe = _UNSAFE.sub(lambda char: f"~{ord(char[0]):x}~", name)
    return f"{safe}~" if _DEVICES.match(safe) else safe


def _compared(stem: str) -> str:
    """What file systems compare that tell neither letter case nor the spellings of one letter apart."""
    return unicodedata.normalize("NFKC", stem.casefold())


def _free(stem: str, taken: set[str]) -> str:
    """The stem, or the first of its numbered kind that is free."""
    if len(stem) <= _LONGEST and len(stem.encode()) <= _BYTES and _compared(stem) not in taken:
        return stem
    short = stem[:_LONGEST].encode()[: _BYTES - 8].decode(errors="ignore")
    number = 2
    while _compared(f"{short}~{number}") in taken:
        number += 1
    return f"{short}~{number}"
