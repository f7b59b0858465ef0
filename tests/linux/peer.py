"""Segments by hand in, what the kernel says to each out.

The peer keeps two numbers, as any TCP does: the next one it sends and the next one it expects. A segment is said
relative to them, so a script can say "one too far". After each, the peer asks for an echo: the kernel takes in one
packet after the other, so what it says to the segment comes before the echo, and silence needs no waiting.
"""

from __future__ import annotations

import itertools
import os
import select
from dataclasses import dataclass, field
from time import monotonic

from docs.examples.tcp_segments import ACK, RST, SYN, Segment, later
from generated.tcp.tcp import Flag
from tests.linux import wire
from tests.linux.kernel import PATIENCE, Address
from tests.linux.wire import Packet

ISS = 0xFFFFFF00
"""Where the peer's numbers begin: near their end, so that a long case goes over it."""
WINDOW = 8192
MODULUS = 2**32
_numbers = itertools.count(1)


@dataclass
class Peer:
    """The other end of one connection, and of nothing else."""

    device: int
    here: Address
    there: Address
    next: int = ISS
    expected: int = 0
    last: Packet | None = None
    unread: list[Segment] = field(default_factory=list)

    def send(self, flags: frozenset[Flag], seq: int | None = None, ack: int = 0, text: int = 0) -> Segment:
        """Send a segment; `seq` and `ack` say how far it is from what is in order. Without `seq` the peer goes on."""
        acked = (self.expected + ack) % MODULUS if ACK in flags else 0
        sent = Segment((self.next + (seq or 0)) % MODULUS, acked, flags, WINDOW, text)
        os.write(self.device, wire.packed(Packet(self.here, self.there, sent)))
        if seq is None:
            self.next = sent.end
        return sent

    def skip(self, numbers: int) -> None:
        """Go on with another number, as who begins anew does."""
        self.next = (self.next + numbers) % MODULUS

    def unreachable(self, code: int) -> None:
        """Tell the kernel, as the network would, that its last segment has not arrived."""
        assert self.last, "the kernel has not said anything"
        os.write(self.device, wire.unreachable(code, self.last))

    def heard(self) -> list[Segment]:
        """All that the kernel has said since the last time."""
        number = next(_numbers)
        os.write(self.device, wire.echo(number, self.here[0], self.there[0]))
        end = monotonic() + PATIENCE
        while self._read(end) != number:
            if monotonic() > end:
                raise TimeoutError("the kernel does not answer an echo request")
        return self._taken()

    def wait(self, seconds: float) -> list[Segment]:
        """What the kernel says unasked, as soon as it does; nothing if it has not by then."""
        end = monotonic() + seconds
        while not self.unread and monotonic() < end:
            self._read(end)
        return self._taken()

    def _taken(self) -> list[Segment]:
        taken, self.unread = self.unread, []
        return taken

    def _read(self, end: float) -> int | None:
        """Take in one packet; the number, if it is an echo."""
        if not select.select([self.device], [], [], max(0.0, end - monotonic()))[0]:
            return None
        data = os.read(self.device, 0x10000)
        packet = wire.unpacked(data)
        if packet and (packet.source, packet.target) == (self.there, self.here):
            self._hear(packet)
        return wire.echoed(data)

    def _hear(self, packet: Packet) -> None:
        self.last = packet
        self.unread.append(packet.segment)
        beyond = later(packet.segment.end, self.expected) and RST not in packet.segment.flags
        if SYN in packet.segment.flags or beyond:
            self.expected = packet.segment.end
