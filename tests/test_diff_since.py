"""`fsmc diff --since`: every spec of a project against what it was, with one report and one status over all."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fsmc.diff.project import Fate, Project, Spec
from fsmc.diff.shown.comment import comment
from fsmc.diff.shown.markdown import LARGEST
from fsmc.diff.shown.project import project_headlines
from tests.command import Run, runner
from tests.comparisons import report
from tests.git import Repository
from tests.test_diff import DOOR, QUIETER

GATE = DOOR.replace("Door", "Gate")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Two specs in the last commit, and nothing changed since."""
    made = Repository(tmp_path / "repository", monkeypatch)
    made.commit("specs/door.fsm", DOOR)
    made.commit("specs/gate.fsm", GATE)
    monkeypatch.chdir(made.folder)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    return made


@pytest.fixture
def diff(repository: Repository, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capfd, "diff", "--since")


def told(done: str) -> list[str]:
    """The lines of the summary, without the widths of its columns."""
    return [" ".join(line.split()) for line in done[done.index("since ") :].splitlines()]


# -------------------------------------------------------------------------------------------------------- which specs


def test_a_project_in_which_nothing_changed_is_one_line(diff: Run) -> None:
    done = diff("main")
    assert (done.status, done.out, done.err) == (0, "since main: 2 specs, 2 unchanged\n", "")
    assert diff("main", "-q").out == ""


def test_a_spec_that_changed_has_a_section_before_the_summary(diff: Run, repository: Repository) -> None:
    repository.write("specs/door.fsm", QUIETER)
    done = diff("main")
    assert done.status == 1
    assert done.out.startswith("main:specs/door.fsm -> specs/door.fsm: breaking\n")
    assert told(done.out)[0] == "since main: 2 specs, 1 changed, 1 unchanged"
    assert told(done.out)[1].startswith("specs/door.fsm breaking behaviour ")


def test_another_text_with_the_same_behaviour_is_no_change(diff: Run, repository: Repository) -> None:
    repository.write("specs/door.fsm", DOOR + "# a comment\n")
    assert diff("main").out == "since main: 2 specs, 2 unchanged\n"


def test_a_new_spec_is_told_and_is_no_error(diff: Run, repository: Repository) -> None:
    repository.write("specs/new.fsm", DOOR)
    done = diff("main")
    assert done.status == 0
    assert told(done.out)[1:] == ["specs/new.fsm new a new spec, nothing to compare it with"]
    assert diff("main", "--fail-on", "any").status == 1


def test_a_spec_that_is_gone_is_breaking(diff: Run, repository: Repository) -> None:
    (repository.folder / "specs/gate.fsm").unlink()
    for axis in ("behaviour", "names", "stored", "actions"):
        assert diff("main", "--axis", axis).status == 1
    assert told(diff("main").out)[1].startswith("specs/gate.fsm gone the spec is gone")
    assert diff("main", "--fail-on", "never").status == 0
    (repository.folder / "specs/door.fsm").unlink()
    assert told(diff("main", "specs").out)[0] == "since main: 2 specs, 2 gone"
    assert told(diff("main", "specs/gate.fsm").out)[0] == "since main: 1 spec, 1 gone"


def test_a_spec_is_followed_to_its_new_name(diff: Run, repository: Repository) -> None:
    repository.git("mv", "specs/door.fsm", "specs/hatch.fsm")
    repository.write("specs/hatch.fsm", QUIETER)
    done = diff("main")
    assert done.out.startswith("main:specs/door.fsm -> specs/hatch.fsm: breaking\n")
    assert told(done.out)[1].startswith("specs/hatch.fsm (was specs/door.fsm) breaking")
    assert "gone" not in done.out


def test_a_spec_that_came_from_elsewhere_is_followed_too(diff: Run, repository: Repository) -> None:
    repository.commit("drafts/hatch.fsm", DOOR.replace("Door", "Hatch") + "# draft\n")
    repository.git("mv", "drafts/hatch.fsm", "specs/hatch.fsm")
    assert diff("main").out == "since main: 3 specs, 3 unchanged\n"


