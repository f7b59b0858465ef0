"""An output is a pure function of its spec: no hash order, path, time zone, locale or clock reaches a byte of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SPECS = Path(__file__).parent.parent / "specs"

Outputs = dict[str, bytes]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outputs, Outputs]:
    """Every spec, built at the same time in two processes that share nothing but the specs."""
    folders = tmp_path_factory.mktemp("here") / "a", tmp_path_factory.mktemp("there") / "a rather longer path/b"
    first = begin(folders[0], PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8", COLUMNS="80")
    second = begin(folders[1], PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C", COLUMNS="200")
    assert first.wait() == 0
    assert second.wait() == 0
    return outputs(folders[0]), outputs(folders[1])


def begin(folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    """A build of copies of all specs, under way."""
    folder.mkdir(parents=True)
    for spec in sorted(SPECS.glob("*.fsm")):
        (folder / spec.name).write_bytes(spec.read_bytes())
    program = [sys.executable, "-m", "fsmc", "build", ".", "-o", "out", "-q"]
    return subprocess.Popen(program, cwd=folder, env={**os.environ, **environment})


def outputs(folder: Path) -> Outputs:
    files = sorted(path for path in (folder / "out").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_another_hash_seed_folder_and_environment_give_the_same_bytes(twice: tuple[Outputs, Outputs]) -> None:
    here, there = twice
    assert list(here) == list(there)
    assert not [name for name in here if here[name] != there[name]]


def test_every_line_ends_alike_and_every_file_ends_with_its_last_line(twice: tuple[Outputs, Outputs]) -> None:
    here, _ = twice
    assert here
    for name, content in here.items():
        assert b"\r" not in content, name
        assert content.endswith(b"\n"), name
        assert not content.endswith(b"\n\n"), name
