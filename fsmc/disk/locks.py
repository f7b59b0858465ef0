"""An open file or folder in, whether it is ours alone out: who is killed loses his locks, and leaves nothing."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fsmc.disk.folders import Folder

if sys.platform != "win32":
    import fcntl


@contextmanager
def turn(
    path: Path,
    patience: float = 60,
    now: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Keep other runs of fsmc out of a folder meanwhile.  TimeoutError if one of them stays in it that long.

    The folder itself is locked, so nothing is left of the lock; drives that know no locks let everybody in.
    """
    path.mkdir(parents=True, exist_ok=True)
    end = now() + patience
    with Folder.held(path) as folder:
        while folder.handle is not None and not lock(folder.handle, wait=False):
            if now() >= end:
                raise TimeoutError(errno.ETIMEDOUT, "another fsmc is writing there", str(path))
            wait(0.02)
        yield


def lock(number: int, *, wait: bool = True) -> bool:
    """Lock an open file or folder until it is closed; False if another program has."""
    if sys.platform != "win32":
        try:
            fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError:  # a drive that knows no locks
            return wait or stat.S_ISDIR(os.fstat(number).st_mode)
    return True
