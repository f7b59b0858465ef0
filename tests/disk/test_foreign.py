"""What is not fsmc's own is never written over, nor is a link followed, even if it appears at the last moment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fsmc import disk, output
from fsmc.files import FileError
from fsmc.output import File
from tests.command import Run, runner
from tests.disk.scenes import DOOR, LOOP, OWN, PAGE, contents, files, tree

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and folders held open are a matter of POSIX")
MINE = b"mine\n"


@pytest.fixture
def fsmc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    return runner(monkeypatch, capsys)


def meanwhile(monkeypatch: pytest.MonkeyPatch, step: str, action: Callable[[], object]) -> None:
    """Do something right before a step of `fsmc.disk`, when everything was looked at already."""
    known = getattr(disk, step)

    def late(*arguments: object) -> object:
        action()
        return known(*arguments)

    monkeypatch.setattr(disk, step, late)


# ------------------------------------------------------------------------------- what appears at the last moment


def test_a_file_that_appears_while_another_is_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file, *_) = files(tmp_path, 1)
    meanwhile(monkeypatch, "put", lambda: file.path.write_bytes(MINE))
    with pytest.raises(FileError, match="changed meanwhile, so it is left alone"):
        output.write(file)
    assert tree(tmp_path) == {"door/0.py": MINE}


def test_a_file_that_is_put_in_the_place_of_an_old_output_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output.write(files(tmp_path, 1)[0])
    (file, *_) = files(tmp_path, 2)
    meanwhile(monkeypatch, "put", lambda: file.path.write_bytes(MINE))
    with pytest.raises(FileError, match="changed meanwhile"):
        output.write(file)
    assert tree(tmp_path) == {"door/0.py": MINE}


def test_a_link_that_appears_at_the_last_moment_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "victim").write_bytes(OWN)
    (file, *_) = files(tmp_path / "out", 1)
    file.path.parent.mkdir(parents=True)
    meanwhile(monkeypatch, "look", lambda: file.path.symlink_to(tmp_path / "victim"))
    with pytest.raises(FileError):
        output.write(file)
    assert (tmp_path / "victim").read_bytes() == OWN


def test_a_folder_that_becomes_a_link_at_the_last_moment_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (file, *_) = files(tmp_path / "out", 1)
    (tmp_path / "out").mkdir()
    meanwhile(monkeypatch, "descend", lambda: file.path.parent.symlink_to(tmp_path / "elsewhere"))
    with pytest.raises(FileError):
        output.write(file)
    assert os.listdir(tmp_path / "elsewhere") == []


def test_a_folder_that_is_moved_away_meanwhile_gets_its_file_and_no_link_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (file, *_) = files(tmp_path / "out", 1)

    def swap() -> None:
        file.path.parent.rename(tmp_path / "moved")
        file.path.parent.symlink_to(tmp_path / "elsewhere")

    meanwhile(monkeypatch, "put", swap)
    assert output.write(file)
    assert os.listdir(tmp_path / "elsewhere") == []
    assert (tmp_path / "moved/0.py").read_bytes() == file.content


def test_a_spec_that_was_saved_while_it_was_laid_out_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "door.fsm").write_text(LOOP)
    with pytest.raises(FileError, match="changed meanwhile"):
        output.rewrite(tmp_path / "door.fsm", b"machine M\n", DOOR.encode())
    assert tree(tmp_path) == {"door.fsm": LOOP.encode()}


# ------------------------------------------------------------------------------- what is no plain file


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: os.symlink("/dev/zero", path)])
def test_a_pipe_or_a_device_in_the_place_of_an_output_is_left_alone(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    (file, *_) = files(tmp_path, 1)
    file.path.parent.mkdir()
    make(file.path)
    with pytest.raises(FileError, match=r"a pipe or a device|a symbolic link"):
        output.write(file)


def test_a_pipe_among_the_outputs_of_others_is_no_leftover(tmp_path: Path) -> None:
    (tmp_path / "door").mkdir()
    os.mkfifo(tmp_path / "door/pipe")
    assert output.leftovers([], [tmp_path / "door"]) == ()


def test_a_second_name_of_an_output_keeps_its_text(tmp_path: Path) -> None:
    output.write(files(tmp_path, 1)[0])
    os.link(tmp_path / "door/0.py", tmp_path / "second")
    output.write(files(tmp_path, 2)[0])
    assert tree(tmp_path) == {"door/0.py": contents(2)["door/0.py"], "second": contents(1)["door/0.py"]}


def test_a_spec_behind_a_link_is_rewritten_where_it_is_and_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/door.fsm").write_text(DOOR)
    (tmp_path / "real/door.fsm").chmod(0o640)
    (tmp_path / "door.fsm").symlink_to("real/door.fsm")
    assert output.rewrite(tmp_path / "door.fsm", b"machine M\n", DOOR.encode())
    assert (tmp_path / "door.fsm").is_symlink()
    assert (tmp_path / "real/door.fsm").read_bytes() == b"machine M\n"
    assert (tmp_path / "real/door.fsm").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_stays_with_its_owner(tmp_path: Path) -> None:
    (tmp_path / "door.fsm").write_text(DOOR)
    os.chown(tmp_path / "door.fsm", 1234, 1235)
    output.rewrite(tmp_path / "door.fsm", b"machine M\n", DOOR.encode())
    status = (tmp_path / "door.fsm").stat()
    assert (status.st_uid, status.st_gid) == (1234, 1235)


# ------------------------------------------------------------------------------- every command


COMMANDS = {
    "build": (("build", "door.fsm", "--only", "csv", "-o", "out"), "out/door/door.csv"),
    "build -o FILE": (("build", "door.fsm", "--only", "csv", "-o", "mine.csv"), "mine.csv"),
    "draw -o": (("draw", "door.fsm", "-o", "mine.mmd"), "mine.mmd"),
    "diff -o": (("diff", "door.fsm", "loop.fsm", "-o", "mine.md"), "mine.md"),
    "check -o": (("check", "door.fsm", "--format", "json", "-o", "mine.json"), "mine.json"),
    "inject to=": (("inject", "page.md"), "mine.svg"),
    "new": (("new", "Gate"), "specs/gate.fsm"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_writes_over_a_foreign_file(fsmc: Run, tmp_path: Path, name: str) -> None:
    arguments, target = COMMANDS[name]
    (tmp_path / "door.fsm").write_text(DOOR)
    (tmp_path / "loop.fsm").write_text(LOOP)
    (tmp_path / "page.md").write_text(PAGE.replace("table door.fsm", "diagram door.fsm to=mine.svg"))
    (tmp_path / target).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / target).write_bytes(MINE)
    before = tree(tmp_path)
    done = fsmc(*arguments)
    assert done.status == 2, done.out + done.err
    assert target.rpartition("/")[2] in done.err
    assert tree(tmp_path) == before


@pytest.mark.parametrize("number", [1, 60])
def test_names_that_point_elsewhere_stay_in_the_folder(fsmc: Run, tmp_path: Path, number: int) -> None:
    names = ["../../up", "/etc/passwd", "..", "a/../../b", "C:\\\\x", "nul", "~root"]
    states = "".join(f"state '{each}'\nview '{each}' = '{each}', Open\n'{each}' on push -> Open\n" for each in names)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/door.fsm").write_text((DOOR + states).replace("machine   Door", f"machine '{'../' * number}Door'"))
    fsmc("build", "in/door.fsm", "-o", "in/out", "--only", "dot,mermaid,csv")
    inside = tmp_path / "in"
    assert {path for path in tree(tmp_path) if not (tmp_path / path).is_relative_to(inside)} == set()
    assert set(os.listdir(inside)) <= {"door.fsm", "out"}


def test_a_file_of_another_project_with_the_marker_deep_inside_is_foreign(tmp_path: Path) -> None:
    theirs = b"\n" * 6 + OWN
    (file, *_) = files(tmp_path, 1)
    file.path.parent.mkdir()
    file.path.write_bytes(theirs)
    with pytest.raises(FileError, match="not written by fsmc"):
        output.write(File(file.path, file.content, file.origin, file.within))
    assert file.path.read_bytes() == theirs
