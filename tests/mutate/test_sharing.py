"""Work that is shared among processes comes to what it comes to in one, whatever becomes of them."""

from __future__ import annotations

import multiprocessing
import operator
import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from fsmc.mutate import run, sharing
from fsmc.mutate.run import Grader, survey
from fsmc.mutate.sharing import in_order
from tests.mutate import works
from tests.mutate.machines import OVEN, TURNSTILE, machine, mutants_of

ROOT = Path(__file__).parent.parent.parent

INTERRUPTED = """
import multiprocessing
from fsmc.mutate.sharing import in_order
from tests.mutate.works import only_the_first_ends
try:
    in_order(only_the_first_ends, 9, 2, lambda done: print("begun", flush=True))
except KeyboardInterrupt:
    print("ended", multiprocessing.active_children())
"""
"""What is told first is that the first thing is done: then both processes are at others."""


def unheard(_: int) -> None:
    """Nobody listens to what is done."""


# ----------------------------------------------------------------------------------------------------------- any work


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_and_how_many_are_done_is_told_one_by_one(jobs: int) -> None:
    told: list[int] = []
    assert in_order(works.square, 40, jobs, told.append) == [number * number for number in range(40)]
    assert told == list(range(40))


def test_other_processes_do_it_and_none_of_them_is_left() -> None:
    assert os.getpid() not in in_order(works.process, 8, 2, unheard)
    assert multiprocessing.active_children() == []


def test_a_process_that_begins_anew_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_context", lambda: multiprocessing.get_context("spawn"))
    assert in_order(operator.neg, 3, 2, unheard) == [0, -1, -2]


@pytest.mark.parametrize(
    ("system", "threads", "begin"), [("linux", 1, "fork"), ("linux", 2, "spawn"), ("darwin", 1, "spawn")]
)
def test_a_process_is_a_fork_only_where_that_is_safe(
    monkeypatch: pytest.MonkeyPatch, system: str, threads: int, begin: str
) -> None:
    monkeypatch.setattr(sharing.sys, "platform", system)
    monkeypatch.setattr(sharing.threading, "active_count", lambda: threads)
    assert sharing._context().get_start_method() == begin


def test_the_first_exception_comes_out_as_if_there_were_one_process() -> None:
    with pytest.raises(ValueError, match=r"^1 is odd$") as caught:
        in_order(works.odd_fails, 8, 2, unheard)
    assert caught.traceback[-1].name == "odd_fails"
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_that_is_gone_costs_no_result(jobs: int) -> None:
    assert in_order(works.third_ends_the_process, 6, jobs, unheard) == list(range(6))


def test_what_cannot_be_told_from_process_to_process_is_done_here() -> None:
    assert [result() for result in in_order(works.cannot_be_sent, 3, 2, unheard)] == [0, 1, 2]  # type: ignore[operator]


def test_without_processes_everything_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_begun", mock.Mock(side_effect=BlockingIOError))
    assert in_order(works.process, 3, 2, unheard) == [os.getpid()] * 3


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal to a group of processes there")
def test_an_interrupt_ends_all_processes_without_a_word_and_leaves_no_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED]
    surroundings = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate()
    assert (out, err) == ("ended []\n", "")
    assert list(tmp_path.iterdir()) == []


# -------------------------------------------------------------------------------------------------------------- trials


def test_the_killer_of_a_mutant_does_not_depend_on_what_was_tried_before() -> None:
    made = tuple(mutant for mutant in mutants_of(OVEN) if mutant.fault.startswith("other "))[::3]
    there, back = (survey(machine(OVEN), each).trials for each in (made, made[::-1]))
    assert there == back[::-1]


def test_mutants_that_are_shared_come_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "WORTH_A_PROCESS", 10)
    alone = survey(machine(OVEN), mutants_of(OVEN)[:30])
    with mock.patch.object(sharing, "_begun", wraps=sharing._begun) as begun:
        assert survey(machine(OVEN), mutants_of(OVEN)[:30], jobs=9) == alone
    assert begun.call_count == 3


def test_a_few_mutants_are_not_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_begun", mock.Mock(side_effect=AssertionError))
    assert survey(machine(TURNSTILE), mutants_of(TURNSTILE), jobs=9).score == 100


def test_the_tests_go_to_another_process_as_texts() -> None:
    pair = (Grader(machine(TURNSTILE)), mutants_of(TURNSTILE)[2])
    trial = pair[0].trial(pair[1])
    grader, mutant = pickle.loads(pickle.dumps(pair))
    assert "suite" not in vars(grader)
    assert grader.trial(mutant).killer == trial.killer != ""
