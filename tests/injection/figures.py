"""Every hostile word at every place of a spec, in every output: how much of it was compared, in a sentence.

    python -m tests.injection.figures

Exit status 1 if anything is not the text that it was; what it is then stands on standard error.
"""

from __future__ import annotations

import sys

from tests.injection.matrix import Result, compared, every
from tests.injection.outputs import OUTPUTS
from tests.injection.specs import PLACES
from tests.injection.words import GROUPS, WORDS


def main() -> int:
    """Compare all, and print what it came to."""
    total = Result()
    for group, output in every():
        if output == next(iter(OUTPUTS)):
            print(f"[{GROUPS.index(group) + 1}/{len(GROUPS)}] {', '.join(group)}", file=sys.stderr, flush=True)
        found = compared(group, output)
        total.checks += found.checks
        total.faults += found.faults
        print("".join(f"  {fault}\n" for fault in found.faults), end="", file=sys.stderr)
    kept = "all of it stayed text" if not total.faults else f"{len(total.faults):,} times it did not stay text"
    print(
        f"{len(WORDS)} kinds of hostile words at {len(PLACES)} places of a spec, in {len(OUTPUTS)} outputs: {kept}; "
        f"{total.checks:,} comparisons with harmless twins."
    )
    return int(bool(total.faults))


if __name__ == "__main__":
    sys.exit(main())
