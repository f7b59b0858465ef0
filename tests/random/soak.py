"""`python -m tests.random.soak [N] [SEED]`: N random specs, 20000 unless said; ends with 1 at the first difference.

The specs come in rounds, each with a seed of its own that is shown: `python -m tests.random.soak 200 SEED` tries a
round again.  A difference is shown with its smallest spec and the steps that lead to it.
"""

from __future__ import annotations

import sys
import time
from secrets import randbelow

from tests.random.trials import try_specs

ROUND = 200


def soak(specs: int, first_seed: int) -> int:
    """Try so many specs; 0 if all agree."""
    begun, tried, agreed = time.monotonic(), 0, 0
    for number in range(-(-specs // ROUND)):
        trial = try_specs(min(ROUND, specs - number * ROUND), first_seed + number)
        tried, agreed = tried + trial.tried, agreed + trial.agreed
        rate, seconds = 100 * agreed // tried, time.monotonic() - begun
        print(
            f"seed {first_seed + number}: {agreed} of {specs} specs agree, {rate}% taken, {seconds:.0f} s", flush=True
        )
        if trial.difference:
            print(f"\n{trial.difference}")
            return 1
    return 0


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    sys.exit(soak(wanted, int(sys.argv[2]) if len(sys.argv) > 2 else randbelow(10**6)))
