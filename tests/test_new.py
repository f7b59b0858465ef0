"""`fsmc new`: what it writes is what the other commands are content with, and nothing that exists is touched."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import yaml

import fsmc
from fsmc.cli import starter
from fsmc.cli.starter.origin import Origin, recorded_origin
from fsmc.formatter import formatted
from fsmc.project.settings import find_settings, read_settings
from fsmc.source import SourceFile
from tests.apart import environment
from tests.command import Run, runner

ROOT = Path(__file__).parent.parent


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """`fsmc` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return runner(monkeypatch, capsys)


# --------------------------------------------------------------------------------------------------------- the starter


@pytest.mark.parametrize("name", ["Door", "door", "my door", "DHCPv6-Client", "Tür", "2-Way", "machine"])
def test_the_starter_has_no_findings_whatever_its_name(name: str) -> None:
    checked = fsmc.compile(starter.spec(name), only=["json"])
    assert not checked.diagnostics
    assert checked.machine
    assert checked.machine.name == name


def test_the_tests_that_are_built_of_the_starter_pass(run: Run, tmp_path: Path) -> None:
    run("new", "Door")
    assert run("build", "--only", "python,tests,markdown,svg", "-q").status == 0
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", "generated/door"]
    done = subprocess.run(tests, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["Door", "a machine with a long name"])
def test_the_starter_is_laid_out_as_fmt_does(name: str) -> None:
    text = starter.spec(name)
    assert formatted(SourceFile("door.fsm", text)).text == text


def test_the_starter_shows_what_a_protocol_needs() -> None:
    machine = fsmc.compile(starter.spec("Door"), only=["json"]).machine
    assert machine
    assert all((machine.predicates, machine.variables, machine.timers, machine.options, machine.actions))
    assert any(event.params for event in machine.events)
    assert machine.scenarios


# ------------------------------------------------------------------------------------------------------- configuration


def test_the_configuration_says_what_holds_without_it(run: Run, tmp_path: Path) -> None:
    run("new", "Door")
    written, none = find_settings(tmp_path), type(find_settings(tmp_path))(tmp_path)
    assert written.file == tmp_path / "fsmc.toml"
    assert (written.paths, written.output, written.outputs, written.demands) == (
        none.paths, none.output, none.outputs, none.demands
    )  # fmt: skip


def test_every_line_of_the_configuration_that_is_a_comment_may_be_made_a_setting(tmp_path: Path) -> None:
    text = starter.config("specs")
    lines = [re.sub(r"^# (?=[\w-]+ = |\[|\")", "", line) for line in text.splitlines()]
    (tmp_path / "fsmc.toml").write_text("\n".join(lines), encoding="utf-8")
    settings = read_settings(tmp_path / "fsmc.toml")
    assert settings.outputs
    assert settings.ignore
    assert settings.demands.max_unlisted == 0
    assert settings.per_file_ignores


def test_the_configuration_of_a_project_says_where_the_spec_goes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.fsmc]\npaths = ["protocols"]\n', encoding="utf-8")
    done = run("new", "Door")
    assert "wrote     protocols/door.fsm" in done.out
    assert "kept      pyproject.toml" in done.out
    assert not (tmp_path / "fsmc.toml").exists()


def test_a_folder_of_its_own_is_written_into_the_new_configuration(run: Run, tmp_path: Path) -> None:
    assert run("new", "Door", "--folder", "protocols").status == 0
    assert find_settings(tmp_path).paths == ("protocols",)
    assert run("check").status == 0


def test_a_folder_that_no_command_searches_is_told(run: Run) -> None:
    run("new", "Door")
    assert "add it to `paths` in fsmc.toml" in run("new", "Gate", "--folder", "elsewhere").out
    assert "add it to `paths`" not in run("new", "Gate", "--folder", "specs/gates").out


# --------------------------------------------------------------------------------------------------------------- names


def test_a_spec_that_is_there_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/door.fsm").write_text("mine", encoding="utf-8")
    done = run("new", "Door")
    assert done.status == 2
    assert "specs/door.fsm: already there, so it is left alone" in done.err
    assert (tmp_path / "specs/door.fsm").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "fsmc.toml").exists()


def test_a_link_that_leads_nowhere_is_left_alone_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/door.fsm").symlink_to("nowhere")
    assert run("new", "Door").status == 2
    assert (tmp_path / "specs/door.fsm").is_symlink()


def test_an_unusual_name_is_explained(run: Run) -> None:
    done = run("new", "my door")
    assert "wrote     specs/my_door.fsm" in done.out
    assert "the machine is written 'my door'; in Python: module my_door, class MyDoor" in done.out


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("specs/door.fsm", "looks like a path"),
        ("door.fsm", "looks like a path"),
        ("..", "needs a letter or a digit"),
        ("", "needs a letter or a digit"),
        ("a\nb", "characters that do not show"),
        ("True", "no machine can be called 'True'"),
        ("State", "no machine can be called 'State'"),
    ],
)
def test_a_name_that_no_machine_can_bear_is_refused(run: Run, tmp_path: Path, name: str, why: str) -> None:
    done = run("new", name)
    assert done.status == 2
    assert why in done.err
    assert not list(tmp_path.iterdir())


