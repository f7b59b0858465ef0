"""The second mode of the comparison: segments made by hand, in a network of its own that nothing can leave."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from queue import SimpleQueue

from tests.linux import kernel, lines
from tests.linux.conversation import play
from tests.linux.namespace import Namespace, UnavailableError
from tests.linux.script import Case, cases
from tests.linux.segments_departures import DEPARTURES
from tests.linux.shadow import Ledger

TITLE = "segments"
NETWORKS = 4
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
    major, minor = since = divmod(case.settings.get("since", 0), 100)
    return f"so since Linux {major}.{minor}" if kernel.release() < since else ""


def too_slow(case: Case) -> bool:
    """Whether it takes a minute, which is too long for whoever only wants to know that all is well."""
    return "slow" in case.settings


def play_all(wanted: Iterable[Case]) -> Iterator[tuple[Case, Future[Ledger]]]:
    """Each case as it ends, with its ledger or what went wrong; they share a few networks, for some have to wait."""
    lines.machine()  # is made once, before many ask for it
    free: SimpleQueue[Namespace] = SimpleQueue()
    with ExitStack() as networks, ThreadPoolExecutor(NETWORKS) as pool:
        for _ in range(NETWORKS):
            free.put(networks.enter_context(Namespace()))
        begun = {pool.submit(_played, free, case): case for case in sorted(wanted, key=_waits, reverse=True)}
        for done in as_completed(begun):
            yield begun[done], done


def _waits(case: Case) -> tuple[bool, int]:
    """The longest first, so that none of them is left over at the end."""
    return too_slow(case), sum(step.what.startswith("timeout") for step in case.steps)


def _played(free: SimpleQueue[Namespace], case: Case) -> Ledger:
    namespace = free.get()
    try:
        return play(namespace, case, ROWS)
    finally:
        free.put(namespace)


def run(ledger: Ledger) -> None:
    wanted = [case for case in cases() if not too_old(case)]
    for number, (_, played) in enumerate(play_all(wanted), 1):
        ledger.merge(played.result())
        if sys.stderr.isatty():
            end = "\r" if number < len(wanted) else "\n"
            print(f"{number} of {len(wanted)} cases", end=end, file=sys.stderr, flush=True)


__all__ = ("DEPARTURES", "TITLE", "missing", "play_all", "run", "too_old", "too_slow")
