"""Real sockets on 127.0.0.1, each with a machine at its side: no packet leaves the machine.

The loopback delivers at once, so most states would be over before they could be read. Whoever is to stay in one is made
to wait: for a listener whose queue is full and that drops SYNs, for a child that does not take a bare ACK
(`TCP_DEFER_ACCEPT`), for a peer that reads nothing, so that a FIN has to queue behind data. Where the kernel allows it
(some want CAP_NET_ADMIN for that), a socket filter makes an end deaf, as if the network had lost what comes next.
"""

from __future__ import annotations

import ctypes
import errno
import socket
import struct
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Any

from generated.tcp.tcp import Actions, Event, Fit, Flag
from tests.linux import kernel
from tests.linux.kernel import Address
from tests.linux.lines import Watched
from tests.linux.shadow import Ledger, Shadow

HOST = "127.0.0.1"
ANYBODY: Address = ("0.0.0.0", 0)
EXACT = Fit.EXACT

_ATTACH_FILTER, _DETACH_FILTER = 26, 27  # SO_ATTACH_FILTER and SO_DETACH_FILTER of asm-generic/socket.h
_LOAD_FLAGS = (0x30, 0, 0, 13)  # ldb [13]: the flags of the TCP header
_KEEP, _DROP = (0x06, 0, 0, 0xFFFF), (0x06, 0, 0, 0)
_BITS = {Flag.FIN: 0x01, Flag.SYN: 0x02, Flag.RST: 0x04, Flag.ACK: 0x10}


class End:
    """One end of a connection: a socket of the kernel (or a child that is not accepted yet), and its shadow."""

    def __init__(
        self, ledger: Ledger, sock: socket.socket | None, local: Address, remote: Address = ANYBODY, **options: Any
    ) -> None:
        self.sock = sock
        self.local = local
        self.remote = remote
        self.now = 0.0
        self.tcp = Watched(clock=lambda: self.now, **options)
        if sock is None:  # The RFC has one connection for a listener and its child, so the child was in LISTEN before.
            self.tcp.passive_open()
        self.shadow = Shadow(self.read, ledger, self.tcp)
        self.takes = self.shadow.takes
        self.takes_together = self.shadow.takes_together
        self.takes_unlike = self.shadow.takes_unlike
        self.passes = self.shadow.passes

    @property
    def own(self) -> socket.socket:
        assert self.sock, "nobody has accepted the child"
        return self.sock

    def read(self) -> str:
        """The kernel's state: by the socket while it knows, then by the table of connections."""
        state = kernel.state_of(self.sock) if self.sock else None
        return kernel.connection(self.local, self.remote) if state in (None, "CLOSED") else state

    def hears(self, *flags: Flag) -> None:
        """From now on only segments with one of these flags arrive; with none given, nothing does."""
        bits = sum(_BITS[flag] for flag in flags)
        _attach(self.own, [_LOAD_FLAGS, (0x45, 0, 1, bits), _KEEP, _DROP])  # jset: any of the bits?

    def hears_all(self) -> None:
        self.own.setsockopt(socket.SOL_SOCKET, _DETACH_FILTER, 0)

    def listen(self, backlog: int = 8) -> None:
        """A passive OPEN."""
        self.own.listen(backlog)
        self.takes(Event.PASSIVE_OPEN)

    def defer_accept(self) -> None:
        """From now on children wait in SYN-RECEIVED for more than a bare ACK."""
        self.own.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 5)

    def connect(self, address: Address) -> None:
        """An active OPEN, which does not wait."""
        self.remote = address
        error = self.own.connect_ex(address)
        if error != errno.EINPROGRESS:
            raise OSError(error, "connect")

    def write(self, length: int = 1) -> int:
        return self.own.send(bytes(length))

    def fill(self) -> int:
        """Write until nothing more fits, neither here nor at the peer; how much that was."""
        length = 0
        with suppress(BlockingIOError):
            while True:
                length += self.write(1 << 20)
        self.takes(Event.SEND)
        return length

    def empty(self, length: int) -> None:
        """Read as much."""
        self.own.settimeout(kernel.PATIENCE)
        while length:
            text = self.own.recv(min(length, 1 << 20))
            assert text, f"{length} bytes are missing"
            length -= len(text)
        self.own.setblocking(False)

    def lose_patience(self) -> None:
        """The kernel's user timeout, as short as can be, runs out."""
        self.own.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1)
        self.expires(Event.TIMEOUT_USER)

    def shut(self) -> None:
        """The CLOSE of the RFC, after which one may go on reading."""
        self.own.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """The CLOSE that ends reading too, as `half-duplex` says."""
        self.own.close()

    def abort(self) -> Actions:
        """Abort, and tell the shadow."""
        kernel.abort(self.own)
        return self.takes(Event.ABORT)

    def expires(self, timer: Event) -> None:
        """The kernel's timer runs out by itself, the machine's when its clock has gone on far enough."""
        before = self.tcp.state
        while self.tcp.state is before:
            assert self.tcp.deadline is not None, f"no timer ends {before.value}"
            self.now = self.tcp.deadline
            self.tcp.advance()
        self.shadow.compare([timer])


def _attach(sock: socket.socket, program: list[tuple[int, int, int, int]]) -> None:
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    sock.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, struct.pack("HP", len(program), ctypes.addressof(code)))


class Scene:
    """The sockets of one story. At the end they are all closed, so that nothing is left behind."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._sockets = ExitStack()

    def __enter__(self) -> Scene:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._sockets.close()

    def end(self, port: int = 0, **options: Any) -> End:
        """A socket with an address of its own, not yet of any use."""
        sock = self._keep(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((HOST, port))
        sock.setblocking(False)
        return End(self.ledger, sock, sock.getsockname(), **options)

    def server(self) -> End:
        server = self.end()
        server.listen()
        return server

    def busy(self) -> End:
        """A listener whose queue is full, so that it drops every SYN: Linux takes one more than it is told."""
        server = self.end()
        server.listen(1)
        for _ in range(2):
            self.end().connect(server.local)
        return server

    def relieve(self, server: End) -> None:
        """Make room in the queue."""
        self._accepted(server)

    def child(self, server: End, client: End, **options: Any) -> End:
        """What the listener makes of a SYN."""
        return End(self.ledger, None, server.local, client.local, **options)

    def accept(self, server: End, child: End) -> None:
        """Take the child out of the listener's queue."""
        child.sock = self._accepted(server)

    def _accepted(self, server: End) -> socket.socket:
        server.own.settimeout(kernel.PATIENCE)
        sock, _ = server.own.accept()
        sock.setblocking(False)
        return self._keep(sock)

    def pair(self, **options: Any) -> tuple[End, End]:
        """A client and the child that serves it, connected."""
        server, client = self.server(), self.end(**options)
        client.connect(server.local)
        client.passes(Event.ACTIVE_OPEN, Event.RCV_SYN_ACK)
        child = self.child(server, client, **options)
        self.accept(server, child)
        child.passes(Event.RCV_SYN, Event.RCV_ACK_OF_SYN)
        server.close()
        return client, child

    def _keep(self, sock: socket.socket) -> socket.socket:
        self._sockets.callback(_end, sock)
        return sock


def _end(sock: socket.socket) -> None:
    if sock.fileno() >= 0:
        kernel.abort(sock)
