"""A socket or two addresses in, the name of the state that the kernel has for them out, as specs/tcp.fsm spells it."""

from __future__ import annotations

import platform
import re
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

Address: TypeAlias = tuple[str, int]

TABLE = Path("/proc/net/tcp")
NAMES = {
    1: "ESTABLISHED",
    2: "SYN-SENT",
    3: "SYN-RECEIVED",
    4: "FIN-WAIT-1",
    5: "FIN-WAIT-2",
    6: "TIME-WAIT",
    7: "CLOSED",
    8: "CLOSE-WAIT",
    9: "LAST-ACK",
    10: "LISTEN",
    11: "CLOSING",
    12: "SYN-RECEIVED",  # a child that the kernel keeps in its short form
}
"""The numbers of Linux (include/net/tcp_states.h)."""

PATIENCE = 15.0
"""Seconds until a state that does not come is a failure: far more than the slowest takes on an idle machine."""
_PAUSE, _LONGEST_PAUSE = 0.001, 0.05
_TICKS = 100  # of a second, whatever the kernel counts in: USER_HZ


def missing() -> str:
    """Why the states of sockets cannot be read here; nothing if they can."""
    if not sys.platform.startswith("linux"):
        return f"the states of Linux are compared, and this is {sys.platform}"
    if not TABLE.exists():
        return f"there is no {TABLE} here"
    return ""


def release() -> tuple[int, int]:
    """The first two numbers of the version of Linux."""
    found = re.match(r"(\d+)\.(\d+)", platform.release())
    return (int(found[1]), int(found[2])) if found else (0, 0)


def state_of(sock: socket.socket) -> str | None:
    """The state by TCP_INFO; None if the socket is closed. Of TIME-WAIT it knows nothing and says CLOSED."""
    if sock.fileno() < 0:
        return None
    return NAMES[sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]]


def abort(sock: socket.socket) -> None:
    """End it as the RFC's ABORT does: without waiting for anybody, and with a RST if there is somebody to tell."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def states(local: Address, remote: Address | None = None, table: Path = TABLE) -> dict[Address, str]:
    """The states of all that has this local address, by the remote one: TIME-WAIT, children and orphans, too.

    A table of another namespace is `/proc/PID/net/tcp` of a process in it.
    """
    return {row.remote: row.state for row in _rows(table) if row.local == local and remote in (None, row.remote)}


def connection(local: Address, remote: Address, table: Path = TABLE) -> str:
    """The state of one connection; what the table does not have is CLOSED."""
    return states(local, remote, table).get(remote, "CLOSED")


def seconds_left(local: Address, remote: Address, table: Path = TABLE) -> float | None:
    """When the timer of a connection runs out; None if the table does not have it."""
    rows = (row.left for row in _rows(table) if (row.local, row.remote) == (local, remote))
    return next(rows, None)


def settled(read: Callable[[], str], expected: str, wait: float = 0.0) -> str:
    """The state once it is the expected one, or whatever it is when patience ends, which begins after the wait."""
    end, pause = time.monotonic() + wait + PATIENCE, _PAUSE
    while (state := read()) != expected and time.monotonic() < end:
        time.sleep(pause)
        pause = min(1.2 * pause, _LONGEST_PAUSE)
    return state


class _Row(NamedTuple):
    local: Address
    remote: Address
    state: str
    left: float


def _rows(table: Path) -> Iterator[_Row]:
    for line in table.read_text(encoding="ascii").splitlines()[1:]:
        _, here, there, state, _, timer, *_ = line.split()
        left = int(timer.partition(":")[2], 16) / _TICKS
        yield _Row(_address(here), _address(there), NAMES[int(state, 16)], left)


def _address(text: str) -> Address:
    """`0100007F:1F90` on a machine with the small end first is 127.0.0.1:8080."""
    host, port = text.split(":")
    return socket.inet_ntoa(int(host, 16).to_bytes(4, sys.byteorder)), int(port, 16)
