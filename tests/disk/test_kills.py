"""Whoever is killed while he writes leaves whole files; `python -m tests.disk.figures` tries all that fsmc writes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.disk.killing import BrokenError, whole

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif(not hasattr(sys, "setprofile") or sys.platform == "win32", reason="needs fork and SIGKILL")
def test_every_file_is_whole_after_a_kill_at_any_moment() -> None:
    # a process of its own: one with threads, as a worker of pytest is, must not fork
    command = [sys.executable, "-m", "tests.disk.figures", "--few"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    figure = done.stdout.splitlines()[-1]
    assert done.returncode == 0, figure
    kills = re.match(r"(\d+) kills: every file whole", figure)
    assert kills is not None, figure
    assert int(kills[1]) >= 200


@pytest.mark.parametrize("left", [b"", b"ol", b"older", b"ne"])
def test_a_part_of_a_file_would_be_noticed(left: bytes) -> None:
    with pytest.raises(BrokenError, match="neither the old file nor the new one"):
        whole({"a": left}, {"a": b"old"}, {"a": b"new"})


@pytest.mark.parametrize("stray", [".a.tmp", "b", ".fsmc-1234.tmp", "a~"])
def test_a_stray_file_would_be_noticed(stray: str) -> None:
    with pytest.raises(BrokenError):
        whole({"a": b"new", stray: b"new"}, {"a": b"old"}, {"a": b"new"})
