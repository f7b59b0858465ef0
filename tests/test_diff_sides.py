"""The sides of `fsmc diff`: files, files at Git revisions, standard input; and why one cannot be used."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click
import pytest

from fsmc.cli.sides import load_sides, read_sides, read_spec
from fsmc.files import FileError
from tests.git import Repository

DOOR = "machine Door\nstate Open initial\nstate Shut\nevent push\nOpen on push -> Shut\nShut on push -> Open\n"
STUCK = DOOR.replace("Shut on push -> Open", "Shut ignore push")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """`specs/door.fsm` twice committed, then edited; the tests run at its root."""
    made = Repository(tmp_path / "repository", monkeypatch)
    made.commit("specs/door.fsm", DOOR + "# first\n")
    made.commit("specs/door.fsm", DOOR + "# second\n")
    made.write("specs/door.fsm", DOOR + "# now\n")
    monkeypatch.chdir(made.folder)
    return made


def told(*names: str | None) -> list[tuple[str, str]]:
    """The names of both sides, and the comments at the end of their texts."""
    old, new = (*names, None)[:2]
    assert old
    return [(Path(side.name).as_posix(), side.text.splitlines()[-1]) for side in read_sides(old, new)]


def why(*names: str) -> tuple[str, str]:
    """What is said of sides that cannot be read."""
    with pytest.raises(FileError) as error:
        read_sides(*(*names, None)[:2])  # type: ignore[arg-type]
    return str(error.value), error.value.help


# ------------------------------------------------------------------------------------------------------- what is meant


@pytest.mark.parametrize(
    ("names", "old"),
    [
        (("HEAD~1:specs/door.fsm", "specs/door.fsm"), "HEAD~1:specs/door.fsm # first"),
        (("main:specs/door.fsm", "specs/door.fsm"), "main:specs/door.fsm # second"),
        (("main:", "specs/door.fsm"), "main:specs/door.fsm # second"),
        (("main", "specs/door.fsm"), "main:specs/door.fsm # second"),
        (("HEAD~1", "specs/door.fsm"), "HEAD~1:specs/door.fsm # first"),
        (("HEAD^{/change}:specs/door.fsm", "specs/door.fsm"), "HEAD^{/change}:specs/door.fsm # second"),
        (("specs/door.fsm",), "HEAD:specs/door.fsm # second"),
        (("HEAD~1:specs/door.fsm",), "HEAD~1:specs/door.fsm # first"),
        ((":", "specs/door.fsm"), ":specs/door.fsm # second"),
        ((":specs/door.fsm",), ":specs/door.fsm # second"),
    ],
)
def test_a_side_is_a_file_at_a_revision(repository: Repository, names: tuple[str, ...], old: str) -> None:
    assert told(*names) == [tuple(old.split(" ", 1)), ("specs/door.fsm", "# now")]


def test_both_sides_may_be_revisions(repository: Repository) -> None:
    assert told("HEAD~1:specs/door.fsm", "main:specs/door.fsm") == told("HEAD~1:", "main:specs/door.fsm")
    assert [text for _, text in told("HEAD~1:specs/door.fsm", "HEAD")] == ["# first", "# second"]


def test_what_is_staged_has_no_revision(repository: Repository) -> None:
    repository.git("add", "specs/door.fsm")
    assert told("HEAD:", ":specs/door.fsm") == [("HEAD:specs/door.fsm", "# second"), (":specs/door.fsm", "# now")]


def test_a_branch_may_have_a_slash_in_its_name(repository: Repository) -> None:
    repository.git("branch", "topic/doors", "HEAD~1")
    assert told("topic/doors", "specs/door.fsm")[0] == ("topic/doors:specs/door.fsm", "# first")


def test_a_path_is_seen_from_the_root_as_git_sees_it(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository.folder / "specs")
    assert told("main:specs/door.fsm", "door.fsm")[0] == ("main:specs/door.fsm", "# second")
    assert told("main:./door.fsm")[0] == ("main:./door.fsm", "# second")
    assert told("main:", "door.fsm")[0] == ("main:specs/door.fsm", "# second")
    assert told("door.fsm")[0] == ("HEAD:specs/door.fsm", "# second")
    assert told("main:specs/door.fsm")[1] == ("door.fsm", "# now")


def test_a_file_of_another_repository_is_read_from_there(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert told("main", str(repository.folder / "specs/door.fsm"))[0] == ("main:specs/door.fsm", "# second")


def test_a_file_of_such_a_name_wins(repository: Repository) -> None:
    if sys.platform == "win32":
        pytest.skip("no colons in names of files")
    repository.write("main:specs/door.fsm", DOOR + "# strange\n")
    repository.write("HEAD", DOOR + "# a file\n")
    assert told("main:specs/door.fsm", "specs/door.fsm")[0] == ("main:specs/door.fsm", "# strange")
    assert told("HEAD", "specs/door.fsm")[0] == ("HEAD", "# a file")


def test_a_drive_letter_is_no_revision(repository: Repository) -> None:
    assert why("C:\\specs\\door.fsm", "specs/door.fsm")[0].endswith("no such file or folder")
    assert why("C:/specs/door.fsm", "specs/door.fsm")[0].endswith("no such file or folder")


def test_one_side_may_be_standard_input(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DOOR.encode() + b"# piped\n")))
    assert told("-", "specs/door.fsm") == [("<stdin>", "# piped"), ("specs/door.fsm", "# now")]


@pytest.mark.parametrize("names", [("-", "-"), ("-", None), ("main:", None), ("main:", "HEAD:"), ("main", "HEAD")])
def test_a_side_must_say_which_file_it_is(repository: Repository, names: tuple[str, str | None]) -> None:
    with pytest.raises(click.UsageError):
        read_sides(*names)


# ------------------------------------------------------------------------------------------------------------ why not


def test_a_revision_that_git_does_not_know(repository: Repository) -> None:
    repository.git("branch", "release-1")
    assert why("release-2:specs/door.fsm", "specs/door.fsm") == (
        "release-2:specs/door.fsm: Git knows no revision release-2",
        "did you mean release-1?",
    )
    assert "fetch-depth" in why("0123abcd:specs/door.fsm", "specs/door.fsm")[1]
    assert why("mian", "specs/door.fsm") == ("mian: neither a file nor a revision that Git knows", "did you mean main?")


def test_a_path_that_is_not_in_the_revision(repository: Repository) -> None:
    assert why("main:door.fsm", "specs/door.fsm") == (
        "main:door.fsm: no such file at revision main",
        "did you mean main:specs/door.fsm?",
    )
    assert why("main:specs/dor.fsm", "specs/door.fsm")[1] == "did you mean main:specs/door.fsm?"
    assert why(":specs/dor.fsm", "specs/door.fsm")[0] == ":specs/dor.fsm: no such file in the index"


def test_a_folder_is_no_file(repository: Repository) -> None:
    assert why("main:specs", "specs/door.fsm")[0] == "main:specs: no such file at revision main"


def test_a_file_that_is_new_says_so(repository: Repository) -> None:
    repository.write("specs/gate.fsm", DOOR)
    assert why("specs/gate.fsm")[0] == "HEAD:specs/gate.fsm: no such file at revision HEAD"


def test_no_name_becomes_an_option_of_git(repository: Repository) -> None:
    for name in ("--output=x:specs/door.fsm", "-p:specs/door.fsm", "--help:", "main:--help", "--upload-pack=x"):
        why(name, "specs/door.fsm")
    assert not Path("x").exists()


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Repository) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "door.fsm").write_text(DOOR)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.chdir(outside)
    assert why("main:door.fsm", "door.fsm") == ("main:door.fsm: not in a Git repository", "name a file instead")
    assert why("door.fsm")[0].endswith("not in a Git repository")
    assert why("mian", "door.fsm")[0] == "mian: no such file or folder"


def test_without_git(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert why("main:specs/door.fsm", "specs/door.fsm")[0] == "main:specs/door.fsm: no program git on the PATH"


def test_a_revision_may_hold_what_is_no_spec(repository: Repository) -> None:
    repository.commit("specs/empty.fsm", " \n")
    repository.commit("specs/lfs.fsm", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    (repository.folder / "specs/binary.fsm").write_bytes(b"machine\0\n")
    repository.git("add", ".")
    repository.git("commit", "--quiet", "-m", "binary")
    assert why("main:specs/empty.fsm", "specs/door.fsm")[0].endswith("the file is empty at revision main")
    assert "Git LFS" in why("main:specs/lfs.fsm", "specs/door.fsm")[0]
    assert "binary" in why("main:specs/binary.fsm", "specs/door.fsm")[0]


# ------------------------------------------------------------------------------------------------------------ machines


def test_a_side_with_errors_is_told_by_its_name(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit("specs/faulty.fsm", DOOR + "Open on pull -> Ajar\n")
    repository.write("specs/faulty.fsm", DOOR)
    assert load_sides(read_sides("specs/faulty.fsm", None)) is None
    said = capsys.readouterr().err
    assert "HEAD:specs/faulty.fsm:7:9: error[FSM003]: no event named 'pull'" in said
    assert "HEAD:specs/faulty.fsm: 2 errors: nothing is compared" in said


def test_faults_of_both_sides_are_told(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit("specs/faulty.fsm", DOOR + "Open on pull -> Shut\n")
    repository.write("specs/faulty.fsm", DOOR + "Open on tear -> Shut\n")
    assert load_sides(read_sides("specs/faulty.fsm", None)) is None
    said = capsys.readouterr().err
    assert "'pull'" in said
    assert "'tear'" in said


def test_what_is_only_a_warning_is_not_told(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("specs/door.fsm", STUCK)
    assert load_sides(read_sides("specs/door.fsm", None))
    assert capsys.readouterr().err == ""


def test_other_commands_read_revisions_too(repository: Repository) -> None:
    assert read_spec("HEAD~1:specs/door.fsm").text.endswith("# first\n")
