"""A machine and mutants of it in, what its generated tests make of each mutant out.

No mutant hangs: a module takes a bounded number of raised events in a step, each timer at most once in an advance, has
no other loop that a spec can lengthen, and comes to no number beyond all measure (`measured`).
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from fsmc.emit.backend import Artifact
from fsmc.emit.python import emit
from fsmc.emit.suite import emit_suite
from fsmc.model import Machine
from fsmc.mutate.equivalence import judged
from fsmc.mutate.mutant import Finding, Judgement, Mutant
from fsmc.mutate.sharing import in_order
from fsmc.mutate.subject import Changed, Place, Subject
from fsmc.mutate.suite import Suite

WORTH_A_PROCESS = 50
"""How many mutants there are for each process: for fewer it takes longer to begin one than to try them."""


class Fate(Enum):
    """What became of a mutant: a test fails; or none does, and no run shows the fault, one does, or neither."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"
    UNDECIDED = "undecided"

    def __str__(self) -> str:
        return self.value


_FATES = {
    Finding.EQUIVALENT: Fate.EQUIVALENT,
    Finding.DIFFERENT: Fate.SURVIVED,
    Finding.UNKNOWN: Fate.UNDECIDED,
}


@dataclass(frozen=True)
class Trial:
    """One mutant, and the name of a test that fails with it; or, where all pass, what is known of it otherwise."""

    mutant: Mutant
    killer: str = ""
    judgement: Judgement | None = None

    @property
    def fate(self) -> Fate:
        """What became of it."""
        return _FATES[self.judgement.finding] if self.judgement else Fate.KILLED


class Grader:
    """The generated tests of a machine, ready to be tried on mutants.

    What becomes of a mutant does not depend on those that were tried before.  A copy in another process takes the texts
    along, and loads them when they are needed.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._texts = _texts(machine)
        if failing := self.suite.first_to_fail(self._subject.module, self.suite.tests):
            raise RuntimeError(f"{failing.name} fails before anything is changed")
        self._at: defaultdict[Place, list[int]] = defaultdict(list)
        """The places in the suite of the tests that come to a function, in a state or at all."""
        for place, test in enumerate(self.suite.tests):
            for function, state in self.suite.reached(test):
                self._at[function, state].append(place)
                self._at[function, ""].append(place)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in _LOADED}

    @cached_property
    def suite(self) -> Suite:
        """The tests, loaded."""
        return _loaded(self._texts)

    @cached_property
    def _subject(self) -> Subject:
        return Subject(self.machine, self.suite.module)

    @cached_property
    def _firsts(self) -> tuple[int, ...]:
        """The place of one test of each sort."""
        found: dict[Callable[..., None], int] = {}
        for place, test in enumerate(self.suite.tests):
            found.setdefault(test.function, place)
        return tuple(found.values())

    def trial(self, mutant: Mutant) -> Trial:
        """What becomes of a mutant."""
        changed = self._subject.changed(mutant.machine)
        order = dict.fromkeys(self._in_order(changed))
        killer = self.suite.first_to_fail(changed.module, (self.suite.tests[place] for place in order))
        return Trial(mutant, killer.name) if killer else Trial(mutant, judgement=judged(self.machine, mutant))

    def _in_order(self, changed: Changed) -> Iterator[int]:
        """The tests to try.  One that calls no function that differs passes as before, so it need not run.

        What is wrong with a whole module, other tests than those of cells see at once, and they come late.
        """
        named = changed.functions
        able = range(len(self.suite.tests)) if named is None else self._calling(named)
        wanted = set(able)
        near = {place for where in changed.places for place in self._at.get(where, ())}
        yield from sorted(near & wanted)
        yield from (place for place in self._firsts if place in wanted)
        yield from able

    def _calling(self, functions: Iterable[str]) -> list[int]:
        return sorted({place for name in functions for place in self._at.get((name, ""), ())})


_LOADED = ("suite", "_subject", "_firsts")
_Texts = tuple[Artifact, Artifact]


def generated_suite(machine: Machine) -> Suite:
    """The tests that fsmc makes for a machine, loaded.  Pictures and references are not of what they test here."""
    return _loaded(_texts(machine))


def _texts(machine: Machine) -> _Texts:
    """The module and its tests."""
    return emit(machine), emit_suite(machine)


def _loaded(texts: _Texts) -> Suite:
    module, tests = texts
    with tempfile.TemporaryDirectory(prefix="fsmc-") as folder:
        (Path(folder) / module.name).write_text(module.text, encoding="utf-8")
        return Suite(tests.text, Path(folder) / tests.name)


@dataclass(frozen=True)
class Survey:
    """What became of the mutants of a machine."""

    trials: tuple[Trial, ...]

    @cached_property
    def counts(self) -> Counter[Fate]:
        """How many came to which end."""
        return Counter(trial.fate for trial in self.trials)

    @cached_property
    def by_fault(self) -> Mapping[str, Counter[Fate]]:
        """The same for each kind of fault."""
        found: dict[str, Counter[Fate]] = {}
        for trial in self.trials:
            found.setdefault(trial.mutant.fault, Counter())[trial.fate] += 1
        return found

    def left(self, *fates: Fate) -> tuple[Trial, ...]:
        """The mutants that came to one of these ends."""
        return tuple(trial for trial in self.trials if trial.fate in fates)

    @property
    def score(self) -> float:
        """Of 100 mutants that may make a difference, how many the tests notice."""
        return _percent(self.counts[Fate.KILLED], len(self.trials) - self.counts[Fate.EQUIVALENT])

    @property
    def best_score(self) -> float:
        """The score if none of those that are undecided makes a difference."""
        counts = self.counts
        return _percent(counts[Fate.KILLED], counts[Fate.KILLED] + counts[Fate.SURVIVED])


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


@dataclass(frozen=True)
class _Ends:
    """What becomes of a mutant by its number, without the mutant: what is told from process to process is short."""

    grader: Grader
    mutants: tuple[Mutant, ...]

    def __call__(self, number: int) -> tuple[str, Judgement | None]:
        trial = self.grader.trial(self.mutants[number])
        return trial.killer, trial.judgement


def survey(
    machine: Machine, mutants: Iterable[Mutant], begins: Callable[[int], None] = lambda _: None, jobs: int = 1
) -> Survey:
    """Try every mutant, in so many processes at most; `begins` is told before each how many are done."""
    made = tuple(mutants)
    ends = in_order(_Ends(Grader(machine), made), len(made), min(jobs, len(made) // WORTH_A_PROCESS), begins)
    return Survey(tuple(Trial(mutant, *end) for mutant, end in zip(made, ends, strict=True)))
