"""TCP segments in, IPv4 packets as bytes out, and back; and the messages of ICMP that a peer by hand has use for."""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

from docs.examples.tcp_segments import ACK, FIN, RST, SYN, Segment
from tests.linux.kernel import Address

ICMP, TCP = 1, 6
ECHO_REPLY, UNREACHABLE, ECHO_REQUEST = 0, 3, 8
BITS = {FIN: 0x01, SYN: 0x02, RST: 0x04, ACK: 0x10}
"""What a header says besides, PSH and the like, changes no state."""
IP, HEADER, MESSAGE = struct.Struct("!BBHHHBBH4s4s"), struct.Struct("!HHIIBBHHH"), struct.Struct("!BBHI")


class Packet(NamedTuple):
    """A segment on its way."""

    source: Address
    target: Address
    segment: Segment


def packed(packet: Packet) -> bytes:
    """As it goes over the wire; the text is all zeros."""
    ends = _ends(packet.source[0], packet.target[0])
    segment = _header(packet, 0) + bytes(packet.segment.length)
    check = checksum(ends + struct.pack("!HH", TCP, len(segment)) + segment)
    return _ip(TCP, ends, _header(packet, check) + bytes(packet.segment.length))


def _header(packet: Packet, check: int) -> bytes:
    segment, offset = packet.segment, HEADER.size // 4 << 4
    flags = sum(BITS[flag] for flag in segment.flags)
    numbers = segment.seq, segment.ack, offset, flags, segment.window
    return HEADER.pack(packet.source[1], packet.target[1], *numbers, check, 0)


def unpacked(data: bytes) -> Packet | None:
    """The segment that an IPv4 packet carries, if it carries one."""
    if not _carries(data, TCP):
        return None
    source, target, seq, ack, offset, flags, window, _, _ = HEADER.unpack_from(_body(data))
    words = frozenset(flag for flag, bit in BITS.items() if flags & bit)
    segment = Segment(seq, ack, words, window, len(_body(data)) - (offset >> 4 << 2))
    return Packet((_host(data, 12), source), (_host(data, 16), target), segment)


def echo(number: int, source: str, target: str) -> bytes:
    """The IPv4 packet that asks for an echo."""
    return _ip(ICMP, _ends(source, target), _message(ECHO_REQUEST, 0, number))


def echoed(data: bytes) -> int | None:
    """The number of the echo that an IPv4 packet is, if it is one."""
    kind, _, _, number = map(int, MESSAGE.unpack_from(_body(data)))
    return number if kind == ECHO_REPLY else None


def unreachable(code: int, about: Packet) -> bytes:
    """What the network says to the sender of a packet that has not arrived; as if its target had said so."""
    quoted = packed(about)[: IP.size + 8]
    return _ip(ICMP, _ends(about.target[0], about.source[0]), _message(UNREACHABLE, code, 0, quoted))


def _message(kind: int, code: int, rest: int, body: bytes = b"") -> bytes:
    check = checksum(MESSAGE.pack(kind, code, 0, rest) + body)
    return MESSAGE.pack(kind, code, check, rest) + body


def checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071)."""
    padded = data + bytes(len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _ip(protocol: int, ends: bytes, body: bytes) -> bytes:
    fields = 0x45, 0, IP.size + len(body), 0, 0, 64, protocol
    check = checksum(IP.pack(*fields, 0, ends[:4], ends[4:]))
    return IP.pack(*fields, check, ends[:4], ends[4:]) + body


def _ends(source: str, target: str) -> bytes:
    return socket.inet_aton(source) + socket.inet_aton(target)


def _host(data: bytes, place: int) -> str:
    return socket.inet_ntoa(data[place : place + 4])


def _carries(data: bytes, protocol: int) -> bool:
    return data[0] >> 4 == 4 and data[9] == protocol


def _body(data: bytes) -> bytes:
    return data[(data[0] & 15) << 2 :]
