"""Every transition of the spec was compared with Linux, or the page says why not."""

from __future__ import annotations

from generated.tcp.tcp import TRANSITIONS, State
from tests.linux import gaps, lines, page
from tests.linux.shadow import Change

PAGE = page.PATH.read_text(encoding="utf-8")
NOTED = page.noted(PAGE, "sockets") | page.noted(PAGE, "segments")


def test_what_was_not_compared_has_a_reason_and_no_reason_is_left_over() -> None:
    assert {gaps.said(move) for move in gaps.missed(NOTED)} == set(gaps.GAPS)


def test_the_page_says_what_was_not_compared() -> None:
    assert page.block(PAGE, "gaps") == gaps.table(NOTED).strip()


MARKS = [page.marked(PAGE, mode) for mode in ("sockets", "segments")]


def test_every_line_that_nobody_has_seen_has_one_reason_and_no_reason_is_left_over() -> None:
    left = gaps.missing_lines(MARKS)
    assert {line: len(gaps.reasons(line)) for line in left} == dict.fromkeys(left, 1)
    assert [words for words in gaps.UNSEEN if not any(words in line for line in left)] == []


def test_the_page_says_which_lines_nobody_has_seen() -> None:
    assert page.block(PAGE, "untouched") == gaps.untouched(MARKS).strip()


def test_the_page_has_every_line_that_decides_something() -> None:
    shown = [row.split("`")[1] for row in page.block(PAGE, "lines").splitlines()[2:]]
    assert shown == lines.observable()


def test_without_any_change_every_transition_is_missed() -> None:
    assert gaps.missed([]) == [move for move in TRANSITIONS if move.source is not move.target]


def test_a_change_shows_the_transition_of_its_one_event() -> None:
    exact = Change("ESTABLISHED", "rcv-RST(exact)", "CLOSED")
    both = Change("SYN-RECEIVED", "rcv-ACK-of-SYN, rcv-FIN", "CLOSE-WAIT")
    (shown,) = [move for move in gaps.missed([]) if move not in gaps.missed([exact, both])]
    assert (shown.source, shown.event.value, shown.target) == (State.ESTABLISHED, "valid-RST", State.CLOSED)
