"""Stories of sockets that are aborted, or reset by the peer, on 127.0.0.1."""

from __future__ import annotations

from generated.tcp.tcp import Event
from tests.linux import kernel
from tests.linux import sockets_departures as linux
from tests.linux.sockets_closing import both_closed, fin_wait_1, half_closed, last_ack
from tests.linux.sockets_ends import EXACT, Scene
from tests.linux.sockets_opening import syn_sent


def reset_when_open(scene: Scene) -> None:
    client, child = scene.pair()
    client.abort()
    child.takes(Event.RCV_RST, fit=EXACT)


def abort_of_a_listener(scene: Scene) -> None:
    server = scene.server()
    server.abort()


def abort_in_syn_sent(scene: Scene) -> None:
    client = syn_sent(scene)
    client.abort()


def abort_in_fin_wait_1(scene: Scene) -> None:
    client, _ = fin_wait_1(scene)
    client.abort()


def reset_in_fin_wait_1(scene: Scene) -> None:
    client, child = fin_wait_1(scene)
    child.abort()
    client.takes(Event.RCV_RST, fit=EXACT)


def reset_in_fin_wait_2(scene: Scene) -> None:
    client, child = half_closed(scene)
    child.abort()
    client.takes(Event.RCV_RST, fit=EXACT)


def reset_in_close_wait(scene: Scene) -> None:
    client, child = half_closed(scene)
    client.abort()
    child.takes(Event.RCV_RST, fit=EXACT)


def abort_in_closing(scene: Scene) -> None:
    one, other, _ = both_closed(scene)
    asked = one.abort()
    other.takes(Event.RCV_RST, fit=EXACT)
    one.shadow.sends_unlike(linux.UNSENT_ABORT, asked, "RST")


def reset_in_closing(scene: Scene) -> None:
    one, other, _ = both_closed(scene)
    other.abort()
    one.takes(Event.RCV_RST, fit=EXACT)


def abort_in_last_ack(scene: Scene) -> None:
    client, child = last_ack(scene)
    asked = child.abort()
    client.takes(Event.RCV_RST, fit=EXACT)
    child.shadow.sends_unlike(linux.UNSENT_ABORT, asked, "RST")


def reset_in_last_ack(scene: Scene) -> None:
    client, child = last_ack(scene)
    client.abort()
    child.takes(Event.RCV_RST, fit=EXACT)


def abort_in_time_wait(scene: Scene) -> None:
    client, child = half_closed(scene)
    child.close()
    client.takes(Event.RCV_FIN)
    kernel.abort(client.own)
    client.takes_unlike(linux.ABORT_KEEPS_WAITING, Event.ABORT)


STORIES = (
    reset_when_open,
    abort_of_a_listener,
    abort_in_syn_sent,
    abort_in_fin_wait_1,
    reset_in_fin_wait_1,
    reset_in_fin_wait_2,
    reset_in_close_wait,
    abort_in_closing,
    reset_in_closing,
    abort_in_last_ack,
    reset_in_last_ack,
    abort_in_time_wait,
)
