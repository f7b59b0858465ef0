"""Paths in, the texts of specs out, or a `FileError` that says what is wrong with a path and what to do."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

from fsmc.source import SourceFile

SUFFIX = ".fsm"
LARGEST = 8 * 1024 * 1024
"""The most bytes a spec may have: a million lines or a device that never ends is a mistake, not a spec."""


class FileError(Exception):
    """A file or folder that cannot be used; `help` is the way out."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.help = help


def find(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The specs that `paths` name, each once: files as they are, folders searched for `*.fsm` in order of name."""
    found: dict[str, Path] = {}
    for path in paths:
        for spec in _in_folder(path) if path.is_dir() else (path,):
            found.setdefault(os.path.realpath(spec), spec)  # unlike Path.resolve, it bears links that go in a circle
    return tuple(found.values())


def _in_folder(folder: Path) -> list[Path]:
    """The specs under a folder in order of name; hidden folders and files are left out, so are pipes and devices."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        specs = (Path(place, name) for name in names if name.endswith(SUFFIX) and not name.startswith("."))
        found += [spec for spec in specs if spec.is_file() or not spec.exists()]
    if not found:
        raise FileError(f"{folder}: no spec in this folder", f"the name of a spec ends in {SUFFIX}")
    return sorted(found)


def _refuse(error: OSError) -> None:
    raise unusable(Path(error.filename), error) from error


def read(path: Path) -> SourceFile:
    """The text of a spec: UTF-8, with or without a byte order mark."""
    return text_of(path, content(path))


def text_of(path: Path, data: bytes) -> SourceFile:
    """The text of a spec of that name, however it was read.  Raises FileError for what is no text, or empty."""
    if not data.strip():
        raise FileError(f"{path}: the file is empty", "a spec begins with a line such as `machine Turnstile`")
    return SourceFile(str(path), decoded(path, data, "spec"))


def content(path: Path, noun: str = "spec") -> bytes:
    """The bytes of a file that should be a `noun`.  Raises FileError, also for one that is larger than any of these."""
    try:
        with path.open("rb") as file:
            return piped(file, path, noun)
    except OSError as error:
        raise unusable(path, error) from error


def piped(file: BinaryIO, path: Path, noun: str = "spec") -> bytes:
    """All bytes of an open file that messages call `path`.  Raises FileError where they do not end."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FileError(f"{path}: larger than {LARGEST // 1024 // 1024} MiB", f"is it a {noun}?")
    return data


_OTHER_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def decoded(path: Path, data: bytes, noun: str) -> str:
    """The text of a file that should be a `noun` in UTF-8, without its byte order mark.  Raises FileError."""
    for mark, encoding in _OTHER_MARKS:
        if data.startswith(mark):
            raise FileError(f"{path}: the text is {encoding}, not UTF-8", "save it as UTF-8")
    if b"\0" in data:
        raise FileError(f"{path}: a binary file, not a {noun}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", errors="replace")
        place = f"{path}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
        raise FileError(f"{place}: byte 0x{error.object[error.start]:02x} is not UTF-8", "save it as UTF-8") from None


def unusable(path: Path, error: OSError) -> FileError:
    """What the system said of a path, in plain words."""
    if path.is_symlink() and (isinstance(error, FileNotFoundError) or error.errno == errno.ELOOP):
        return FileError(f"{path}: a symbolic link that leads nowhere, to {os.readlink(path)}", "mend or remove it")
    if isinstance(error, FileNotFoundError):
        return FileError(f"{path}: no such file or folder", _similar(path))
    if isinstance(error, IsADirectoryError):
        return FileError(f"{path}: a folder, not a file", f"name a {SUFFIX} file in it")
    if isinstance(error, PermissionError):
        return FileError(f"{path}: no permission{_mode(path)}")
    return FileError(f"{path}: {error.strerror or error}")


def _similar(path: Path) -> str:
    """`did you mean specs/tcp.fsm?`, if the folder holds a file with a name like it."""
    try:
        beside = sorted(os.listdir(path.parent))
    except OSError:
        return ""
    close = get_close_matches(path.name, beside, n=1)
    return f"did you mean {path.parent / close[0]}?" if close else ""


def _mode(path: Path) -> str:
    """` (-rw-------)`, where the system tells."""
    try:
        return f" ({stat.filemode(path.stat().st_mode)})"
    except OSError:
        return ""
