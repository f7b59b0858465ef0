"""Stories in which segments are lost, on 127.0.0.1: they need socket filters."""

from __future__ import annotations

import socket
from typing import Any

from generated.tcp.tcp import Event, Flag
from tests.linux import sockets_departures as linux
from tests.linux.sockets_ends import EXACT, End, Scene
from tests.linux.sockets_opening import knock, syn_lost


def every_syn_is_lost_once(scene: Scene) -> None:
    server, client = scene.server(), scene.end()
    server.hears(Flag.SYN)
    client.hears()
    client.connect(server.local)
    client.takes(Event.ACTIVE_OPEN)
    child = scene.child(server, client)
    child.takes(Event.RCV_SYN)
    client.hears_all()
    client.takes(Event.RCV_SYN_ACK)
    child.takes_together()


def simultaneous_open_seen(scene: Scene) -> None:
    one, other = both_open(scene)
    other.hears_all()
    other.takes(Event.RCV_SYN_ACK)
    one.takes(Event.RCV_ACK_OF_SYN)


def both_open(scene: Scene, **options: Any) -> tuple[End, End]:
    """One end in SYN-RECEIVED by a bare SYN, the other deaf in SYN-SENT; nobody has ever listened to the first."""
    one, other = syn_lost(scene, **options)
    other.hears()
    other.connect(one.local)
    other.takes(Event.ACTIVE_OPEN)
    one.takes(Event.RCV_SYN)
    return one, other


def reset_of_a_simultaneous_open(scene: Scene) -> None:
    """The other end has gone, and its port answers the SYN,ACK with a RST."""
    one, other = both_open(scene)
    other.close()
    other.takes(Event.CLOSE)
    scene.end(other.local[1])  # so that nobody else gets the port
    one.takes(Event.RCV_RST, fit=EXACT)


def abort_of_a_simultaneous_open(scene: Scene) -> None:
    one, other = both_open(scene)
    other.hears(Flag.RST)
    one.abort()
    other.takes(Event.RCV_RST, fit=EXACT)


def close_of_a_simultaneous_open(scene: Scene) -> None:
    one, _ = both_open(scene)
    one.close()
    one.takes(Event.CLOSE)


def shutdown_of_a_simultaneous_open(scene: Scene) -> None:
    one, other = both_open(scene)
    one.shut()
    one.takes_unlike(linux.SHUTDOWN_DEFERRED, Event.CLOSE)
    other.hears_all()
    one.passes(Event.RCV_ACK_OF_SYN, Event.RCV_ACK_OF_FIN)
    other.passes(Event.RCV_SYN_ACK, Event.RCV_FIN)


def every_fin_is_lost_once(scene: Scene) -> None:
    client, child = scene.pair()
    child.hears()
    client.shut()
    client.takes(Event.CLOSE)
    child.hears_all()
    child.takes(Event.RCV_FIN)
    client.takes(Event.RCV_ACK_OF_FIN)
    client.hears()
    child.shut()
    child.takes(Event.CLOSE)
    client.hears_all()
    client.takes(Event.RCV_FIN)
    child.takes(Event.RCV_ACK_OF_FIN)


def fin_with_the_ack_of_the_fin(scene: Scene) -> None:
    """Both close; when one hears again it gets the other's FIN, and its own is not acknowledged yet."""
    one, other = scene.pair()
    for end in one, other:
        end.hears()
    for end in one, other:
        end.shut()
        end.takes(Event.CLOSE)
    one.hears_all()
    one.takes(Event.RCV_FIN)
    other.hears_all()
    other.takes(Event.RCV_FIN, fin_acked=True)
    one.takes(Event.RCV_ACK_OF_FIN)


def syn_ack_given_up(scene: Scene) -> None:
    server, client = scene.server(), scene.end()
    server.own.setsockopt(socket.IPPROTO_TCP, socket.TCP_SYNCNT, 1)
    server.hears(Flag.SYN)
    child = knock(scene, server, client, syn_r2=1)
    child.expires(Event.TIMEOUT_RTX)


def user_timeout_of_a_simultaneous_open(scene: Scene) -> None:
    one, _ = both_open(scene, user_timeout=0.001)
    one.lose_patience()


LOSSES = (
    every_syn_is_lost_once,
    simultaneous_open_seen,
    reset_of_a_simultaneous_open,
    abort_of_a_simultaneous_open,
    close_of_a_simultaneous_open,
    shutdown_of_a_simultaneous_open,
    every_fin_is_lost_once,
    fin_with_the_ack_of_the_fin,
    syn_ack_given_up,
    user_timeout_of_a_simultaneous_open,
)
