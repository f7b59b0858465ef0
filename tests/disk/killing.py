"""A scene and a moment in, what a process that is killed at that moment leaves behind out.

The moments are those before and after each call by which `fsmc.disk` asks something of the system: the child counts
them and kills itself, so that none is left out and each run is the same.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

from fsmc import disk
from tests.disk.scenes import Scene, Tree, tree

HIDDEN = re.compile(r"(.*/)?\.fsmc-[0-9a-f]{16}\.tmp")


class BrokenError(Exception):
    """What a killed process left is not what is promised."""


def child(action: Callable[[], None]) -> int:
    """The status of a child that does as it is told, silently: negative for the signal that killed it."""
    number = os.fork()
    if number == 0:
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            action()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def killed_at(moment: int, action: Callable[[], None]) -> int:
    """The status of a child that is killed at the moment; 0 if it is done before."""
    left = moment

    def watch(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        if event.startswith("c_") and str(frame.f_globals.get("__name__")).startswith("fsmc.disk"):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, whose calls are counted: counting those of a whole compiler would take a minute."""

        def watching(*arguments: Any) -> Any:
            sys.setprofile(watch)
            try:
                return function(*arguments)
            finally:
                sys.setprofile(None)

        return watching

    def counted() -> None:
        for name in ("descend", "look", "put", "sweep"):
            setattr(disk, name, watched(getattr(disk, name)))
        action()

    return child(counted)


def killed_after(seconds: float, action: Callable[[], None]) -> None:
    """Kill a child that does something over and over, so long after it began."""
    number = os.fork()
    if number == 0:
        while True:
            action()
    time.sleep(seconds)
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)


def try_scene(scene: Scene, tell: Callable[[bool], None]) -> None:
    """Kill at every moment of the scene and look at what is left; `tell` is told whether a hidden file was."""
    after = _done(scene)
    for moment in count():
        with TemporaryDirectory() as name:
            folder = Path(name).resolve()
            scene.stage(folder)
            status = killed_at(moment, partial(scene.act, folder))
            if status == 0:
                return
            tell(look(scene, folder, after, status))


def _done(scene: Scene) -> Tree:
    """What stands there when nobody was killed.  It is done in this process, so that children need no more imports."""
    here = os.getcwd()
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        scene.stage(folder)
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            scene.act(folder)
        os.chdir(here)
        return tree(folder)


def look(scene: Scene, folder: Path, after: Tree, status: int) -> bool:
    """Whether a hidden file was left.  BrokenError for a file that is neither old nor new, or stray."""
    if status != -signal.SIGKILL:
        raise BrokenError(f"{scene.name}: not killed but ended with {status}")
    hidden = whole(tree(folder), scene.before, after)
    if hidden > (1 if scene.again else 0):
        raise BrokenError(f"{scene.name}: {hidden} hidden files")
    if scene.again and (child(lambda: scene.act(folder)) or tree(folder) != after):
        raise BrokenError(f"{scene.name}: the next run leaves {sorted(tree(folder))}")
    return bool(hidden)


def whole(found: Tree, before: Tree, after: Tree) -> int:
    """How many hidden files there are; BrokenError unless each other one is as it was before or is after."""
    hidden = [name for name in found if HIDDEN.fullmatch(name)]
    for name in {*found, *before} - {*hidden}:
        if found.get(name) not in (before.get(name), after.get(name, before.get(name))):
            raise BrokenError(f"{name}: {len(found.get(name, b''))} bytes, neither the old file nor the new one")
    return len(hidden)
