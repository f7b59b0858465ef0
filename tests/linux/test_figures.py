"""Ledgers become the figures and the tables of docs/conformance.md, and the tables can be read back."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from generated.tcp.tcp import Event, Fit
from tests.linux import figures, lines, page
from tests.linux.shadow import Change, Departure, DisagreementError, Ledger

OPENED = Change("CLOSED", "active-OPEN", "SYN-SENT")
ENDED = Change("SYN-SENT", "rcv-RST(exact)", "CLOSED")
ROW = Departure("late", "FIN-WAIT-1, CLOSING", "CLOSE", "refused", "done", "Once more.")
EARLY = Departure("early", "LISTEN", "SEND", "done", "refused", "Not yet.")
LINE = "CLOSED on passive-OPEN [else] -> LISTEN / create-TCB, opened = passive"
OTHER_LINE = "CLOSED on active-OPEN [else] -> SYN-SENT / create-TCB, opened = active, snd(SYN)"
PAGE = """# Page

<!-- table: departures -->
<!-- /table -->

Between.

<!-- table: changes -->
old
<!-- /table -->
<!-- table: lines -->
<!-- /table -->
<!-- table: untouched -->
<!-- /table -->

End.
"""


def mode(title: str, *changes: Change, missing: str = "", fails: bool = False) -> figures.Mode:
    """A mode that compares these changes."""

    def run(ledger: Ledger) -> None:
        if fails:
            raise DisagreementError("CLOSED on SEND: RFC CLOSED, Linux LISTEN")
        for change in changes:
            ledger.states |= {change.before, change.after}
            ledger.agree(change, [LINE])
            ledger.depart(ROW, [LINE, OTHER_LINE])

    return SimpleNamespace(TITLE=title, DEPARTURES=(ROW,), missing=lambda: missing, run=run)


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(page, "PATH", path)
    return path


def test_what_both_modes_have_compared_counts_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert figures.main([], [mode("one", OPENED), mode("other", OPENED, ENDED)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2 distinct state changes compared with Linux ")
    assert ", 2 of 11 states reached, 1 departures named, 2 of the spec's " in printed
    assert printed.endswith(" deciding lines touched.\n")


def test_a_mode_that_cannot_run_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert figures.main([], [mode("one", OPENED), mode("other", missing="not allowed")]) == 0
    told = capsys.readouterr()
    assert told.out.endswith(" deciding lines touched; skipped here: other.\n")
    assert "other: skipped, not allowed\n" in told.err


def test_without_any_mode_nothing_is_promised() -> None:
    assert figures.main([], [mode("one", missing="no Linux")]) == 3


def test_a_difference_is_told_and_writes_nothing(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert figures.main(["--write"], [mode("one", OPENED, fails=True)]) == 1
    assert "CLOSED on SEND: RFC CLOSED, Linux LISTEN" in capsys.readouterr().out
    assert document.read_text(encoding="utf-8") == PAGE


def test_the_tables_are_written_and_can_be_read_back(document: Path) -> None:
    modes = [mode("one", OPENED), mode("other", ENDED, OPENED)]
    for _ in range(2):
        figures.main(["--write"], modes)
    text = document.read_text(encoding="utf-8")
    assert page.noted(text, "one") == {OPENED}
    assert page.noted(text, "other") == {OPENED, ENDED}
    assert page.marked(text, "one") == {LINE: page.ALIKE, OTHER_LINE: page.UNLIKE}
    assert page.block(text, "departures") == page.departures([ROW]).strip()
    assert f"2 of the spec's {len(lines.observable())} lines" in page.block(text, "untouched")
    assert "1 of them Linux follows, from 1 it only departs." in page.block(text, "untouched")
    assert text.startswith("# Page\n\n<!-- table: departures -->\n\n| name |")
    assert "\n\nBetween.\n\n" in text
    assert text.endswith("|\n\n<!-- /table -->\n\nEnd.\n")


def test_the_marks_of_a_mode_that_is_skipped_stay(document: Path) -> None:
    figures.main(["--write"], [mode("one", OPENED), mode("other", ENDED)])
    before = document.read_text(encoding="utf-8")
    figures.main(["--write"], [mode("one", OPENED), mode("other", missing="not allowed")])
    assert document.read_text(encoding="utf-8") == before


def test_a_row_stands_where_its_first_state_does_and_once() -> None:
    rows = page.departures([ROW, EARLY, ROW]).splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == ["| early", "| late"]


def test_an_ack_that_says_nothing_new_makes_no_change_of_its_own() -> None:
    ledger = Ledger()
    ledger.agree(Change("ESTABLISHED", "rcv-old-ACK, rcv-FIN", "CLOSE-WAIT"))
    ledger.agree(Change("ESTABLISHED", "rcv-FIN", "CLOSE-WAIT"))
    ledger.agree(Change("ESTABLISHED", "rcv-old-ACK", "ESTABLISHED"))
    assert list(ledger.changes) == [Change("ESTABLISHED", "rcv-FIN", "CLOSE-WAIT")]
    assert list(ledger.stays) == [Change("ESTABLISHED", "rcv-old-ACK", "ESTABLISHED")]


def test_the_line_that_decides_is_found_with_the_payload_and_the_options() -> None:
    tcp = lines.Watched(rfc5961=False)
    tcp.handle(Event.ACTIVE_OPEN)
    tcp.handle(Event.RCV_SYN_ACK)
    tcp.handle(Event.RCV_RST, fit=Fit.IN_WINDOW)
    assert tcp.lines()[1:] == [
        "SYN-SENT on rcv-SYN-ACK [else] -> ESTABLISHED / snd(ACK), established",
        'ESTABLISHED..CLOSE-WAIT on valid-RST -> CLOSED / fail("connection reset")',
    ]
    assert tcp.lines() == []


def test_the_line_of_a_timer_is_found_when_it_runs_out() -> None:
    now = 0.0
    tcp = lines.Watched(syn_r2=0, clock=lambda: now)
    tcp.handle(Event.ACTIVE_OPEN)
    tcp.advance()
    assert len(tcp.lines()) == 1
    now = 1.0
    tcp.advance()
    assert tcp.lines() == [
        'SYN-OUT on timeout rtx [retries >= SYN-R2] -> CLOSED / fail("retransmission limit reached")'
    ]
