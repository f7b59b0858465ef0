"""Stories of sockets that close, or are closed, on 127.0.0.1."""

from __future__ import annotations

from typing import Any

from generated.tcp.tcp import Event
from tests.linux.sockets_ends import EXACT, End, Scene
from tests.linux.sockets_opening import syn_sent


def usual_close(scene: Scene) -> None:
    """Each FIN waits behind data until the peer reads."""
    client, child = scene.pair()
    length = client.fill()
    client.shut()
    client.takes(Event.CLOSE)
    child.takes(Event.RCV_TEXT)
    child.empty(length)
    child.takes(Event.RCV_FIN)
    client.takes(Event.RCV_ACK_OF_FIN)
    length = child.fill()
    child.shut()
    child.takes(Event.CLOSE)
    client.takes(Event.RCV_TEXT)
    client.empty(length)
    client.takes(Event.RCV_FIN)
    child.takes(Event.RCV_ACK_OF_FIN)


def simultaneous_close(scene: Scene) -> None:
    one, other, unread = both_closed(scene)
    other.empty(unread)
    other.takes(Event.RCV_FIN)
    one.takes(Event.RCV_ACK_OF_FIN)


def both_closed(scene: Scene, **options: Any) -> tuple[End, End, int]:
    """One end in CLOSING, as the other, in FIN-WAIT-2 by now, has still to read so much before it comes to the FIN."""
    one, other = scene.pair(**options)
    lengths = [end.fill() for end in (one, other)]
    for end in one, other:
        end.shut()
        end.takes(Event.CLOSE)
    one.empty(lengths[1])
    one.takes(Event.RCV_FIN)
    other.takes(Event.RCV_ACK_OF_FIN)
    return one, other, lengths[0]


def fin_wait_1(scene: Scene, **options: Any) -> tuple[End, End]:
    """The client in FIN-WAIT-1, its FIN behind data that the child does not read."""
    client, child = scene.pair(**options)
    client.fill()
    client.shut()
    client.takes(Event.CLOSE)
    return client, child


def half_closed(scene: Scene, **options: Any) -> tuple[End, End]:
    """The client in FIN-WAIT-2, the child in CLOSE-WAIT."""
    client, child = scene.pair(**options)
    client.shut()
    client.passes(Event.CLOSE, Event.RCV_ACK_OF_FIN)
    child.takes(Event.RCV_FIN)
    return client, child


def last_ack(scene: Scene, **options: Any) -> tuple[End, End]:
    """The client in FIN-WAIT-2, reading nothing, the child in LAST-ACK."""
    client, child = half_closed(scene, **options)
    child.fill()
    child.shut()
    child.takes(Event.CLOSE)
    return client, child


def half_close(scene: Scene) -> None:
    """Who has closed goes on reading, and the other writing."""
    client, child = half_closed(scene)
    child.write()
    child.takes(Event.SEND)
    client.takes(Event.RCV_TEXT)
    child.takes(Event.RCV_ACK, all_acked=True)
    assert client.own.recv(1) == b"\0"
    client.takes(Event.RECEIVE)


def close_of_a_listener(scene: Scene) -> None:
    server = scene.server()
    server.close()
    server.takes(Event.CLOSE)


def close_in_syn_sent(scene: Scene) -> None:
    client = syn_sent(scene)
    client.shut()
    client.takes(Event.CLOSE)


def close_with_text_unread(scene: Scene) -> None:
    client, child = scene.pair(half_duplex=True)
    child.write()
    client.takes(Event.RCV_TEXT)
    client.close()
    client.takes(Event.CLOSE, unread=True)
    child.takes(Event.RCV_RST, fit=EXACT)


def close_wait_with_text_unread(scene: Scene) -> None:
    client, child = scene.pair(half_duplex=True)
    client.write()
    child.takes(Event.RCV_TEXT)
    client.shut()
    client.passes(Event.CLOSE, Event.RCV_ACK_OF_FIN)
    child.takes(Event.RCV_FIN)
    child.close()
    child.takes(Event.CLOSE, unread=True)
    client.takes(Event.RCV_RST, fit=EXACT)


def text_for_an_orphan(scene: Scene) -> None:
    """Who has closed for good answers text with a RST."""
    client, child = half_closed(scene, half_duplex=True)
    client.close()
    child.write()
    client.takes(Event.RCV_TEXT)
    child.takes(Event.RCV_RST, fit=EXACT)


def text_before_the_ack_of_the_fin(scene: Scene) -> None:
    client, child = scene.pair(half_duplex=True)
    client.fill()
    client.close()
    client.takes(Event.CLOSE)
    child.write()
    client.takes(Event.RCV_TEXT)


STORIES = (
    usual_close,
    simultaneous_close,
    half_close,
    close_of_a_listener,
    close_in_syn_sent,
    close_with_text_unread,
    close_wait_with_text_unread,
    text_for_an_orphan,
    text_before_the_ack_of_the_fin,
)
