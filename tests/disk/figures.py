"""`python -m tests.disk.figures [--few]`: kills fsmc at every moment of all that it writes, and at random ones.

The last line says how many kills there were.  Ends with 1 where a file was not whole or something stray stayed.
"""

from __future__ import annotations

import random
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from fsmc import output
from fsmc.disk import writing
from tests.disk.killing import BrokenError, killed_after, try_scene, whole
from tests.disk.scenes import SCENES, contents, files, tree

_FEW = ("some new, some replaced", "a spec rewritten", "a report replaced", "fsmc inject", "fsmc new")
_LONGEST = 0.03


class Count:
    """How often somebody was killed, and how often a hidden file stayed until the next run."""

    def __init__(self) -> None:
        self.kills = self.hidden = 0

    def __call__(self, hidden: bool) -> None:
        self.kills += 1
        self.hidden += hidden


def at_every_moment(count: Count, *, few: bool) -> None:
    """All scenes; and those that write, on a drive that has no files without a name."""
    for scene in SCENES:
        if not few or scene.name in _FEW:
            _tell(scene.name)
            try_scene(scene, count)
    unnamed, writing._UNNAMED = writing._UNNAMED, 0
    try:
        for scene in SCENES[2:3] if few else SCENES[:7]:
            _tell(f"{scene.name}, by way of a hidden name")
            try_scene(scene, count)
    finally:
        writing._UNNAMED = unnamed


def at_random(count: Count, times: int, seed: int) -> None:
    """Builds of two editions in turn, killed whenever it happens."""
    _tell(f"{times} kills at random, seed {seed}")
    dice = random.Random(seed)
    for _ in range(times):
        with TemporaryDirectory() as name:
            folder = Path(name).resolve()
            _build(folder, 1)
            killed_after(dice.uniform(0, _LONGEST), partial(_build_both, folder))
            hidden = whole(tree(folder), contents(1), contents(2))
            _build(folder, 2)
            if hidden > 1 or tree(folder) != contents(2):
                raise BrokenError(f"{hidden} hidden files; then {sorted(tree(folder))}")
            count(bool(hidden))


def _build(folder: Path, edition: int) -> bool:
    return any(output.write_all(files(folder, edition)))


def _build_both(folder: Path) -> None:
    _build(folder, 1)
    _build(folder, 2)


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def run(*, few: bool) -> int:
    """Print the figure; 1 if the promise is broken."""
    count = Count()
    try:
        at_every_moment(count, few=few)
        at_random(count, 20 if few else 200, 20261122)
    except BrokenError as broken:
        print(f"after {count.kills} kills: {broken}")
        return 1
    print(
        f"{count.kills:,} kills: every file whole, the old one or the new one, and nothing stray after the next run "
        f"({count.hidden:,} left one hidden file until then)."
    )
    return 0


if __name__ == "__main__":
    sys.exit(run(few="--few" in sys.argv))
