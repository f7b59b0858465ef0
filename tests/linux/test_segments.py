"""The example tcp_segments.py reports what a segment says as section 3.10.7 of RFC 9293 has it."""

from __future__ import annotations

import pytest

from docs.examples.tcp_segments import FIN, RST, SYN, Endpoint, Segment
from generated.tcp.tcp import Event, Fit, State
from tests.linux.writing import events, seg


def at(state: State, *, listened: bool = False, fin: int | None = None) -> Endpoint:
    """An endpoint that has sent 100 up to 200, of which 150 are acknowledged, and expects 1000 in a window of 50."""
    end = Endpoint(listened=listened)
    end.tcp.state = state
    end.iss, end.una, end.nxt, end.fin = 99, 150, 200, fin
    end.irs, end.rcv, end.window, end.widest = 900, 1000, 50, 30
    return end


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        (seg(1000, 150), [Event.RCV_OLD_ACK]),
        (seg(1000, 151), [Event.RCV_ACK]),
        (seg(1000, 201), [Event.RCV_BAD_ACK]),
        (seg(1000, 201, FIN, length=3), [Event.RCV_BAD_ACK]),
        (seg(1000, 119, FIN), [Event.RCV_OLD_ACK]),
        (seg(1000, 120, FIN), [Event.RCV_OLD_ACK, Event.RCV_FIN]),
        (seg(1000), [Event.RCV_NO_ACK]),
        (seg(1000, length=3), [Event.RCV_NO_ACK]),
        (seg(999, 151), [Event.RCV_UNACCEPTABLE]),
        (seg(1049, 151), [Event.RCV_ACK]),
        (seg(1050, 151), [Event.RCV_UNACCEPTABLE]),
        (seg(1000, 151, length=5), [Event.RCV_ACK, Event.RCV_TEXT]),
        (seg(990, 151, length=10), [Event.RCV_UNACCEPTABLE]),
        (seg(990, 151, length=11), [Event.RCV_ACK, Event.RCV_TEXT]),
        (seg(1001, 151, FIN, length=5), [Event.RCV_ACK]),
        (seg(1000, 151, FIN, length=5), [Event.RCV_ACK, Event.RCV_TEXT, Event.RCV_FIN]),
        (seg(999, 151, FIN), [Event.RCV_UNACCEPTABLE]),
        (seg(900, 151, SYN), [Event.RCV_UNACCEPTABLE]),
        (seg(1000, None, SYN), [Event.RCV_SYN]),
        (seg(1000, 151, SYN), [Event.RCV_SYN_ACK]),
    ],
    ids=str,
)
def test_each_thing_that_a_segment_says_is_one_event(segment: Segment, expected: list[Event]) -> None:
    assert events(at(State.ESTABLISHED).arrives(segment)) == expected


@pytest.mark.parametrize(
    ("seq", "fit"),
    [(999, Fit.OUTSIDE), (1000, Fit.EXACT), (1001, Fit.IN_WINDOW), (1049, Fit.IN_WINDOW), (1050, Fit.OUTSIDE)],
)
def test_a_rst_fits_by_its_sequence_number(seq: int, fit: Fit) -> None:
    (step,) = at(State.ESTABLISHED).arrives(seg(seq, None, RST))
    assert (step.event, step.payload) == (Event.RCV_RST, {"fit": fit})


@pytest.mark.parametrize(
    ("ack", "expected"),
    [(100, Event.RCV_OLD_ACK), (150, Event.RCV_OLD_ACK), (199, Event.RCV_ACK), (200, Event.RCV_ACK_OF_FIN)],
)
def test_an_ack_covers_our_fin_or_not(ack: int, expected: Event) -> None:
    end = at(State.LAST_ACK, fin=200)
    end.widest = 100
    assert events(end.arrives(seg(1000, ack))) == [expected]


def test_a_fin_says_whether_our_syn_is_acknowledged() -> None:
    assert at(State.ESTABLISHED).arrives(seg(1000, 150, FIN))[-1].payload == {"syn_acked": True}
    assert at(State.LISTEN).arrives(seg(1000, None, SYN, FIN))[-1].payload == {"syn_acked": False}


@pytest.mark.parametrize(("ack", "all_acked"), [(199, False), (200, True)])
def test_an_ack_covers_everything_or_not(ack: int, all_acked: bool) -> None:
    (step,) = at(State.ESTABLISHED).arrives(seg(1000, ack))
    assert step.payload == {"all_acked": all_acked}


