"""`python -m tests.random.engine_soak [N] [SEED]`: N random specs, 2000 unless said, walked in the page's engine too.

It ends with 1 at the first difference between the engine in Chromium and the interpreter, and shows spec and steps.
The scenarios of the specs are played in both as well.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from fsmc.emit.data import embedded
from fsmc.model import Machine
from fsmc.scenarios import Failure, beginning, follow
from tests.browser import chromium
from tests.emit.engine_twins import Walk, difference, engine_page, shown
from tests.random.soaking import asked, followed
from tests.random.specs import Case, random_case
from tests.random.trials import sound

WALKS, STEPS = 4, 40


def random_machines(seed: int) -> Iterator[tuple[Case, Machine]]:
    """The specs of a seed that fsmc takes, without end."""
    number = 0
    while True:
        case = random_case(f"{seed}.{number}")
        machine, _ = sound(case.text)
        if machine is not None:
            yield case, machine
        number += 1


def paths_differ(page: Any, machine: Machine) -> str:
    """What the engine makes of a scenario, where the interpreter makes something else of it; else nothing."""
    played = json.loads(page.evaluate("model => driver.scenarios(model)", embedded(machine)))
    for scenario, found in zip(machine.scenarios, played, strict=True):
        followed, start = follow(machine, scenario), beginning(machine, scenario)
        expected = [] if isinstance(followed, Failure) else [shown(start, passed) for passed in followed]
        if found != expected:
            return f"scenario {scenario.name}\nexpected {expected}\nfound    {found}"
    return ""


def soak(page: Any, specs: int, seed: int) -> int:
    """Walk so many specs; 0 if all agree."""
    for case, machine in followed(random_machines(seed), specs, seed, "agree"):
        found = paths_differ(page, machine) or difference(
            page, machine, [Walk(machine, case.walk + walk, STEPS) for walk in range(WALKS)]
        )
        if found:
            print(f"{case.text}\n{found}")
            return 1
    print(f"{specs:,} of {specs:,} random specs agree with the engine of the page (seed {seed}).")
    return 0


if __name__ == "__main__":
    with chromium() as browser:
        sys.exit(soak(engine_page(browser), *asked(2000)))
