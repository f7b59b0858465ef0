"""`python -m tests.random.promises_soak [N] [SEED]`: N random specs, 2000 unless said, laid out, compared and mended.

It ends with 1 at the first that breaks a promise of `fsmc fmt`, `fsmc diff` or `fsmc check --fix`, and shows how.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from secrets import randbelow

from tests.diff.test_random_pairs import compared
from tests.formatter.test_properties import hold_random
from tests.random.specs import random_case
from tests.random.test_fixes import check_mended

ROUND = 100
PROMISES: dict[str, Callable[[str], object]] = {
    "laid out, a spec means the same": lambda seed: hold_random(seed, sort=True),
    "what is said of a pair is true": lambda seed: list(compared(seed)),
    "mended, a spec does the same": lambda seed: check_mended(random_case(seed)),
}


def soak(specs: int, seed: int) -> int:
    """Hold so many specs to every promise; 0 if all are kept."""
    begun = time.monotonic()
    for number in range(1, specs + 1):
        for promise, check in PROMISES.items():
            try:
                check(f"{seed}.{number}")
            except Exception:
                traceback.print_exc()
                print(f"not kept, with the seed {seed}.{number}: {promise}")
                return 1
        if number % ROUND == 0:
            print(f"seed {seed}: {number} specs keep all, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print(f"{specs:,} of {specs:,} random specs keep the promises of fmt, diff and check --fix (seed {seed}).")
    return 0


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    sys.exit(soak(wanted, int(sys.argv[2]) if len(sys.argv) > 2 else randbelow(10**6)))
