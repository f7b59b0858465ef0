"""Stories of calls that come too late or too early: does the kernel refuse what the machine refuses?"""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

from generated.tcp.tcp import Event, Fault
from tests.linux import sockets_departures as linux
from tests.linux.shadow import Departure
from tests.linux.sockets_closing import both_closed, fin_wait_1, half_closed, last_ack
from tests.linux.sockets_ends import HOST, End, Scene
from tests.linux.sockets_opening import syn_sent


def _refused(call: Callable[[], object]) -> bool:
    """Does the kernel refuse it? To wait is not to refuse; to say that nothing more will come is."""
    try:
        return call() == b""
    except OSError as error:
        return error.errno != errno.EAGAIN


_CALLS: dict[Event, Callable[[End], object]] = {
    Event.PASSIVE_OPEN: lambda end: end.own.listen(),
    Event.ACTIVE_OPEN: lambda end: end.own.connect((HOST, 9)),
    Event.SEND: lambda end: end.write(),
    Event.RECEIVE: lambda end: end.own.recv(1),
    Event.CLOSE: lambda end: end.shut(),
}


def _call(end: End, event: Event, departure: Departure | None = None, **payload: Any) -> None:
    end.shadow.refuses(event, _refused(lambda: _CALLS[event](end)), departure, **payload)


def _open_again(end: End) -> None:
    for event in Event.PASSIVE_OPEN, Event.ACTIVE_OPEN:
        _call(end, event)


def calls_in_closed(scene: Scene) -> None:
    end = scene.end()
    for event in Event.SEND, Event.RECEIVE, Event.CLOSE:
        _call(end, event)


def calls_in_listen(scene: Scene) -> None:
    for event, departure in (
        (Event.PASSIVE_OPEN, None),
        (Event.ACTIVE_OPEN, linux.LISTENER_CONNECTS),
        (Event.SEND, linux.LISTENER_SENDS),
        (Event.RECEIVE, linux.LISTENER_RECEIVES),
    ):
        _call(scene.server(), event, departure)
    server = scene.server()
    server.shut()
    server.takes_unlike(linux.LISTENER_SHUT, Event.CLOSE)


def calls_in_syn_sent(scene: Scene) -> None:
    end = syn_sent(scene)
    _open_again(end)
    _call(end, Event.SEND)
    _call(end, Event.RECEIVE)


def calls_in_established(scene: Scene) -> None:
    _, end = scene.pair()  # A `connect` of the client would tell it that it is connected, once.
    _open_again(end)
    _call(end, Event.SEND)
    _call(end, Event.RECEIVE)


def calls_in_fin_wait_1(scene: Scene) -> None:
    end, _ = fin_wait_1(scene)
    _open_again(end)
    _call(end, Event.SEND)
    _call(end, Event.RECEIVE)
    _call(end, Event.CLOSE, linux.CLOSED_TWICE)


def calls_in_fin_wait_2(scene: Scene) -> None:
    end, _ = half_closed(scene)
    _open_again(end)
    _call(end, Event.SEND)
    _call(end, Event.RECEIVE)
    _call(end, Event.CLOSE, linux.CLOSED_TWICE)


def calls_in_close_wait(scene: Scene) -> None:
    _, end = half_closed(scene)
    _open_again(end)
    _call(end, Event.SEND)
    _call(end, Event.RECEIVE, fault=Fault.NO_DATA)


def calls_in_closing(scene: Scene) -> None:
    end, *_ = both_closed(scene)
    _after_both_fins(end)
    _call(end, Event.CLOSE, linux.CLOSED_TWICE)


def calls_in_last_ack(scene: Scene) -> None:
    _, end = last_ack(scene)
    _after_both_fins(end)
    _call(end, Event.CLOSE, linux.CLOSED_TWICE)


def calls_in_time_wait(scene: Scene) -> None:
    end, other = half_closed(scene)
    other.close()
    end.takes(Event.RCV_FIN)
    _after_both_fins(end)
    _call(end, Event.CLOSE)


def _after_both_fins(end: End) -> None:
    _open_again(end)
    _call(end, Event.SEND)
    _call(end, Event.RECEIVE)


STORIES = (
    calls_in_closed,
    calls_in_listen,
    calls_in_syn_sent,
    calls_in_established,
    calls_in_fin_wait_1,
    calls_in_fin_wait_2,
    calls_in_close_wait,
    calls_in_closing,
    calls_in_last_ack,
    calls_in_time_wait,
)
