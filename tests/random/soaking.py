"""Random cases without end in, so many of them out, with a word on standard error after each hundred."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from secrets import randbelow
from typing import TypeVar

Case = TypeVar("Case")
ROUND = 100


def asked(specs: int) -> tuple[int, int]:
    """How many specs the command line wants, `specs` unless it says, and of which seed."""
    number, seed, *_ = (*sys.argv[1:], None, None)
    return int(number or specs), int(seed) if seed else randbelow(10**6)


def followed(cases: Iterable[Case], specs: int, seed: int, how: str) -> Iterator[Case]:
    """The first so many cases; each time that another is asked for, those before have come out well."""
    begun = time.monotonic()
    for number, case in zip(range(1, specs + 1), cases, strict=False):
        yield case
        if number % ROUND == 0:
            print(f"seed {seed}: {number} specs {how}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
