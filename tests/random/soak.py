"""`python -m tests.random.soak [N] [SEED] [-j JOBS]`: N random specs, 20000 unless said; ends with 1 at a difference.

The specs come in rounds, each with a seed of its own that is shown: `python -m tests.random.soak 100 SEED` tries one
again.  A difference is shown with its smallest spec and the steps that lead to it; the last line says what agreed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from secrets import randbelow

from tests.random.trials import Trial, try_specs

ROUND = 100


def rounds(specs: int, first_seed: int, jobs: int) -> Iterator[tuple[int, Trial]]:
    """The seed of each round with what came of it, as the rounds end."""
    todo = [(first_seed + place, min(ROUND, specs - done)) for place, done in enumerate(range(0, specs, ROUND))]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(_round, todo)


def _round(todo: tuple[int, int]) -> tuple[int, Trial]:
    seed, specs = todo
    return seed, try_specs(specs, seed)


def soak(specs: int, first_seed: int, jobs: int) -> int:
    """Try so many specs; 0 if all agree."""
    begun, total = time.monotonic(), Trial()
    for seed, trial in rounds(specs, first_seed, jobs):
        total += trial
        rate, seconds = 100 * total.agreed // total.tried, time.monotonic() - begun
        print(f"seed {seed}: {total.agreed} of {specs} specs agree, {rate}% taken, {seconds:.0f} s", file=sys.stderr)
        if trial.difference:
            print(f"\n{trial.difference}\n")
            break
    last = first_seed + (specs - 1) // ROUND
    print(
        f"{total.agreed:,} of {specs:,} random specs agree (seeds {first_seed} to {last}); "
        f"{total.steps:,} steps compared, after each a machine restored or copied."
    )
    return 0 if total.agreed == specs else 1


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.random.soak")
    parser.add_argument("specs", nargs="?", type=int, default=20000)
    parser.add_argument("seed", nargs="?", type=int, default=randbelow(10**6))
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    return soak(given.specs, given.seed, given.jobs)


if __name__ == "__main__":
    sys.exit(main())
