"""The generated tests of a machine judge its mutants, and what is done to make that fast changes no judgement."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from fsmc.emit.python import emit
from fsmc.model import Machine
from fsmc.mutate import Finding, Judgement, Mutant, judged, run
from fsmc.mutate.remaking import remade
from fsmc.mutate.run import Fate, Grader, Survey, Trial, generated_suite, survey
from fsmc.mutate.subject import Subject
from fsmc.mutate.suite import Suite
from tests.mutate import random_mutants
from tests.mutate.machines import OVEN, SPECS, TURNSTILE, machine, mutants_of, random_texts, some_mutants, the_mutant
from tests.mutate.random_mutants import figure, grade

RANDOM_SEEDS = (4, 6)
"""Seeds of which the first spec is small."""

SUITE = """
import pytest
class Module:
    __name__ = "subject"
import sys
sys.modules["subject"] = fsm = Module()
fsm.value = 1
def test_plain(): assert fsm.value < 2
@pytest.mark.parametrize("least", [0, 1], ids=["zero", "one"])
@pytest.mark.parametrize("most", [3, 4])
def test_between(least, most): assert least <= fsm.value < most
def test_raises():
    with pytest.raises(ValueError): int("x" * fsm.value)
def test_skips(): pytest.skip("not here")
"""


class Other:
    """What stands in place of a module."""

    def __init__(self, value: int) -> None:
        self.value = value


def loaded() -> Suite:
    return Suite(SUITE, Path("test_subject.py"))


# ------------------------------------------------------------------------------------------------------------- suite


def test_a_test_is_collected_once_for_each_of_its_parameters() -> None:
    names = [test.name for test in loaded().tests]
    between = [f"test_between[{most}-{least}]" for most in (3, 4) for least in ("zero", "one")]
    assert sorted(names) == sorted(["test_plain", *between, "test_raises", "test_skips"])


@pytest.mark.parametrize(("value", "first"), [(1, None), (2, "test_plain"), (3, "test_plain"), (0, "between")])
def test_the_first_test_to_fail_is_found(value: int, first: str | None) -> None:
    suite = loaded()
    failing = suite.first_to_fail(Other(value), suite.tests)  # type: ignore[arg-type]
    assert (failing is None) if first is None else (failing is not None and first in failing.name)
    assert suite.first_to_fail(suite.module, suite.tests) is None


def test_an_exception_that_is_not_raised_fails_a_test() -> None:
    suite = loaded()
    (raises,) = (test for test in suite.tests if test.name == "test_raises")
    suite.module.__dict__.update(value=1)
    assert not raises.fails()
    assert suite.first_to_fail(Other("1"), [raises]) is raises  # type: ignore[arg-type]


def test_assertions_count_however_python_was_started() -> None:
    source = "from pathlib import Path; from tests.mutate.test_run import loaded, Other; s = loaded();"
    code = f"{source} raise SystemExit(s.first_to_fail(Other(2), s.tests) is None)"
    assert subprocess.run([sys.executable, "-O", "-c", code], check=False).returncode == 0


def test_no_module_and_no_file_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)
    found = survey(machine(TURNSTILE), mutants_of(TURNSTILE))
    assert found.score == 100
    assert not [name for name in set(sys.modules) - before if "turnstile" in name]
    assert list(tmp_path.iterdir()) == []


# ----------------------------------------------------------------------------------------------------------- subject


@pytest.mark.parametrize("text", [OVEN, SPECS["ppp_lcp"], *random_texts(2)], ids=["oven", "ppp", "one", "two"])
def test_the_tests_judge_a_module_with_other_methods_as_they_judge_the_whole_module_of_a_mutant(text: str) -> None:
    grader = Grader(machine(text))
    subject, tests = grader._subject, grader.suite.tests
    for mutant in mutants_of(text)[::41]:
        changed = subject.changed(mutant.machine)
        anew = subject._made_anew(mutant.machine)
        noticed = grader.suite.first_to_fail(anew, tests) is not None
        assert (grader.suite.first_to_fail(changed.module, tests) is not None) == noticed, mutant.change
        assert (grader.trial(mutant).fate is Fate.KILLED) == noticed, mutant.change


def test_few_mutants_need_a_whole_module() -> None:
    found = mutants_of(SPECS["ppp_lcp"])
    subject = Subject(machine(SPECS["ppp_lcp"]), generated_suite(machine(SPECS["ppp_lcp"])).module)
    whole = [each for each in found[::5] if subject.changed(each.machine).functions is None]
    assert len(whole) < len(found[::5]) / 10


def test_the_fault_is_known_by_function_and_state() -> None:
    subject = Subject(machine(TURNSTILE), generated_suite(machine(TURNSTILE)).module)
    changed = subject.changed(the_mutant(TURNSTILE, "action dropped", "without alarm").machine)
    assert changed.functions == frozenset({"push"})
    assert changed.places == {("push", "Locked")}


def test_what_only_retells_the_spec_gives_no_mutant_away() -> None:
    found = machine(TURNSTILE)
    subject = Subject(found, generated_suite(found).module)
    mutant = the_mutant(TURNSTILE, "other target", "-> stay, not Unlocked").machine
    assert 'State.LOCKED, Event.COIN, "", State.LOCKED' in emit(mutant).text
    for module in (subject.changed(mutant).module, subject._made_anew(mutant)):
        assert vars(module)["TRANSITIONS"] is vars(subject.module)["TRANSITIONS"]


# --------------------------------------------------------------------------------------------------------------- run


def test_a_suite_that_fails_before_anything_is_changed_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = the_mutant(TURNSTILE, "action dropped", "without alarm").machine
    monkeypatch.setattr(run, "emit", lambda _: emit(wrong))
    with pytest.raises(RuntimeError, match="fails before anything is changed"):
        Grader(machine(TURNSTILE))


def test_a_mutant_that_no_test_notices_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    same = replace(machine(TURNSTILE))
    asked: list[Machine] = []

    def judged(spec: Machine, mutant: Mutant) -> Judgement:
        asked.extend((spec, mutant.machine))
        return Judgement(Finding.UNKNOWN, "nobody knows")

    monkeypatch.setattr(run, "judged", judged)
    mutant = Mutant("no fault", "nothing", machine(TURNSTILE).span, same)
    assert Grader(machine(TURNSTILE)).trial(mutant).fate is Fate.UNDECIDED
    assert asked == [machine(TURNSTILE), same]


def test_a_machine_that_is_the_same_is_proved_to_be_equivalent() -> None:
    same = remade(machine(OVEN), lines=machine(OVEN).lines)
    trial = Grader(machine(OVEN)).trial(Mutant("no fault", "nothing", machine(OVEN).span, same))
    assert trial.fate is Fate.EQUIVALENT


@pytest.mark.parametrize(
    ("fates", "score", "best"),
    [
        ([], 100, 100),
        ([Fate.KILLED, Fate.EQUIVALENT], 100, 100),
        ([Fate.KILLED, Fate.SURVIVED], 50, 50),
        ([Fate.KILLED, Fate.UNDECIDED], 50, 100),
        ([Fate.EQUIVALENT], 100, 100),
        ([Fate.SURVIVED, Fate.EQUIVALENT], 0, 0),
    ],
)
def test_equivalent_mutants_count_for_nothing_and_undecided_ones_against(
    fates: list[Fate], score: float, best: float
) -> None:
    findings = {fate: finding for finding, fate in run._FATES.items()}
    mutant = mutants_of(TURNSTILE)[0]
    trials = [
        Trial(mutant, judgement=Judgement(findings[f], "")) if f in findings else Trial(mutant, "t") for f in fates
    ]
    found = Survey(tuple(trials))
    assert (found.score, found.best_score) == (score, best)


def test_the_beginning_of_each_trial_is_told() -> None:
    told: list[int] = []
    survey(machine(TURNSTILE), mutants_of(TURNSTILE), told.append)
    assert told == list(range(len(mutants_of(TURNSTILE))))


# ----------------------------------------------------------------------------------------------------- the promise


@pytest.mark.parametrize(("name", "every"), [("turnstile", 1), ("ppp_lcp", 7), ("tcp", 11)])
def test_the_generated_tests_notice_every_mutant_that_makes_a_difference(name: str, every: int) -> None:
    found = survey(machine(SPECS[name]), some_mutants(name, every))
    assert found.counts[Fate.KILLED] > 10
    assert [trial.mutant.change for trial in found.left(Fate.SURVIVED, Fate.UNDECIDED)] == []


@pytest.mark.parametrize("seed", RANDOM_SEEDS)
def test_no_mutant_of_a_random_spec_is_seen_to_survive(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert grade(1, seed, jobs=1) == 0
    told = capsys.readouterr().out.splitlines()[-1]
    assert told.startswith("1 random specs: ")
    assert told.endswith(" 0 unnoticed, 0 undecided.")


def test_a_mutant_that_goes_unnoticed_fails_the_promise(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mutant = mutants_of(TURNSTILE)[0]
    different = Trial(mutant, judgement=judged(machine(TURNSTILE), mutant))
    monkeypatch.setattr(random_mutants, "mutants", lambda _: (mutant,))
    monkeypatch.setattr(random_mutants, "survey", lambda *_: Survey((different,)))
    assert grade(1, 1, jobs=1) == 1
    assert mutant.change in capsys.readouterr().out


def test_the_figure_is_one_plain_sentence() -> None:
    counts = Counter({Fate.KILLED: 1200, Fate.EQUIVALENT: 30, Fate.SURVIVED: 1})
    assert figure(2, counts) == (
        "2 random specs: 1,231 mutants, 1,200 noticed, 30 proved equivalent, 1 unnoticed, 0 undecided."
    )


# ------------------------------------------------------------------------ suites that once failed on their own machine

ASKED_IN_VAIN = """machine Vain
state A initial
state B
var n: int
guard ok
event go
action act
A on go -> B / n = n + 1 if n > 5 and ok, act
B on go -> A / n = n + 2, act
"""
DEFERRED_NOWHERE = """machine Nowhere
state A initial
state B
var n: int
event x
event go
B on x [n >= 2] -> stay / n = 0
B on x [n < 2] -> A
any defer x
A on go -> B / n += 1
B on go -> A
"""
DEFERRED_OBJECT = """machine Objects
type Segment
type Reply (status: int, tint: Tint)
type Tint = red | dark
state A initial
state B
event segment (s: Segment)
event reply (r: Reply)
event go
action act
A defer segment, reply
A on go -> B
B on segment -> A / act
B on reply [r.tint == dark] -> A / act
B on reply [else] -> stay
B on go -> A
"""
MASKED = """machine Masked
option strict: bool = true
option limit: int = 3
state A initial
state B
event go
A on go -> B
B on go [limit < 0] -> A / raise go if strict
B on go [limit >= 0] -> stay
"""


@pytest.mark.parametrize("text", [ASKED_IN_VAIN, DEFERRED_NOWHERE, DEFERRED_OBJECT], ids=["vain", "nowhere", "object"])
def test_the_generated_tests_pass_on_their_own_machine(text: str) -> None:
    assert Grader(machine(text)).suite.tests


def test_a_line_that_another_masks_by_default_is_tried_otherwise_too() -> None:
    found = survey(machine(MASKED), mutants_of(MASKED))
    assert [trial.mutant.change for trial in found.left(Fate.SURVIVED)] == []
    assert found.by_fault["guard dropped"][Fate.SURVIVED] == 0
