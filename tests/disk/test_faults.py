"""Whatever the system refuses while a file is written, the old file stays, nothing stray does, a sentence says why."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from fsmc import output
from fsmc.disk import writing
from fsmc.files import FileError
from tests.disk.scenes import DOOR, contents, files, tree

REFUSALS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EACCES)
CALLS = ("open", "write", "fsync", "link", "replace", "chmod")


@pytest.fixture(params=["without a name", "by a hidden name"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both ways in which a file is written."""
    if request.param == "by a hidden name":
        monkeypatch.setattr(writing, "_UNNAMED", 0)
    return iter(())


class Refusing:
    """A call of the system that is refused the `number`-th time that something is written."""

    def __init__(self, call: Callable[..., Any], code: int, number: int) -> None:
        self.call, self.code, self.left = call, code, number

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if self.call is os.open and not arguments[1] & (os.O_WRONLY | os.O_RDWR):
            return self.call(*arguments, **named)
        self.left -= 1
        if self.left == 0:
            raise OSError(self.code, os.strerror(self.code))
        return self.call(*arguments, **named)


def refuse(patch: pytest.MonkeyPatch, name: str, code: int, number: int = 1) -> None:
    patch.setattr(os, name, Refusing(getattr(os, name), code, number))


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("code", REFUSALS, ids=errno.errorcode.get)
@pytest.mark.parametrize("call", CALLS)
def test_a_refused_call_leaves_each_file_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    for number in (1, 2, 4):
        output.write_all(files(tmp_path, 1))
        with monkeypatch.context() as patch, suppress(FileError):
            refuse(patch, call, code, number)
            output.write_all(files(tmp_path, 2))
        assert all(content in (contents(1)[name], contents(2)[name]) for name, content in tree(tmp_path).items())
        assert set(tree(tmp_path)) == set(contents(1))
        output.write_all(files(tmp_path, 2))
        assert tree(tmp_path) == contents(2)


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_new_file_that_cannot_be_written_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    refuse(monkeypatch, call, errno.ENOSPC)
    with pytest.raises(FileError, match="No space left on device"):
        output.write(files(tmp_path, 1)[0])
    assert tree(tmp_path) == {}


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_spec_that_cannot_be_rewritten_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    (tmp_path / "door.fsm").write_text(DOOR)
    refuse(monkeypatch, call, errno.ENOSPC)
    with pytest.raises(FileError, match=r"door\.fsm: No space left on device"):
        output.rewrite(tmp_path / "door.fsm", b"machine M\n", DOOR.encode())
    assert tree(tmp_path) == {"door.fsm": DOOR.encode()}


def test_a_drive_that_takes_few_bytes_at_a_time_gets_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda number, data: write(number, data[:7]))
    output.write_all(files(tmp_path, 1))
    assert tree(tmp_path) == contents(1)


def test_a_drive_without_second_names_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_UNNAMED", 0)

    def link(*_arguments: object, **_named: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    output.write_all(files(tmp_path, 1))
    output.write_all(files(tmp_path, 2))
    assert tree(tmp_path) == contents(2)
