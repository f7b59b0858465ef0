"""Linux does what the generated machine does, and where it does not, exactly what docs/conformance.md says."""

from __future__ import annotations

import itertools
import socket
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from generated.tcp.tcp import Event, Fit, State
from tests.linux import kernel, page, sockets
from tests.linux.lines import Watched
from tests.linux.shadow import Change, Departure, DisagreementError, Ledger, Shadow, label
from tests.linux.sockets_departures import SHUTDOWN_DEFERRED
from tests.linux.sockets_ends import Scene

on_linux = pytest.mark.skipif(bool(sockets.missing()), reason=sockets.missing())
with_filters = pytest.mark.skipif(bool(sockets.missing_filters()), reason=sockets.missing_filters())
PAGE = page.PATH.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def played() -> dict[sockets.Story, Future[Ledger]]:
    return sockets.play_all()


@pytest.fixture(scope="module")
def ledger(played: dict[sockets.Story, Future[Ledger]]) -> Ledger:
    whole = Ledger()
    for one in played.values():
        whole.merge(one.result())
    return whole


@on_linux
@pytest.mark.parametrize("story", sockets.STORIES, ids=lambda story: story.__name__)
def test_the_machine_is_where_linux_is(story: sockets.Story, played: dict[sockets.Story, Future[Ledger]]) -> None:
    assert played[story].result().states


@with_filters
@pytest.mark.parametrize("story", sockets.LOSSES, ids=lambda story: story.__name__)
def test_the_machine_is_where_linux_is_after_losses(
    story: sockets.Story, played: dict[sockets.Story, Future[Ledger]]
) -> None:
    assert played[story].result().states


@on_linux
def test_all_eleven_states_are_reached(ledger: Ledger) -> None:
    assert ledger.states == {state.value for state in State}


@on_linux
def test_every_departure_is_observed(ledger: Ledger) -> None:
    by_losses = {SHUTDOWN_DEFERRED} if sockets.missing_filters() else set()
    assert set(ledger.departures) == set(sockets.DEPARTURES) - by_losses


@on_linux
def test_the_page_has_the_state_changes_that_were_compared(ledger: Ledger) -> None:
    assert set(ledger.changes) <= page.noted(PAGE, sockets.TITLE)


@with_filters
def test_the_page_has_no_other_state_changes(ledger: Ledger) -> None:
    assert page.noted(PAGE, sockets.TITLE) <= set(ledger.changes)


@with_filters
def test_the_page_has_the_lines_that_were_compared(ledger: Ledger) -> None:
    assert page.marked(PAGE, sockets.TITLE) == page.marks(ledger)


@on_linux
def test_the_time_wait_of_linux_is_that_of_an_msl_of_30_seconds() -> None:
    with Scene(Ledger()) as scene:
        client, child = scene.pair(msl=30.0)
        client.shut()
        client.passes(Event.CLOSE, Event.RCV_ACK_OF_FIN)
        child.close()
        client.takes(Event.RCV_FIN)
        assert client.tcp.deadline == 60.0
        left = kernel.seconds_left(client.local, client.remote)
    assert left is not None
    assert 60.0 - kernel.PATIENCE < left <= 60.0


def test_every_departure_is_a_row_of_the_page() -> None:
    rows = page.block(PAGE, "departures")
    for departure in sockets.DEPARTURES:
        assert page.departures([departure]).splitlines()[-1] in rows


def test_each_departure_has_a_name_of_its_own() -> None:
    assert len({departure.name for departure in sockets.DEPARTURES}) == len(sockets.DEPARTURES)


# ---- what compares can find a difference


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "PATIENCE", 0.0)


def beside(*states: str) -> Shadow:
    """A shadow of a kernel that is in these states, one after the other."""
    return Shadow(itertools.chain(states, itertools.repeat(states[-1])).__next__, Ledger())


def test_a_kernel_in_another_state_is_a_disagreement(impatient: None) -> None:
    with pytest.raises(DisagreementError, match="CLOSED on active-OPEN: RFC SYN-SENT, Linux CLOSED"):
        beside("CLOSED").takes(Event.ACTIVE_OPEN)


