"""`fsmc mutate`: the score of the generated tests, its exit statuses, and what is told of mutants that survive."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from fsmc.mutate import run
from fsmc.mutate.mutant import Finding, Judgement
from fsmc.mutate.suite import Suite
from tests.command import Run, runner

TURNSTILE = (Path(__file__).parent.parent / "specs/turnstile.fsm").read_text(encoding="utf-8")


@pytest.fixture
def mutate(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/turnstile.fsm").write_text(TURNSTILE, encoding="utf-8")
    return runner(monkeypatch, capsys, "mutate")


@pytest.fixture
def without_killer(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test notices that the alarm is missing."""
    first = Suite.first_to_fail
    monkeypatch.setattr(Suite, "first_to_fail", lambda *args: None if _is_quiet(args[1]) else first(*args))


def _is_quiet(module: Any) -> bool:
    machine = module.Turnstile()
    if machine.state.value != "Locked":
        return False
    with contextlib.suppress(module.Rejected):
        return not machine.push() and machine.state.value == "Locked"
    return False


def test_the_specs_of_the_project_are_graded_and_nothing_is_written(mutate: Run, tmp_path: Path) -> None:
    done = mutate()
    assert done.status == 0
    assert done.err == ""
    assert done.out.splitlines()[-1] == "specs/turnstile.fsm: 100 %: 11 of 11 mutants killed"
    assert [path.name for path in tmp_path.rglob("*")] == ["specs", "turnstile.fsm"]


def test_a_table_counts_each_kind_of_fault(mutate: Run) -> None:
    rows = [line.split("  ")[0] for line in mutate("specs/turnstile.fsm").out.splitlines()[:8]]
    assert rows == [
        *("fault", "other initial state", "row deleted", "other target", "action dropped", "ignored refused"),
        *("row added", "all"),
    ]


def test_the_list_tells_all_mutants_and_tries_none(mutate: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "survey", mock.Mock(side_effect=AssertionError))
    done = mutate("--list", "--line", "13")
    assert done.status == 0
    assert done.out.splitlines() == [
        "specs/turnstile.fsm:13:1: row deleted: without Locked on push -> stay / alarm",
        "specs/turnstile.fsm:13:1: other target: -> Unlocked, not stay",
        "specs/turnstile.fsm:13:1: action dropped: without alarm",
    ]


def test_of_one_line_it_is_told_what_comes_of_each_mutant(mutate: Run) -> None:
    assert mutate("--line", "13").out.splitlines() == [
        "specs/turnstile.fsm:13:1: row deleted: without Locked on push -> stay / alarm",
        "  killed: by test_a_cell[Locked-push]",
        "specs/turnstile.fsm:13:1: other target: -> Unlocked, not stay",
        "  killed: by test_a_cell[Locked-push]",
        "specs/turnstile.fsm:13:1: action dropped: without alarm",
        "  killed: by test_a_cell[Locked-push]",
        "",
        "specs/turnstile.fsm: 100 %: 3 of 3 mutants killed",
    ]


def test_one_kind_of_fault_can_be_chosen(mutate: Run) -> None:
    assert mutate("--only", "action dropped", "--list").out.splitlines() == [
        "specs/turnstile.fsm:13:1: action dropped: without alarm"
    ]
    done = mutate("--only", "no such fault")
    assert done.status == 2
    assert "Choose from other initial state, row deleted" in done.err
    assert "Did you mean 'other target'?" in mutate("--only", "other targt").err


def test_the_mutants_are_shared_among_as_many_processes_as_can_run_at_a_time(
    mutate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 4, 7}, raising=False)
    with mock.patch.object(run, "survey", wraps=run.survey) as survey:
        told = [mutate(*jobs).out for jobs in ((), ("-j", "2"), ("--jobs", "1"))]
    assert [call.args[-1] for call in survey.call_args_list] == [3, 2, 1]
    assert len(set(told)) == 1
    none = mutate("-j", "0")
    assert (none.status, none.out) == (2, "")


def test_a_choice_without_mutants_is_no_hundred_percent(mutate: Run) -> None:
    done = mutate("--line", "999")
    assert (done.status, done.out) == (2, "")
    assert "no mutant of line 999" in done.err


def test_a_machine_without_mutants_has_no_score(mutate: Run, tmp_path: Path) -> None:
    (tmp_path / "one.fsm").write_text("machine One\nstate A initial\n", encoding="utf-8")
    done = mutate("one.fsm")
    assert (done.status, done.out) == (0, "one.fsm: no mutants\n")


