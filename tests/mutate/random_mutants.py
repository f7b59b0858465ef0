"""How many random specs and a seed in, whether their generated tests notice every fault out.

    python -m tests.mutate.random_mutants [N] [SEED] [-j JOBS]

Each mutant that no test notices and that is not proved to be equivalent is told as `fsmc mutate` tells it.  The last
line has the totals; the exit status is 1 if a mutant that makes a difference goes unnoticed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count, islice
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


def sources(seed: int) -> Iterator[SourceFile]:
    """Random specs without errors, as many as one likes."""
    for place in count():
        source = SourceFile(f"random-{seed}.{place}.fsm", spec_text(Dice(f"{seed}.{place}")))
        checked = compiler.check(source)
        if checked.machine and not checked.errors:
            yield source


def graded(source: SourceFile) -> tuple[Counter[Fate], str]:
    """What became of the mutants of a spec: how many of each fate, and the words for those that are left."""
    machine = compiler.check(source).machine
    assert machine
    with impatience():
        made = tuple(mutants(machine))
        found = survey(machine, made)
    left = found.left(Fate.SURVIVED, Fate.UNDECIDED)
    return found.counts, text(Graded(source, machine, made, found)) if left else ""


def in_order(todo: list[SourceFile], jobs: int) -> Iterator[tuple[Counter[Fate], str]]:
    """What became of the mutants of each spec; the specs are shared out among so many processes."""
    if jobs == 1:
        yield from map(graded, todo)
    else:
        with multiprocessing.get_context("spawn").Pool(jobs) as pool:
            yield from pool.imap(graded, todo)


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


def grade(specs: int, seed: int, jobs: int) -> int:
    """Grade so many specs; 0 if no mutant that makes a difference goes unnoticed."""
    total: Counter[Fate] = Counter()
    todo = list(islice(sources(seed), specs))
    for number, (source, (counts, told)) in enumerate(zip(todo, in_order(todo, jobs), strict=True), 1):
        total += counts
        if told:
            print(told, flush=True)
        print(f"{source.name}: {figure(number, total)}", file=sys.stderr, flush=True)
    print(figure(specs, total))
    return 1 if total[Fate.SURVIVED] else 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate.random_mutants")
    parser.add_argument("specs", nargs="?", type=int, default=100)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    return grade(given.specs, given.seed, given.jobs)


if __name__ == "__main__":
    sys.exit(main())
