"""The second mode of the comparison: segments made by hand, in a network of its own that nothing can leave."""

from __future__ import annotations

import platform
import re
import sys

from tests.linux import kernel
from tests.linux.conversation import play
from tests.linux.namespace import Namespace, UnavailableError
from tests.linux.script import Case, cases
from tests.linux.segments_departures import DEPARTURES
from tests.linux.shadow import Ledger

TITLE = "segments"
ROWS = {row.name: row for row in DEPARTURES}


def missing() -> str:
    """Why the cases cannot be played here; nothing if they can."""
    if reason := kernel.missing():
        return reason
    try:
        with Namespace() as namespace:
            settable = namespace.set("tcp_invalid_ratelimit", 0)
    except UnavailableError as reason:
        return str(reason)
    return "" if settable else "the settings of a network of our own cannot be changed"


def too_old(case: Case) -> str:
    """Why this kernel cannot be expected to do what a case says; nothing if it can."""
    since = case.settings.get("since", 0)
    return f"so since Linux {since // 100}.{since % 100}" if release() < since else ""


def release() -> int:
    """612 is Linux 6.12."""
    found = re.match(r"(\d+)\.(\d+)", platform.release())
    return int(found[1]) * 100 + int(found[2]) if found else 0


def run(ledger: Ledger) -> None:
    played = [case for case in cases() if not too_old(case)]
    with Namespace() as namespace:
        for number, case in enumerate(played, 1):
            ledger.merge(play(namespace, case, ROWS))
            if sys.stderr.isatty():
                end = "\r" if number < len(played) else "\n"
                print(f"{number} of {len(played)} cases", end=end, file=sys.stderr, flush=True)


__all__ = ("DEPARTURES", "TITLE", "missing", "run", "too_old")