def test_an_ack_can_cover_our_syn_and_not_the_fin_behind_it() -> None:
    end = at(State.FIN_WAIT_1, fin=101)
    end.una, end.nxt = 99, 101
    assert events(end.arrives(seg(1000, 100))) == [Event.RCV_ACK_OF_SYN]
    assert events(end.arrives(seg(1000, 101))) == [Event.RCV_ACK_OF_FIN]


def test_the_ack_of_our_fin_can_come_with_the_peers_fin() -> None:
    end = at(State.FIN_WAIT_1, fin=200)
    steps = end.arrives(seg(1000, 200, FIN))
    assert [(step.event, step.after) for step in steps] == [
        (Event.RCV_ACK_OF_FIN, State.FIN_WAIT_2),
        (Event.RCV_FIN, State.TIME_WAIT),
    ]


@pytest.mark.parametrize(
    ("segment", "listened", "expected"),
    [
        (seg(999, 200, FIN), True, Event.RCV_FIN),
        (seg(990, 200, FIN, length=5), True, Event.RCV_UNACCEPTABLE),
        (seg(1001, None, SYN), True, Event.RCV_NEW_SYN),
        (seg(5000, None, SYN), True, Event.RCV_NEW_SYN),
        (seg(5000, 200, SYN), True, Event.RCV_UNACCEPTABLE),
        (seg(5000, None, SYN), False, Event.RCV_UNACCEPTABLE),
        (seg(900, None, SYN), True, Event.RCV_UNACCEPTABLE),
    ],
)
def test_in_time_wait_a_fin_comes_again_and_a_new_syn_comes_late(
    segment: Segment, listened: bool, expected: Event
) -> None:
    assert events(at(State.TIME_WAIT, listened=listened).arrives(segment)) == [expected]


def test_a_closed_window_takes_nothing_but_what_has_no_length() -> None:
    end = at(State.ESTABLISHED)
    end.window = 0
    assert events(end.arrives(seg(1000, 150))) == [Event.RCV_OLD_ACK]
    assert events(end.arrives(seg(1000, 150, length=1))) == [Event.RCV_UNACCEPTABLE]


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        (seg(7, 100), [Event.RCV_OLD_ACK]),
        (seg(7, 102), [Event.RCV_BAD_ACK]),
        (seg(7, 101), [Event.RCV_ACK_OF_SYN]),
        (seg(7), [Event.RCV_NO_ACK]),
        (seg(7, None, SYN), [Event.RCV_SYN]),
        (seg(7, 101, SYN), [Event.RCV_SYN_ACK]),
        (seg(7, 102, SYN), [Event.RCV_BAD_ACK]),
        (seg(7, 101, SYN, FIN, length=2), [Event.RCV_SYN_ACK, Event.RCV_TEXT, Event.RCV_FIN]),
    ],
    ids=str,
)
def test_before_the_peers_syn_only_the_ack_of_ours_counts(segment: Segment, expected: list[Event]) -> None:
    assert events(syn_sent().arrives(segment)) == expected


@pytest.mark.parametrize(("ack", "fit"), [(101, Fit.EXACT), (100, Fit.OUTSIDE), (None, Fit.OUTSIDE)])
def test_before_the_peers_syn_a_rst_counts_with_the_ack_of_ours(ack: int | None, fit: Fit) -> None:
    (step,) = syn_sent().arrives(seg(7, ack, RST))
    assert step.payload == {"fit": fit}


def syn_sent() -> Endpoint:
    end = Endpoint()
    end.call(Event.ACTIVE_OPEN)
    end.sent(Segment(100, flags=frozenset({SYN})))
    return end


@pytest.mark.parametrize("state", [State.CLOSED, State.LISTEN])
@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        (seg(7, 8), Event.RCV_ACK),
        (seg(7, 8, SYN), Event.RCV_SYN_ACK),
        (seg(7, None, SYN), Event.RCV_SYN),
        (seg(7, None, RST), Event.RCV_RST),
        (seg(7, None, FIN), Event.RCV_NO_ACK),
    ],
    ids=str,
)
def test_without_a_peer_there_are_no_numbers(state: State, segment: Segment, expected: Event) -> None:
    assert events(at(state).arrives(segment)) == [expected]


def test_what_is_sent_again_takes_no_new_numbers() -> None:
    end = syn_sent()
    for seq in 101, 111, 101:
        end.sent(seg(seq, 1, length=10))
    assert (end.iss, end.nxt) == (100, 121)


def test_a_new_connection_has_new_numbers() -> None:
    end = at(State.LISTEN, fin=200)
    end.sent(Segment(50, flags=frozenset({SYN})))
    assert (end.iss, end.una, end.nxt, end.fin) == (50, 50, 51, None)
