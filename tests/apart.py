"""The environment of programs that tests start: alike on a desk, in a service that sets `CI`, and under any pytest."""

from __future__ import annotations

import os

_KEPT = ("HOME", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE", "XDG_CACHE_HOME")
"""What a program needs to run at all; whatever else stands around is not told to it."""


def environment(**more: str) -> dict[str, str]:
    """Where programs and temporary files are, English in UTF-8, and what is said of it.

    A pytest takes no plugins but those that it is told of: whatever is installed here would only take time.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    alone = {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return {**kept, "LC_ALL": "C.UTF-8", **alone, **more}
