"""`python -m tests.random.engine_soak [N] [SEED]`: N random specs, 2000 unless said, walked in the page's engine too.

It ends with 1 at the first difference between the engine in Chromium and the interpreter, and shows spec and steps.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from secrets import randbelow
from typing import Any

from fsmc import compiler
from fsmc.model import Machine
from fsmc.source import SourceFile
from tests.browser import chromium
from tests.emit.engine_twins import Walk, difference, engine_page
from tests.random.specs import Case, random_case

WALKS, STEPS, ROUND = 4, 40, 100


def random_machines(seed: int) -> Iterator[tuple[Case, Machine]]:
    """The specs of a seed that fsmc takes, without end."""
    number = 0
    while True:
        case = random_case(f"{seed}.{number}")
        checked = compiler.check(SourceFile("random.fsm", case.text))
        if checked.machine is not None and not checked.errors:
            yield case, checked.machine
        number += 1


def soak(page: Any, specs: int, seed: int) -> int:
    """Walk so many specs; 0 if all agree."""
    begun = time.monotonic()
    for number, (case, machine) in zip(range(1, specs + 1), random_machines(seed), strict=False):
        found = difference(page, machine, [Walk(machine, case.walk + walk, STEPS) for walk in range(WALKS)])
        if found:
            print(f"{case.text}\n{found}")
            return 1
        if number % ROUND == 0:
            print(f"seed {seed}: {number} specs agree, {time.monotonic() - begun:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with chromium() as browser:
        sys.exit(soak(engine_page(browser), wanted, int(sys.argv[2]) if len(sys.argv) > 2 else randbelow(10**6)))
