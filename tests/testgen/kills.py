"""How many faulty implementations do the suites find?  A table of machines at random in, a sentence with figures out.

    python -m tests.testgen.kills [MACHINES]

Each machine is small and needs all its states.  Each is made wrong in every row, one row at a time (other target, other
output), and with one state more that differs in one row.  A search over pairs of states says, apart from any suite,
which of these can be seen at all.  The Wp-method promises to find all with as many states as the machine, and, told of
one state more, all.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random

from fsmc.model import Machine
from fsmc.testgen import Suite, made
from tests.testgen.boxes import kills
from tests.testgen.mealy import Table, faults, one_state_more, table

SUITES = ("transitions", "pairs", "wp", "wp+1")
Tally = Counter[tuple[str, str]]
"""How often a suite found a kind of fault; under `all` how many faults there were."""


def suites(machine: Machine) -> dict[str, Suite]:
    """The suites of a machine, that for one state more among them."""
    found = {kind: made(machine, kind, {}, tell=_silent) for kind in SUITES[:3]}
    return {**found, "wp+1": made(machine, "wp", {}, extra=1, tell=_silent)}


def _silent(text: str) -> None:
    """Nobody waits."""


def tally(right: Table) -> Tally:
    """The faults of one machine that can be seen, and which suites see them."""
    found: Tally = Counter()
    tested = suites(right.machine())
    for kind, wrong in (*faults(right), *one_state_more(right)):
        if right.differs(wrong):
            found["all", kind] += 1
            found.update((name, kind) for name, suite in tested.items() if kills(suite, wrong))
    return found


def tables(number: int) -> Iterator[Table]:
    """So many machines, always the same."""
    for seed in range(number):
        yield table(Random(seed))


def measured(right: Iterable[Table]) -> Tally:
    """The faults of all machines together."""
    found: Tally = Counter()
    for done, each in enumerate(right, 1):
        found += tally(each)
        print(f"\r{done} machines", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def share(found: Tally, suite: str, *kinds: str) -> str:
    """`99.1 %`: what a suite finds of some kinds of faults; 100 % is all, not nearly all."""
    hits, whole = (sum(found[name, kind] for kind in kinds) for name in (suite, "all"))
    return "100 %" if hits == whole else f"{min(99.9, 100 * hits / whole):.1f} %"


def holds(found: Tally) -> bool:
    """Whether the Wp-method found all that it promises to find."""
    same = all(found["wp", kind] == found["all", kind] for kind in ("target", "output"))
    return same and all(found["wp+1", kind] == found["all", kind] for kind in ("target", "output", "extra"))


def sentence(found: Tally, machines: int) -> str:
    """The figures."""
    same = found["all", "target"] + found["all", "output"]
    told = ", ".join(f"{name} {share(found, name, 'target', 'output')}" for name in SUITES[:3])
    more = ", ".join(f"{name} {share(found, name, 'extra')}" for name in SUITES)
    return (
        f"Of {same:,} wrong rows in {machines} black boxes the suites find: {told}; "
        f"of {found['all', 'extra']:,} that need one state more: {more}."
    )


def main(machines: int) -> int:
    found = measured(tables(machines))
    print(sentence(found, machines))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if sys.argv[1:] else 200))
