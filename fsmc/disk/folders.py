"""The path of a folder in, the folder held open out: its files are named from there, however the way to it changes."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_HOLDS = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
NO_WAIT = getattr(os, "O_NONBLOCK", 0)
BINARY = getattr(os, "O_BINARY", 0)


class TakenError(Exception):
    """Something else stands at the place: another program put or changed it a moment ago."""


@dataclass(frozen=True)
class Folder:
    """A folder held open; where the system cannot, its path."""

    path: Path
    handle: int | None

    @staticmethod
    def held(path: Path) -> Folder:
        """A folder that is there."""
        return Folder(path, os.open(path, os.O_RDONLY | os.O_DIRECTORY) if _HOLDS else None)

    def below(self, name: str) -> Folder:
        """A folder in this one, made if it is not there; a link is none."""
        with suppress(FileExistsError):
            os.mkdir(self.named(name), dir_fd=self.handle)
        flags = os.O_RDONLY | os.O_DIRECTORY | NO_LINK
        return Folder(self.path / name, os.open(name, flags, dir_fd=self.handle) if _HOLDS else None)

    def named(self, name: str) -> str:
        """What the system calls a file in the folder."""
        return name if self.handle is not None else str(self.path / name)

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if self.handle is not None:
            os.close(self.handle)


def descend(root: Path, parts: Iterable[str]) -> Folder:
    """The folder that the parts lead to below a real path; both are made where they are missing."""
    root.mkdir(parents=True, exist_ok=True)
    folder = Folder.held(root)
    for part in parts:
        with folder:
            below = folder.below(part)
        folder = below
    return folder


@dataclass(frozen=True)
class Present:
    """A plain file as it was seen: its first bytes, and what the system knows of it."""

    content: bytes
    status: os.stat_result

    @property
    def identity(self) -> tuple[int, ...]:
        """What is another once somebody writes to the file, or puts another in its place."""
        status = self.status
        return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def look(folder: Folder, name: str, most: int) -> Present | None:
    """The file of that name, with up to `most` bytes of it; None if there is none.  TakenError for what is no file."""
    try:
        number = os.open(folder.named(name), os.O_RDONLY | NO_LINK | NO_WAIT | BINARY, dir_fd=folder.handle)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TakenError if error.errno in (errno.ELOOP, errno.ENXIO) else error from None
    with os.fdopen(number, "rb") as file:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            raise TakenError
        return Present(file.read(most), status)
