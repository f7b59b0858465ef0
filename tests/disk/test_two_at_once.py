"""Two builds at once take turns: what stands there is that of one of them, and none takes the other's for stray."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fsmc import disk, output
from fsmc.disk.folders import Folder
from fsmc.disk.writing import _Fresh
from fsmc.files import FileError
from tests.disk.scenes import contents, files, tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders are locked on POSIX only")
ROOT = Path(__file__).parent.parent.parent
BUILDER = """
import sys
from pathlib import Path
from fsmc import output
from tests.disk.scenes import files
for _ in range(25):
    output.write_all(files(Path(sys.argv[1]), int(sys.argv[2]), 12))
"""


def test_what_two_builds_leave_is_that_of_one_of_them(tmp_path: Path) -> None:
    commands = [[sys.executable, "-c", BUILDER, str(tmp_path), str(edition)] for edition in (1, 2)]
    running = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [each.wait() for each in running] == [0, 0]
    assert tree(tmp_path) in (contents(1, 12), contents(2, 12))


def test_who_waits_too_long_is_told_so(tmp_path: Path) -> None:
    hours = iter(range(100))
    with (
        disk.turn(tmp_path),
        pytest.raises(TimeoutError),
        disk.turn(tmp_path, 3, now=lambda: float(next(hours)), wait=lambda _: None),
    ):
        pytest.fail("two at once")
    with disk.turn(tmp_path, 0):
        pass  # nothing is left of the lock


def test_the_command_says_it_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def turn(path: Path) -> None:
        raise TimeoutError(110, "another fsmc is writing there", str(path))

    monkeypatch.setattr(disk, "turn", turn)
    with pytest.raises(FileError, match="another fsmc has been writing there"):
        output.write_all(files(tmp_path, 1))


def test_a_hidden_name_of_one_who_still_writes_is_not_stray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsmc.disk.writing._UNNAMED", 0)
    with Folder.held(tmp_path) as folder, _Fresh(folder) as fresh:
        disk.sweep(folder)
        assert os.listdir(tmp_path) == [fresh.hidden]
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", [".fsmc-0123456789abcdef.tmp"])
def test_a_hidden_name_of_one_who_was_killed_is_taken_away(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"half")
    with Folder.held(tmp_path) as folder:
        disk.sweep(folder)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", [".fsmc-0123.tmp", "fsmc-0123456789abcdef.tmp", ".fsmc-0123456789abcdef.tmp.bak"])
def test_what_only_looks_like_one_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    (tmp_path / ".fsmc-0123456789abcdef.tmp").symlink_to(name)
    with Folder.held(tmp_path) as folder:
        disk.sweep(folder)
    assert (tmp_path / name).read_bytes() == b"mine"