def test_without_a_name_there_must_be_something_else_to_do(run: Run) -> None:
    assert run("new").status == 2
    assert run("new", "--folder", "x", "--ci", "github").status == 2


# ----------------------------------------------------------------------------------------------------- what guards it


@pytest.mark.parametrize("kind", starter.GUARDS)
def test_what_guards_a_project_is_yaml(run: Run, tmp_path: Path, kind: str) -> None:
    assert run("new", "--ci", kind).status == 0
    assert yaml.safe_load((tmp_path / starter.GUARDS[kind].path).read_text(encoding="utf-8"))


def test_a_file_that_has_other_things_to_say_is_kept_and_the_lines_for_it_printed(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    done = run("new", "--ci", "pre-commit")
    assert done.status == 0
    assert "kept      .pre-commit-config.yaml: add to its `repos`" in done.out
    assert "- id: fsmc-check" in done.out
    assert (tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8") == "repos: []\n"


def test_an_fsmc_from_a_repository_names_that_one_and_its_revision() -> None:
    record = {"url": "https://github.com/someone/machines.git", "vcs_info": {"vcs": "git", "commit_id": "4f3a"}}
    here = recorded_origin(json.dumps(record))
    text = {kind: starter.guarding(guard, here) for kind, guard in starter.GUARDS.items()}
    assert "uses: someone/machines@4f3a" in text["github"]
    assert "repo: https://github.com/someone/machines.git\n    rev: 4f3a" in text["pre-commit"]
    assert '"git+https://github.com/someone/machines.git@4f3a"' in text["gitlab"]
    assert not any(starter.GAP in each for each in text.values())


@pytest.mark.parametrize("record", ["{}", '{"url": "file:///home/me/fsmc", "dir_info": {"editable": true}}'])
def test_an_fsmc_from_elsewhere_leaves_a_gap_that_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    monkeypatch.setattr(import_module("fsmc.cli.new"), "origin", lambda: recorded_origin(record))
    assert "put the address of fsmc in place of OWNER/fsmc" in run("new", "--ci", "pre-commit").out


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://github.com/a/b", "a/b"),
        ("https://github.com/a/b.git", "a/b"),
        ("ssh://git@github.com/a/b.git", "a/b"),
        ("https://gitlab.com/a/b", starter.GAP),
    ],
)
def test_github_is_told_the_owner_and_the_name_of_a_repository(address: str, slug: str) -> None:
    assert Origin(address, "v1").slug == slug


# ---------------------------------------------------------------------------------------- a project within a repository


@pytest.fixture
def below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a folder of a repository, whose root is `tmp_path`."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "a project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_what_guards_a_project_goes_to_the_root_of_its_repository_and_names_its_folder(
    run: Run, tmp_path: Path, below: Path
) -> None:
    assert run("new", "Door").status == 0
    written = {}
    for kind, guard in starter.GUARDS.items():
        assert f"wrote     {Path('..', guard.path)}" in run("new", "--ci", kind).out
        written[kind] = yaml.safe_load((tmp_path / guard.path).read_text(encoding="utf-8"))
    assert [path.name for path in sorted(below.iterdir())] == ["fsmc.toml", "specs"]
    hooks = written["pre-commit"]["repos"][0]["hooks"]
    assert [hook.get("args") for hook in hooks] == [None, *2 * [["--config", "a project/fsmc.toml"]]]
    assert written["github"]["jobs"]["fsmc"]["steps"][-1]["with"] == {"working-directory": "a project"}
    assert "cd 'a project'" in written["gitlab"]["fsmc"]["script"]


def test_a_new_project_within_a_repository_may_be_guarded_at_once(run: Run, tmp_path: Path, below: Path) -> None:
    assert run("new", "Door", "--ci", "github").status == 0
    assert 'working-directory: "a project"' in (tmp_path / starter.GUARDS["github"].path).read_text(encoding="utf-8")


def test_a_folder_that_could_not_be_found_from_the_root_is_told_to_have_a_configuration(
    run: Run, tmp_path: Path, below: Path
) -> None:
    done = run("new", "--ci", "pre-commit")
    assert done.status == 2
    assert "write an fsmc.toml" in done.err
    assert not (tmp_path / starter.GUARDS["pre-commit"].path).exists()


def test_the_settings_of_the_root_make_all_of_the_repository_the_project(run: Run, tmp_path: Path, below: Path) -> None:
    (tmp_path / "fsmc.toml").write_text("", encoding="utf-8")
    assert run("new", "--ci", "github").status == 0
    assert "working-directory" not in (tmp_path / starter.GUARDS["github"].path).read_text(encoding="utf-8")


def test_a_known_revision_is_no_gap(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("fsmc.cli.new"), "origin", lambda: Origin("file:///home/me/fsmc", "4f3a"))
    out = run("new", "--ci", "github").out
    assert "OWNER/fsmc@4f3a" in Path(starter.GUARDS["github"].path).read_text(encoding="utf-8")
    assert out.endswith("put the address of fsmc in place of OWNER/fsmc\n")


def test_next_steps_build_a_spec_that_no_command_searches_by_its_path(run: Run) -> None:
    run("new", "Door")
    out = run("new", "Gate", "--folder", "elsewhere").out
    assert "fsmc build elsewhere/gate.fsm " in out
    assert "fsmc watch elsewhere/gate.fsm " in out
