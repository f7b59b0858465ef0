"""Stories of sockets that lose patience, on 127.0.0.1."""

from __future__ import annotations

import socket

from generated.tcp.tcp import Event
from tests.linux import sockets_departures as linux
from tests.linux.sockets_closing import both_closed, fin_wait_1, half_closed, last_ack
from tests.linux.sockets_ends import Scene
from tests.linux.sockets_opening import syn_sent


def orphan_times_out(scene: Scene) -> None:
    client, child = half_closed(scene, half_duplex=True)
    client.own.setsockopt(socket.IPPROTO_TCP, socket.TCP_LINGER2, 1)
    client.close()
    client.takes_together()
    client.now += 60.0
    client.tcp.advance()
    client.shadow.departs(linux.ORPHAN_TIMES_OUT, linux.ORPHAN_TIMES_OUT.event)
    child.takes_together()


def syn_unanswered(scene: Scene) -> None:
    client = syn_sent(scene, user_timeout=0.001)
    client.lose_patience()


def syn_given_up(scene: Scene) -> None:
    client = syn_sent(scene, syn_r2=1)
    client.own.setsockopt(socket.IPPROTO_TCP, socket.TCP_SYNCNT, 1)
    client.expires(Event.TIMEOUT_RTX)


def text_unacknowledged(scene: Scene) -> None:
    client, _ = scene.pair(user_timeout=0.001)
    client.fill()
    client.lose_patience()


def text_unacknowledged_in_fin_wait_1(scene: Scene) -> None:
    client, _ = fin_wait_1(scene, user_timeout=0.001)
    client.lose_patience()


def text_unacknowledged_in_close_wait(scene: Scene) -> None:
    _, child = half_closed(scene, user_timeout=0.001)
    child.fill()
    child.lose_patience()


def text_unacknowledged_in_last_ack(scene: Scene) -> None:
    _, child = last_ack(scene, user_timeout=0.001)
    child.lose_patience()


def text_unacknowledged_in_closing(scene: Scene) -> None:
    one, *_ = both_closed(scene, user_timeout=0.001)
    one.lose_patience()


STORIES = (
    orphan_times_out,
    syn_unanswered,
    syn_given_up,
    text_unacknowledged,
    text_unacknowledged_in_fin_wait_1,
    text_unacknowledged_in_close_wait,
    text_unacknowledged_in_last_ack,
    text_unacknowledged_in_closing,
)
