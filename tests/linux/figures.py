"""Both modes played, one line of figures out: `python -m tests.linux.figures`. `--write` fills docs/conformance.md."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Mapping
from typing import Protocol

from tests.linux import gaps, lines, page, segments, sockets
from tests.linux.shadow import Departure, DisagreementError, Ledger


class Mode(Protocol):
    """A module as `shadow` describes it."""

    @property
    def TITLE(self) -> str: ...  # noqa: N802 - the name of a constant
    @property
    def DEPARTURES(self) -> tuple[Departure, ...]: ...  # noqa: N802
    def missing(self) -> str: ...
    def run(self, ledger: Ledger) -> None: ...


MODES: tuple[Mode, ...] = (sockets, segments)


def main(arguments: list[str], modes: Iterable[Mode] = MODES) -> int:
    modes = list(modes)
    try:
        ledgers = {mode.TITLE: ledger for mode in modes if (ledger := play(mode))}
    except DisagreementError as difference:
        print(f"The machine and Linux {platform.release()} differ: {difference}")
        return 1
    if "--write" in arguments:
        write(modes, ledgers)
    print(line(ledgers, [mode.TITLE for mode in modes if mode.TITLE not in ledgers]))
    return 0 if ledgers else 3


def play(mode: Mode) -> Ledger | None:
    """What a mode has compared; nothing if it cannot run here."""
    if reason := mode.missing():
        print(f"{mode.TITLE}: skipped, {reason}", file=sys.stderr)
        return None
    print(f"{mode.TITLE}: playing ...", file=sys.stderr)
    ledger = Ledger()
    mode.run(ledger)
    print(
        f"{mode.TITLE}: {len(ledger.changes)} state changes, {len(ledger.states)} states, {len(ledger.stays)} events "
        f"that change nothing, {len(ledger.refusals)} refused calls, {len(ledger.departures)} departures",
        file=sys.stderr,
    )
    return ledger


def line(ledgers: Mapping[str, Ledger], skipped: list[str]) -> str:
    """The figures of all that was played."""
    total = Ledger()
    for ledger in ledgers.values():
        total.merge(ledger)
    left_out = f"; skipped here: {', '.join(skipped)}" if skipped else ""
    return (
        f"{len(total.changes)} distinct state changes compared with Linux {platform.release().split('-')[0]}, "
        f"{len(total.states)} of 11 states reached, {len(total.departures)} departures named, "
        f"{len(page.marks(total))} of the spec's {len(lines.observable())} deciding lines touched{left_out}."
    )


def write(modes: Iterable[Mode], ledgers: Mapping[str, Ledger]) -> None:
    """Fill the tables of the page; what is skipped here leaves the page as it is, which would lose its marks."""
    text = page.PATH.read_text(encoding="utf-8")
    text = page.filled(text, "departures", page.departures(row for mode in modes for row in mode.DEPARTURES))
    if all(mode.TITLE in ledgers for mode in modes):
        text = page.filled(text, "changes", page.changes(ledgers))
        text = page.filled(text, "lines", page.touched(ledgers))
        text = page.filled(text, "untouched", gaps.untouched([page.marks(each) for each in ledgers.values()]))
        text = page.filled(text, "gaps", gaps.table({change for each in ledgers.values() for change in each.changes}))
    page.PATH.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
