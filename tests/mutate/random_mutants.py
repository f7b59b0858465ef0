"""How many random specs and a seed in, whether their generated tests notice every fault out.

    python -m tests.mutate.random_mutants [N] [SEED]

Each mutant that no test notices and that is not proved to be equivalent is told as `fsmc mutate` tells it.  The last
line has the totals; the exit status is 1 if a mutant that makes a difference goes unnoticed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from unittest import mock

from fsmc import compiler
from fsmc.emit.backend import Artifact
from fsmc.emit.python import emit
from fsmc.interpreter import run
from fsmc.model import Machine
from fsmc.mutate import mutants, subject
from fsmc.mutate import run as grading
from fsmc.mutate.report import Graded, text
from fsmc.mutate.run import Fate, survey
from fsmc.source import SourceFile
from tests.random.dice import Dice
from tests.random.specs import spec_text
from tests.random.twins import RAISED_AT_MOST


def graded_specs(specs: int, seed: int) -> Iterator[Graded]:
    """So many random specs without errors, each with what became of its mutants."""
    sources = (SourceFile(f"random-{seed}.{place}.fsm", spec_text(Dice(f"{seed}.{place}"))) for place in count())
    for _ in range(specs):
        checked = next(each for each in map(compiler.check, sources) if each.machine and not each.errors)
        assert checked.machine
        made = tuple(mutants(checked.machine))
        yield Graded(checked.source, checked.machine, made, survey(checked.machine, made))


@contextmanager
def impatience() -> Iterator[None]:
    """Interpreter and modules call raises endless that soon: random specs have many of them."""
    usual, lower = f"Final = {run.RAISED_AT_MOST}", f"Final = {RAISED_AT_MOST}"

    def impatient(machine: Machine) -> Artifact:
        made = emit(machine)
        return replace(made, text=made.text.replace(f"_RAISED_AT_MOST: {usual}", f"_RAISED_AT_MOST: {lower}"))

    with (
        mock.patch.object(run, "RAISED_AT_MOST", RAISED_AT_MOST),
        mock.patch.object(grading, "emit", impatient),
        mock.patch.object(subject, "emit", impatient),
    ):
        yield


def figure(specs: int, counts: Counter[Fate]) -> str:
    """The totals in a sentence."""
    return (
        f"{specs:,} random specs: {counts.total():,} mutants, {counts[Fate.KILLED]:,} noticed, "
        f"{counts[Fate.EQUIVALENT]:,} proved equivalent, {counts[Fate.SURVIVED]:,} unnoticed, "
        f"{counts[Fate.UNDECIDED]:,} undecided."
    )


def grade(specs: int, seed: int) -> int:
    """Grade so many specs; 0 if no mutant that makes a difference goes unnoticed."""
    total: Counter[Fate] = Counter()
    with impatience():
        for number, graded in enumerate(graded_specs(specs, seed), 1):
            assert graded.survey
            total += graded.survey.counts
            if graded.survey.left(Fate.SURVIVED, Fate.UNDECIDED):
                print(text(graded), flush=True)
            print(f"{graded.source.name}: {figure(number, total)}", file=sys.stderr, flush=True)
    print(figure(specs, total))
    return 1 if total[Fate.SURVIVED] else 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate.random_mutants")
    parser.add_argument("specs", nargs="?", type=int, default=100)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    given = parser.parse_args()
    return grade(given.specs, given.seed)


if __name__ == "__main__":
    sys.exit(main())
