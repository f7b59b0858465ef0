"""Stories of sockets that open, on 127.0.0.1."""

from __future__ import annotations

from typing import Any

from generated.tcp.tcp import Event
from tests.linux import sockets_departures as linux
from tests.linux.sockets_ends import EXACT, End, Scene


def three_way_handshake(scene: Scene) -> None:
    server, client = scene.busy(), scene.end()
    client.connect(server.local)
    client.takes(Event.ACTIVE_OPEN)
    server.defer_accept()
    scene.relieve(server)
    client.takes(Event.RCV_SYN_ACK)
    child = scene.child(server, client)
    child.takes(Event.RCV_SYN)
    server.takes_unlike(linux.LISTENER_STAYS, Event.RCV_SYN)
    child.takes_unlike(linux.DEFERRED_ACCEPT, Event.RCV_ACK_OF_SYN)
    client.write()
    child.passes(Event.RCV_TEXT)


def simultaneous_open(scene: Scene) -> None:
    """The first SYN is lost, and the other end opens by itself, from the port to which that SYN went."""
    one, other = syn_lost(scene)
    other.connect(one.local)
    other.passes(Event.ACTIVE_OPEN, Event.RCV_SYN_ACK)
    one.passes(Event.RCV_SYN, Event.RCV_ACK_OF_SYN)


def syn_lost(scene: Scene, **options: Any) -> tuple[End, End]:
    """One end in SYN-SENT; the other has the port that dropped its SYN, and has done nothing yet."""
    nobody, one = scene.busy(), scene.end(**options)
    one.connect(nobody.local)
    one.takes(Event.ACTIVE_OPEN)
    nobody.close()
    return one, scene.end(nobody.local[1])


def connect_to_oneself(scene: Scene) -> None:
    """The shortest simultaneous open and close: a socket that is its own peer."""
    end = scene.end()
    end.connect(end.local)
    end.passes(Event.ACTIVE_OPEN, Event.RCV_SYN, Event.RCV_ACK_OF_SYN)
    end.shut()
    end.passes(Event.CLOSE, Event.RCV_FIN, Event.RCV_ACK_OF_FIN)


def refused(scene: Scene) -> None:
    """The listener has gone before the SYN comes a second time."""
    client, _ = syn_lost(scene)
    client.takes(Event.RCV_RST, fit=EXACT)


def syn_sent(scene: Scene, **options: Any) -> End:
    server, client = scene.busy(), scene.end(**options)
    client.connect(server.local)
    client.takes(Event.ACTIVE_OPEN)
    return client


def half_open(scene: Scene, **options: Any) -> tuple[End, End, End]:
    """A listener, a client in ESTABLISHED, and its child in SYN-RECEIVED, which has not taken the last ACK."""
    server, client = scene.server(), scene.end()
    server.defer_accept()
    return server, client, knock(scene, server, client, **options)


def knock(scene: Scene, server: End, client: End, **options: Any) -> End:
    client.connect(server.local)
    client.passes(Event.ACTIVE_OPEN, Event.RCV_SYN_ACK)
    child = scene.child(server, client, **options)
    child.takes(Event.RCV_SYN)
    return child


def text_with_the_ack_of_the_syn(scene: Scene) -> None:
    _, client, child = half_open(scene)
    client.write()
    child.takes_together(Event.RCV_ACK_OF_SYN, Event.RCV_TEXT)


def fin_with_the_ack_of_the_syn(scene: Scene) -> None:
    _, client, child = half_open(scene)
    client.shut()
    child.takes_together(Event.RCV_ACK_OF_SYN, Event.RCV_FIN)


def reset_of_a_child(scene: Scene) -> None:
    server, client, child = half_open(scene)
    client.abort()
    child.takes_unlike(linux.CHILD_FORGOTTEN, Event.RCV_RST, fit=EXACT)
    server.takes_together()


def listener_closed_with_children(scene: Scene) -> None:
    server, first, second = scene.server(), scene.end(), scene.end()
    first.connect(server.local)
    first.passes(Event.ACTIVE_OPEN, Event.RCV_SYN_ACK)
    accepted = scene.child(server, first)
    accepted.passes(Event.RCV_SYN, Event.RCV_ACK_OF_SYN)
    server.defer_accept()
    pending = knock(scene, server, second)
    server.close()
    server.takes(Event.CLOSE)
    accepted.takes(Event.ABORT)
    first.takes(Event.RCV_RST, fit=EXACT)
    pending.takes_unlike(linux.CHILD_DROPPED, Event.CLOSE)
    second.takes_together()


def time_wait_reused(scene: Scene) -> None:
    client, child = reopened(scene)
    client.write()
    child.takes_together(Event.RCV_ACK_OF_SYN, Event.RCV_TEXT)


def time_wait_reused_in_vain(scene: Scene) -> None:
    client, child = reopened(scene)
    client.abort()
    child.takes_unlike(linux.REOPENED_FORGOTTEN, Event.RCV_RST, fit=EXACT)


def reopened(scene: Scene) -> tuple[End, End]:
    """The server has closed first and is in TIME-WAIT; the same client comes again, from the same port."""
    server, client = scene.server(), scene.end()
    client.connect(server.local)
    child = scene.child(server, client)
    scene.accept(server, child)
    child.passes(Event.RCV_SYN, Event.RCV_ACK_OF_SYN)
    child.shut()
    child.passes(Event.CLOSE, Event.RCV_ACK_OF_FIN)
    client.close()
    child.takes(Event.RCV_FIN)
    server.defer_accept()
    again = scene.end(client.local[1])
    again.connect(server.local)
    child.takes(Event.RCV_NEW_SYN)
    again.passes(Event.ACTIVE_OPEN, Event.RCV_SYN_ACK)
    return again, child


STORIES = (
    three_way_handshake,
    simultaneous_open,
    connect_to_oneself,
    refused,
    text_with_the_ack_of_the_syn,
    fin_with_the_ack_of_the_syn,
    reset_of_a_child,
    listener_closed_with_children,
    time_wait_reused,
    time_wait_reused_in_vain,
)