@pytest.mark.usefixtures("without_killer")
def test_a_survivor_is_told_with_its_line_and_a_trace(mutate: Run) -> None:
    done = mutate("--only", "action dropped")
    assert done.status == 1
    told = done.out.split("\n\n")[1].splitlines()
    assert told[:3] == [
        "specs/turnstile.fsm:13:1: action dropped: without alarm: survived",
        "   13 | Locked   on push -> stay / alarm  ## Pay first.",
        "      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ]
    assert told[-3:] == [
        "  1. push  -> Locked / alarm",
        "     the mutant: -> Locked",
        "  fsmc simulate specs/turnstile.fsm push",
    ]
    assert done.out.endswith("specs/turnstile.fsm: 0 %: 0 of 1 mutant killed, 1 survived\n")


@pytest.mark.usefixtures("without_killer")
@pytest.mark.parametrize(("least", "status"), [("90", 0), ("91", 1), ("100", 1)])
def test_the_score_decides(mutate: Run, least: str, status: int) -> None:
    done = mutate("-q", "--min-score", least)
    assert done.status == status
    assert done.out == "specs/turnstile.fsm: 90.9 %: 10 of 11 mutants killed, 1 survived\n"


@pytest.mark.usefixtures("without_killer")
def test_what_is_undecided_leaves_the_score_open(mutate: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "judged", lambda *_: Judgement(Finding.UNKNOWN, "nobody knows"))
    assert mutate().status == 3
    assert "nobody knows" in mutate().out
    assert mutate("--min-score", "90").status == 0


@pytest.mark.usefixtures("without_killer")
def test_an_equivalent_mutant_counts_for_nothing(mutate: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "judged", lambda *_: Judgement(Finding.EQUIVALENT, "proved"))
    done = mutate("-q")
    assert done.status == 0
    assert done.out == "specs/turnstile.fsm: 100 %: 10 of 11 mutants killed, 1 proved equivalent\n"


@pytest.mark.usefixtures("without_killer")
def test_json_has_every_mutant_and_what_became_of_it(mutate: Run) -> None:
    document = json.loads(mutate("--format", "json").out)
    assert (document["format"], document["version"]) == ("fsmc-mutants", 1)
    (spec,) = document["specs"]
    counts = [spec[name] for name in ("made", "killed", "equivalent", "survived", "undecided")]
    assert counts == [11, 10, 0, 1, 0]
    (alarm,) = (mutant for mutant in spec["mutants"] if mutant["change"] == "without alarm")
    assert (alarm["fate"], alarm["line"]) == ("survived", 13)
    assert alarm["trace"]["replay"] == "fsmc simulate specs/turnstile.fsm push"
    (move,) = alarm["trace"]["moves"]
    assert (move["spec"]["actions"], move["mutant"]["actions"]) == (["alarm"], [])
    assert all(mutant["killer"].startswith("test_") for mutant in spec["mutants"] if mutant["fate"] == "killed")


def test_a_listed_mutant_has_no_fate(mutate: Run) -> None:
    (spec,) = json.loads(mutate("--format", "json", "--list").out)["specs"]
    assert spec["made"] == 11
    assert "score" not in spec
    assert all("fate" not in mutant for mutant in spec["mutants"])


def test_a_spec_with_errors_is_told_as_by_check_and_the_others_are_graded(mutate: Run, tmp_path: Path) -> None:
    (tmp_path / "specs/faulty.fsm").write_text(TURNSTILE.replace("-> Unlocked\n", "-> Unlokced\n"), encoding="utf-8")
    done = mutate("-q")
    assert done.status == 1
    assert "specs/faulty.fsm:12:" in done.err
    assert "error[FSM003]" in done.err
    assert done.out.startswith("specs/turnstile.fsm: 100 %")


def test_a_file_that_is_not_there_is_unusable(mutate: Run) -> None:
    assert mutate("no.fsm").status == 2


def test_without_pytest_the_way_out_is_told(mutate: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pytest", None)
    for name in ("fsmc.mutate.run", "fsmc.mutate.suite"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr("fsmc.mutate.run", raising=False)
    done = mutate()
    assert done.status == 2
    assert "pip install pytest" in done.err


def test_the_last_line_of_several_specs_is_that_of_all_of_them(mutate: Run, tmp_path: Path) -> None:
    (tmp_path / "specs/gate.fsm").write_text(TURNSTILE.replace("machine Turnstile", "machine Gate"), encoding="utf-8")
    done = mutate("-q")
    assert done.out.splitlines()[-1] == "2 specs: 100 %: 22 of 22 mutants killed"
