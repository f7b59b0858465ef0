"""Names of a spec in, stems of file names out: legal on every file system, and different where letter case is not."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNSAFE = re.compile(r"[^\w+-]|^-")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_LONGEST = 80


def stems(names: Iterable[str]) -> dict[str, str]:
    """A stem for each name, in order: `TIME-WAIT` keeps its own, `half closed` becomes `half~20~closed`.

    What is no letter, digit, `_`, `-` or `+` is written as its code point between tildes, as in the ids of pages.  A
    name that differs from an earlier one in letter case alone, or that is too long, ends in its number.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        if name not in found:
            found[name] = _free(_escaped(name), taken)
            taken.add(found[name].casefold())
    return found


def _escaped(name: str) -> str:
    """The name without what a file name may not hold; `aux` and the like are devices on some systems."""
    safe = _UNSAFE.sub(lambda char: f"~{ord(char[0]):x}~", name)
    return f"{safe}~" if _DEVICES.match(safe) else safe


def _free(stem: str, taken: set[str]) -> str:
    """The stem, or the first of its numbered kind that is free."""
    if len(stem) <= _LONGEST and stem.casefold() not in taken:
        return stem
    number = 2
    while f"{stem[:_LONGEST]}~{number}".casefold() in taken:
        number += 1
    return f"{stem[:_LONGEST]}~{number}"