def test_a_kernel_that_takes_its_time_is_waited_for() -> None:
    shadow = beside("CLOSED", "CLOSED", "SYN-SENT")
    shadow.takes(Event.ACTIVE_OPEN)
    assert list(shadow.ledger.changes) == [Change("CLOSED", "active-OPEN", "SYN-SENT")]


def test_what_follows_a_departure_counts_once_both_are_in_one_state() -> None:
    shadow = beside("SYN-SENT", "LISTEN", "ESTABLISHED", "ESTABLISHED")
    shadow.takes(Event.ACTIVE_OPEN)
    shadow.takes_unlike(Departure("", "SYN-SENT", "rcv-SYN", "SYN-RECEIVED", "LISTEN", ""), Event.RCV_SYN)
    shadow.takes(Event.RCV_ACK_OF_SYN)
    assert [change.before for change in shadow.ledger.changes] == ["CLOSED"]


@pytest.mark.parametrize(
    "stale",
    [
        Departure("", "LISTEN", "active-OPEN", "SYN-SENT", "LISTEN", ""),
        Departure("", "CLOSED", "passive-OPEN", "SYN-SENT", "LISTEN", ""),
        Departure("", "CLOSED", "active-OPEN", "LISTEN", "LISTEN", ""),
        Departure("", "CLOSED", "active-OPEN", "SYN-SENT", "CLOSED", ""),
    ],
)
def test_a_departure_holds_exactly(stale: Departure, impatient: None) -> None:
    with pytest.raises(DisagreementError):
        beside("LISTEN").takes_unlike(stale, Event.ACTIVE_OPEN)


REFUSED_BY_RFC = Departure("", "CLOSED", "SEND", "refused", "done", "")


@pytest.mark.parametrize(
    ("kernel_state", "refused", "departure"),
    [
        ("CLOSED", False, None),
        ("LISTEN", True, None),
        ("CLOSED", True, REFUSED_BY_RFC),
        ("LISTEN", False, REFUSED_BY_RFC),
    ],
)
def test_a_call_that_is_answered_otherwise_is_a_disagreement(
    kernel_state: str, refused: bool, departure: Departure | None, impatient: None
) -> None:
    with pytest.raises(DisagreementError, match="CLOSED on SEND"):
        beside(kernel_state).refuses(Event.SEND, refused, departure)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (lambda: label(Event.RCV_FIN, {}), "rcv-FIN"),
        (lambda: label(Event.RCV_FIN, {"syn_acked": True, "fin_acked": True}), "rcv-FIN(fin-acked)"),
        (lambda: label(Event.RCV_FIN, {"syn_acked": False}), "rcv-FIN(not syn-acked)"),
        (lambda: label(Event.RCV_RST, {"fit": Fit.IN_WINDOW}), "rcv-RST(in-window)"),
    ],
)
def test_an_event_is_told_with_what_is_not_usual_of_its_payload(told: Callable[[], str], words: str) -> None:
    assert told() == words


def test_what_only_an_option_allows_says_so() -> None:
    shadow = Shadow(lambda: "CLOSED", Ledger(), Watched(half_duplex=True))
    shadow.tcp.state, shadow.state, shadow.kernel = State.FIN_WAIT_2, "FIN-WAIT-2", "FIN-WAIT-2"
    shadow.takes(Event.RCV_TEXT)
    assert list(shadow.ledger.changes) == [Change("FIN-WAIT-2", "rcv-text [half-duplex]", "CLOSED")]


def test_a_table_of_the_kernel_is_read(tmp_path: Path) -> None:
    table = tmp_path / "tcp"
    table.write_text(
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        f"   0: {_hex('127.0.0.1')}:1F90 {_hex('10.0.0.9')}:0050 06 00000000:00000000 03:0000012C 00000000 0 0 0\n",
        encoding="ascii",
    )
    here, there = ("127.0.0.1", 8080), ("10.0.0.9", 80)
    assert kernel.states(here, table=table) == {there: "TIME-WAIT"}
    assert kernel.connection(here, there, table) == "TIME-WAIT"
    assert kernel.connection(there, here, table) == "CLOSED"
    assert kernel.seconds_left(here, there, table) == 3.0
    assert kernel.seconds_left(there, here, table) is None


def _hex(host: str) -> str:
    """An address as the kernel's table writes it: the number that its bytes are on this machine."""
    return f"{int.from_bytes(socket.inet_aton(host), sys.byteorder):08X}"
