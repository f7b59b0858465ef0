"""Bytes and a place in, a whole file there out: the old one or the new one at any moment, whatever happens meanwhile.

New bytes are written to a file without a name, where the system has such files; it gets its name when it is whole.  A
name that exists goes over to it by way of a hidden one.  Whoever is killed between these two steps leaves the hidden
name: the lock on the file died with him, so the next to write there knows that it is nobody's, and takes it away.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from contextlib import suppress
from types import TracebackType

from fsmc.disk.folders import BINARY, NO_LINK, NO_WAIT, Folder, Present, TakenError, look
from fsmc.disk.locks import lock

_HIDDEN = re.compile(r"\.fsmc-[0-9a-f]{16}\.tmp")
_UNNAMED = getattr(os, "O_TMPFILE", 0)
_NO_SUCH_FILES = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT, errno.ENOSYS)
"""What systems say that have no files without a name."""
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES)
"""What drives say that know no second name of a file."""


def put(folder: Folder, name: str, content: bytes, present: Present | None) -> None:
    """Put a file there in place of what was seen, with its mode and owner.  TakenError if it is no longer so."""
    with _Fresh(folder) as fresh:
        fresh.fill(content, present)
        if present is None:
            fresh.appear(name)
        elif (now := look(folder, name, 0)) and now.identity == present.identity:
            fresh.take_over(name)
        else:
            raise TakenError


class _Fresh:
    """A file that has no name yet, or a hidden one; locked as long as it is written."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.hidden = ""
        self.number = self._unnamed() or self._named()

    def __enter__(self) -> _Fresh:
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        try:
            if self.hidden:
                with suppress(FileNotFoundError):
                    os.unlink(self.folder.named(self.hidden), dir_fd=self.folder.handle)
        finally:
            self._close()

    def _close(self) -> None:
        number, self.number = self.number, 0
        if number:
            os.close(number)

    def _unnamed(self) -> int:
        """A file without a name; 0 where there are none."""
        if not _UNNAMED or self.folder.handle is None or not os.path.isdir("/proc/self/fd"):
            return 0
        try:
            number = os.open(".", os.O_WRONLY | _UNNAMED, 0o666, dir_fd=self.folder.handle)
        except OSError as error:
            if error.errno in _NO_SUCH_FILES:
                return 0
            raise
        lock(number)
        return number

    def _named(self) -> int:
        """A file with a hidden name; another, if one who sweeps was faster than the lock."""
        while True:
            self.hidden = _hidden_name()
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY
            # not tempfile: its files are readable by their owner only, whatever the umask says
            number = os.open(self.folder.named(self.hidden), flags, 0o666, dir_fd=self.folder.handle)
            if lock(number) and (os.name == "nt" or os.fstat(number).st_nlink):
                return number
            os.close(number)

    def fill(self, content: bytes, like: Present | None) -> None:
        """Write the bytes, and wait until the drive has them; mode and owner are those of the file that was there."""
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self.number, rest) :]
        if like is not None and os.name != "nt":
            self._resemble(like.status)
        os.fsync(self.number)

    def _resemble(self, other: os.stat_result) -> None:
        own = os.fstat(self.number)
        if (own.st_uid, own.st_gid) != (other.st_uid, other.st_gid):
            with suppress(PermissionError):
                os.chown(self.number, other.st_uid, other.st_gid)
        os.chmod(self.number, stat.S_IMODE(other.st_mode))

    def appear(self, name: str) -> None:
        """Get a name that nothing has.  TakenError if something does."""
        try:
            self._link(name)
        except FileExistsError:
            raise TakenError from None
        except OSError as error:
            if not self.hidden or error.errno not in _NO_LINKS:
                raise
            if look(self.folder, name, 0) is not None:
                raise TakenError from None
            self._rename(name)

    def take_over(self, name: str) -> None:
        """Get a name that another file has."""
        if not self.hidden:
            hidden = _hidden_name()
            self._link(hidden)
            self.hidden = hidden
        self._rename(name)

    def _link(self, name: str) -> None:
        """A second name; the first of a file without one."""
        at, own = self.folder.handle, self.folder.named(self.hidden)
        if at is None:
            os.link(own, self.folder.named(name))
        elif self.hidden:
            os.link(own, name, src_dir_fd=at, dst_dir_fd=at, follow_symlinks=False)
        else:
            os.link(f"/proc/self/fd/{self.number}", name, src_dir_fd=at, dst_dir_fd=at, follow_symlinks=True)

    def _rename(self, name: str) -> None:
        at = self.folder.handle
        if os.name == "nt":
            self._close()  # what is open has its name for good there
        os.replace(self.folder.named(self.hidden), self.folder.named(name), src_dir_fd=at, dst_dir_fd=at)
        self.hidden = ""


def _hidden_name() -> str:
    return f".fsmc-{secrets.token_hex(8)}.tmp"


def sweep(folder: Folder) -> None:
    """Take away the hidden names that killed programs left; those whose files are locked are being written."""
    if os.name == "nt":
        return
    for name in filter(_HIDDEN.fullmatch, os.listdir(folder.path if folder.handle is None else folder.handle)):
        with suppress(OSError):
            number = os.open(folder.named(name), os.O_RDONLY | NO_LINK | NO_WAIT, dir_fd=folder.handle)
            try:
                if stat.S_ISREG(os.fstat(number).st_mode) and lock(number, wait=False):
                    os.unlink(folder.named(name), dir_fd=folder.handle)
            finally:
                os.close(number)
