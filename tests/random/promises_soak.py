"""`python -m tests.random.promises_soak [N] [SEED]`: N random specs, 2000 unless said, laid out, compared and mended.

It ends with 1 at the first that breaks a promise of `fsmc fmt`, `fsmc diff` or `fsmc check --fix`, and shows how.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from itertools import count

from tests.diff.test_random_pairs import compared
from tests.formatter.test_properties import hold_random
from tests.random.soaking import asked, followed
from tests.random.specs import random_case
from tests.random.test_fixes import check_mended

PROMISES: dict[str, Callable[[str], object]] = {
    "laid out, a spec means the same": lambda seed: hold_random(seed, sort=True),
    "what is said of a pair is true": lambda seed: list(compared(seed)),
    "mended, a spec does the same": lambda seed: check_mended(random_case(seed)),
}


def soak(specs: int, seed: int) -> int:
    """Hold so many specs to every promise; 0 if all are kept."""
    for name in followed((f"{seed}.{number}" for number in count(1)), specs, seed, "keep all"):
        for promise, check in PROMISES.items():
            try:
                check(name)
            except Exception:
                traceback.print_exc()
                print(f"not kept, with the seed {name}: {promise}")
                return 1
    print(f"{specs:,} of {specs:,} random specs keep the promises of fmt, diff and check --fix (seed {seed}).")
    return 0


if __name__ == "__main__":
    sys.exit(soak(*asked(2000)))
