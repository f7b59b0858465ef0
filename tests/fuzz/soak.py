"""`python -m tests.fuzz.soak [MINUTES] [SEED]`: inputs of strangers for so long, 60 minutes unless said.

They come in rounds, each with a seed that is shown; a round is tried again with `python -m tests.fuzz.soak 0 SEED`.
The last line says how many there were and how long the slowest took.  Ends with 1 at the first that does harm.
"""

from __future__ import annotations

import sys
import time
from secrets import randbelow

from tests.fuzz.rounds import KINDS, try_kind


class Watch:
    """How many inputs did no harm, and the processor's time of the slowest."""

    def __init__(self) -> None:
        self.tried, self.slowest, self._before = 0, 0.0, time.process_time()

    def __call__(self) -> None:
        now = time.process_time()
        self.tried, self.slowest, self._before = self.tried + 1, max(self.slowest, now - self._before), now


def soak(minutes: float, first_seed: int) -> int:
    """Try rounds until the time is up, one at least; 0 if no input did harm."""
    begun, watch, number = time.monotonic(), Watch(), first_seed
    while number == first_seed or time.monotonic() - begun < 60 * minutes:
        for kind in KINDS:
            try:
                try_kind(kind, kind.number, number, watch)
            except Exception as error:
                print(f"{kind.name}, seed {number}: {type(error).__name__}: {error}")
                for note in getattr(error, "__notes__", ()):
                    print(note)
                return 1
        spent = (time.monotonic() - begun) / 60
        print(f"seed {number}: {watch.tried:,} inputs in {spent:.1f} minutes", file=sys.stderr, flush=True)
        number += 1
    spent = (time.monotonic() - begun) / 60
    print(f"{watch.tried:,} inputs in {spent:.1f} minutes: no traceback, none over {watch.slowest:.1f} s.")
    return 0


if __name__ == "__main__":
    wanted = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    sys.exit(soak(wanted, int(sys.argv[2]) if len(sys.argv) > 2 else randbelow(10**6)))
