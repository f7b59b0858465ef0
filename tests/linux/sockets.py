"""The first mode of the comparison: stories of real sockets on 127.0.0.1, played all at once, since many wait."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias

from tests.linux import kernel, lines, sockets_calls, sockets_closing, sockets_opening, sockets_resets, sockets_timeouts
from tests.linux.shadow import Ledger
from tests.linux.sockets_departures import DEPARTURES
from tests.linux.sockets_ends import Scene
from tests.linux.sockets_losses import LOSSES

Story: TypeAlias = Callable[[Scene], None]

TITLE = "sockets"
SINCE = (6, 10)
STORIES: tuple[Story, ...] = (
    *sockets_opening.STORIES,
    *sockets_closing.STORIES,
    *sockets_resets.STORIES,
    *sockets_timeouts.STORIES,
    *sockets_calls.STORIES,
)


def missing() -> str:
    """Why no story can be played here; nothing if they can."""
    return kernel.missing()


def missing_filters() -> str:
    """Why the stories with losses cannot be played here; nothing if they can."""
    if reason := missing():
        return reason
    if kernel.release() < SINCE:
        return "the kernel is older than 6.10, and does some of it otherwise"
    try:
        with Scene(Ledger()) as scene:
            scene.end().hears()
    except OSError as error:
        return f"sockets take no filter here: {error}"
    return ""


def playable() -> tuple[Story, ...]:
    return STORIES if missing_filters() else STORIES + LOSSES


def play(story: Story) -> Ledger:
    ledger = Ledger()
    with Scene(ledger) as scene:
        story(scene)
    return ledger


def play_all() -> dict[Story, Future[Ledger]]:
    """Each story's ledger, or what went wrong with it."""
    stories = playable()
    lines.machine()  # is made once, before many ask for it
    with ThreadPoolExecutor(len(stories)) as pool:
        return {story: pool.submit(play, story) for story in stories}


def run(ledger: Ledger) -> None:
    if reason := missing_filters():
        print(f"{TITLE}: {len(LOSSES)} stories skipped, {reason}", file=sys.stderr)
    for played in play_all().values():
        ledger.merge(played.result())


__all__ = ("DEPARTURES", "LOSSES", "STORIES", "TITLE", "missing", "missing_filters", "play_all", "run")