def test_only_what_the_paths_name_is_compared(diff: Run, repository: Repository) -> None:
    repository.write("specs/door.fsm", QUIETER)
    assert diff("main", "specs/gate.fsm").out == "since main: 1 spec, 1 unchanged\n"
    assert diff("main", "specs/gate.fsm", "./specs/gate.fsm").out == "since main: 1 spec, 1 unchanged\n"
    assert told(diff("main", ".").out)[0] == "since main: 2 specs, 1 changed, 1 unchanged"


def test_without_a_path_those_of_the_configuration_are_compared(
    diff: Run, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("machines/lock.fsm", DOOR)
    repository.write("fsmc.toml", 'paths = ["machines"]\n')
    monkeypatch.chdir(repository.folder / "specs")
    assert diff("main").out == "since main: 1 spec, 1 unchanged\n"
    repository.write("machines/lock.fsm", QUIETER)
    assert told(diff("main").out)[1].startswith("../machines/lock.fsm breaking")


def test_a_folder_alone_is_compared_with_the_last_commit(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    run = runner(monkeypatch, capfd, "diff")
    assert run("specs").out == "since HEAD: 2 specs, 2 unchanged\n"
    done = run("main", "specs")
    assert done.status == 2
    assert "fsmc diff --since REV specs" in done.err


# ------------------------------------------------------------------------------------------------------------ the base


def test_what_happened_on_the_other_branch_since_is_no_change(diff: Run, repository: Repository) -> None:
    parted = repository.git("rev-parse", "HEAD").strip()[:12]
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit("specs/gate.fsm", GATE.replace(" / squeak", ""))
    repository.git("checkout", "--quiet", "main")
    repository.commit("specs/door.fsm", QUIETER)
    repository.git("checkout", "--quiet", "topic")
    done = diff("main")
    assert told(done.out)[0] == f"since main, from {parted} on: 2 specs, 1 changed, 1 unchanged"
    assert f"fsmc simulate {parted}:specs/gate.fsm push\n" in done.out


def test_without_a_common_history_the_revision_itself_is_compared_with(diff: Run, repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.commit("specs/door.fsm", QUIETER)
    done = diff("main")
    assert "no common history" in done.err
    assert told(done.out)[0] == "since main: 2 specs, 1 changed, 1 unchanged"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nothing",), "Git knows no revision nothing"),
        (("",), "the revision after --since is empty"),
        (("--all",), "no revision begins with '-'"),
        (("main", "spec"), "did you mean specs?"),
        (("main", "specs", ".."), "outside of the repository"),
        (("main", "-o", "x.svg"), "a picture shows one spec"),
        (("main", ""), "a path is empty"),
    ],
)
def test_what_cannot_be_asked_is_status_2(diff: Run, args: tuple[str, ...], said: str) -> None:
    done = diff(*args)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


# ------------------------------------------------------------------------------------------------------------- failures


def test_a_faulty_spec_is_status_2_and_the_others_are_compared(diff: Run, repository: Repository) -> None:
    repository.write("specs/door.fsm", DOOR + "Open on pull -> Shut\n")
    repository.write("specs/gate.fsm", GATE.replace(" / squeak", ""))
    done = diff("main", "--fail-on", "never")
    assert done.status == 2
    assert "error[FSM003]: no event named 'pull'" in done.err
    assert told(done.out)[1] == "specs/door.fsm not compared one side has errors"
    assert told(done.out)[2].startswith("specs/gate.fsm breaking")


def test_a_spec_that_cannot_be_read_is_status_2_and_the_others_are_compared(diff: Run, repository: Repository) -> None:
    (repository.folder / "specs/door.fsm").write_bytes(b"machine\0")
    done = diff("main")
    assert done.status == 2
    assert told(done.out)[1] == "specs/door.fsm not compared specs/door.fsm: a binary file, not a spec"


def test_what_is_unknown_of_one_spec_is_status_3_over_all(
    diff: Run, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from fsmc.diff.verdict import Axis, Grade
    from tests.comparisons import SAME, verdict

    made = replace(SAME, verdicts=(verdict(Axis.BEHAVIOUR, Grade.UNKNOWN), *SAME.verdicts[1:]))
    monkeypatch.setattr("fsmc.diff.compare", lambda old, new: made)
    repository.write("specs/door.fsm", QUIETER)
    assert diff("main").status == 3
    assert diff("main", "--axis", "names").status == 0


# -------------------------------------------------------------------------------------------------------------- formats


def changed(repository: Repository) -> None:
    """One of each kind."""
    repository.git("mv", "specs/gate.fsm", "specs/hatch.fsm")
    repository.write("specs/door.fsm", QUIETER)
    repository.write("specs/hatch.fsm", GATE + "Shut on turn -> Shut\n")
    repository.write("specs/new.fsm", DOOR)


def test_the_json_has_one_comparison_for_each_spec(diff: Run, repository: Repository) -> None:
    changed(repository)
    document = json.loads(diff("main", "--format", "json").out)
    Draft202012Validator(json.loads(files("fsmc.diff").joinpath("diff.schema.json").read_text())).validate(document)
    rows = [(one["old"], one["new"], one["fate"], one["grade"]) for one in document["comparisons"]]
    assert rows == [
        ("specs/door.fsm", "specs/door.fsm", "compared", "breaking"),
        ("specs/gate.fsm", "specs/hatch.fsm", "compared", "extends"),
        (None, "specs/new.fsm", "new", "extends"),
    ]
    assert (document["since"], document["grade"]) == ("main", "breaking")
    assert document["comparisons"][0]["comparison"]["format"] == "fsmc-diff"


def test_the_markdown_is_one_comment_with_a_part_for_each_spec(diff: Run, repository: Repository) -> None:
    changed(repository)
    done = diff("main", "--format", "markdown").out
    assert len(re.findall("^### ", done, re.MULTILINE)) == 1
    assert "### ❌ breaking: since main: 3 specs, 2 changed, 1 new" in done
    assert "| `specs/new.fsm` | ✅ **new** | a new spec, nothing to compare it with |" in done
    assert "<summary>❌ <b>breaking</b>: <code>specs/door.fsm</code></summary>" in done
    assert "<code>specs/hatch.fsm (was specs/gate.fsm)</code>" in done
    assert done.count("<details>") == done.count("</details>")


def test_annotations_stand_in_the_file_of_their_spec(
    diff: Run, repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    changed(repository)
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    done = diff("main", "--format", "github")
    lines = done.out.splitlines()
    assert lines[0].startswith("::error file=specs/door.fsm,line=7,title=")
    assert any(line.startswith("::notice file=specs/new.fsm,title=specs/new.fsm%3A new::") for line in lines)
    assert lines[-1] == "::notice title=fsmc diff::since main: 3 specs, 2 changed, 1 new"
    assert summary.read_text(encoding="utf-8").count("### ") == 1


def test_formats_of_a_project_go_to_files_too(diff: Run, repository: Repository) -> None:
    changed(repository)
    done = diff("main", "-o", "a.md", "-o", "a.json", "-o", "a.txt")
    assert done.out.splitlines() == [f"wrote     a.{end}" for end in ("md", "json", "txt")]
    assert diff("main", "-o", "a.md", "-o", "a.json", "-o", "a.txt").out.count("unchanged ") == 3


@pytest.mark.parametrize("number", [1, 20, 300])
def test_a_comment_on_many_specs_is_no_longer_than_may_be(number: int) -> None:
    specs = tuple(Spec(f"specs/{at}.fsm", f"specs/{at}.fsm", Fate.COMPARED, report()) for at in range(number))
    made = comment(Project("main", "main", specs))
    assert len(made) <= LARGEST
    assert made.count("<details>") == made.count("</details>") > 0
    assert ("no room for" in made) == (number == 300)


def test_what_is_hidden_in_a_name_shows(diff: Run) -> None:
    spec = Spec("a\x1b[31m.fsm", "", Fate.NEW)
    assert "\x1b" not in project_headlines(Project("main", "main", (spec,)))
    hostile = Spec("<b>|`.fsm", "<b>|`.fsm", Fate.COMPARED, report())
    assert "<b>|" not in comment(Project("main", "main", (hostile,)))


def test_colours_change_no_word_of_the_summary() -> None:
    project = Project("main", "main", (Spec("a.fsm", "", Fate.NEW), Spec("b.fsm", "b.fsm", Fate.FAILED, why="why")))
    colored = project_headlines(project, color=True)
    assert "\033[33mnot compared\033[0m" in colored
    assert re.sub(r"\033\[\d*m", "", colored) == project_headlines(project)
