"""Files in, the same on disk out: whole, only if changed, and never over a foreign one."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from fsmc import disk
from fsmc.files import FileError, unusable
from fsmc.output.places import HEAD, File, bears_the_marker, foreign, obstacle


def write_all(files: Sequence[File]) -> list[bool]:
    """Put files that belong together on disk, and no other fsmc may do so meanwhile; of each, whether it was written.

    All are to be within one folder.  Raises FileError.
    """
    if not files:
        return []
    try:
        with disk.turn(files[0].within):
            return [write(file) for file in files]
    except TimeoutError as error:
        message = f"{error.filename}: another fsmc has been writing there for a minute"
        raise FileError(message, "wait for it, or end it; then build again") from error
    except OSError as error:
        raise unusable(Path(error.filename or files[0].within), error) from error


def write(file: File, *, anew: bool = False) -> bool:
    """Put the file on disk whole, unless it is there already; whether it was written.  Raises FileError.

    One that is to be made `anew` takes the place of none.
    """
    refused = obstacle(file)
    if refused:
        raise refused
    return _guarded(file.path, lambda: _written(file, anew))


def _written(file: File, anew: bool) -> bool:
    within = file.within.resolve()
    place = file.path.parent.resolve()
    if not place.is_relative_to(within):
        raise disk.TakenError
    with disk.descend(within, place.relative_to(within).parts) as folder:
        disk.sweep(folder)
        present = disk.look(folder, file.path.name, max(HEAD, len(file.content) + 1))
        if present is not None and (anew or not bears_the_marker(present.content)):
            raise foreign(file)
        if present is not None and present.content == file.content:
            return False
        disk.put(folder, file.path.name, file.content, present)
    return True


def rewrite(path: Path, content: bytes, seen: bytes) -> bool:
    """Replace a file that people own, unless it is so already; whether it was written.  Raises FileError.

    It stays where it is (behind a link, perhaps) and keeps its permissions.  One that must not be written, or is no
    longer what was `seen`, is left alone.
    """
    return content != seen and _guarded(path, lambda: _rewritten(path, content, seen))


def _rewritten(path: Path, content: bytes, seen: bytes) -> bool:
    real = path.resolve(strict=True)
    with disk.Folder.held(real.parent) as folder:
        disk.sweep(folder)
        present = disk.look(folder, real.name, len(seen) + 1)
        if present is None or present.content != seen:
            raise disk.TakenError
        if not stat.S_IMODE(present.status.st_mode) & _WRITABLE or not os.access(real, os.W_OK):
            raise FileError(f"{path}: read-only, so it is left alone", f"let it be written: chmod u+w {path}")
        disk.put(folder, real.name, content, present)
    return True


_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def put(path: Path, content: bytes, replaces: Callable[[bytes], bool]) -> None:
    """Put a file where its user wants it, whole, in place of one that it `replaces`.  Raises FileError."""
    if path.exists() and not path.is_file():  # a device or a pipe, such as /dev/stderr
        _guarded(path, lambda: bool(path.write_bytes(content)))
    else:
        _guarded(path, lambda: _put(path.resolve(), content, replaces))


def _put(real: Path, content: bytes, replaces: Callable[[bytes], bool]) -> bool:
    with disk.descend(real.parent, ()) as folder:
        disk.sweep(folder)
        present = disk.look(folder, real.name, HEAD)
        if present is not None and not replaces(present.content):
            raise disk.TakenError
        disk.put(folder, real.name, content, present)
    return True


def _guarded(path: Path, action: Callable[[], bool]) -> bool:
    """What the action returns; what goes wrong as a FileError."""
    try:
        return action()
    except disk.TakenError:
        raise FileError(f"{path}: changed meanwhile, so it is left alone", "look at it, then try again") from None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR) and not path.is_symlink():
            message = f"{path}: on its way a folder became something else meanwhile"
            raise FileError(message, "look at it, then try again") from error
        raise unusable(_told(path, error), error) from error


def _told(path: Path, error: OSError) -> Path:
    """The file that the system spoke of, if that tells more than the one that was to be written."""
    named = Path(error.filename) if isinstance(error.filename, str) else path
    return named if named.is_absolute() and ".fsmc-" not in named.name and "fd" not in named.parts else path
