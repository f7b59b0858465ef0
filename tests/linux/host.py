"""Calls of a user in, what the kernel makes of them out: the kernel's end of one connection in a namespace."""

from __future__ import annotations

import array
import fcntl
import socket
import termios
from collections.abc import Mapping
from errno import EINPROGRESS

from tests.linux import kernel
from tests.linux.kernel import Address
from tests.linux.namespace import KERNEL, Namespace

_OPTIONS = {"user_timeout": 18, "syn_retries": 7}  # TCP_USER_TIMEOUT and TCP_SYNCNT, which a child inherits


class Host:
    """A socket, and if it listens the child that it has got; what a script can call has the script's name."""

    def __init__(self, namespace: Namespace, settings: Mapping[str, int], peer: Address) -> None:
        self.table = namespace.connections
        self.peer = peer
        self.socket = namespace.socket()
        self.listens = False
        self.child: socket.socket | None = None
        self.known = "CLOSED"
        for name, number in _OPTIONS.items():
            if name in settings:
                self.socket.setsockopt(socket.IPPROTO_TCP, number, settings[name])
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.bind((KERNEL, 0))
        self.socket.setblocking(False)
        self.address: Address = self.socket.getsockname()

    def state(self) -> str:
        """What the table of connections says. A listener is what there is before its first child, and not after."""
        before = self.known
        self.known = kernel.connection(self.address, self.peer, self.table)
        if self.known == "CLOSED" and self.listens and before == "LISTEN":
            self.known = "LISTEN"
        if before == "TIME-WAIT" and self.known == "SYN-RECEIVED":
            self._end_of(self.child)
            self.child = None
        return self.known

    def trouble(self) -> str:
        """TCP_INFO has to say the same, where it says anything; a listener listens on, whatever its child does."""
        end = self.child if self.listens else self.socket
        told = kernel.state_of(end) if end else None
        usual = {self.known, "CLOSED"} if self.known == "TIME-WAIT" else {self.known}
        if told is not None and told not in usual:
            return f"the table of connections says {self.known}, TCP_INFO says {told}"
        return "the listener has left LISTEN" if self.listens and kernel.state_of(self.socket) != "LISTEN" else ""

    @property
    def connection(self) -> socket.socket:
        """The socket of the connection: a child is accepted when somebody first has use for it."""
        if not self.listens or self.known == "LISTEN":
            return self.socket
        if self.child is None:
            self.child, _ = self.socket.accept()
            self.child.setblocking(False)
        return self.child

    def unread(self) -> bool:
        """Is there text that the user has not taken?"""
        if self.listens and self.known == "LISTEN":
            return False
        count = array.array("i", [0])
        fcntl.ioctl(self.connection, termios.FIONREAD, count)
        return count[0] > 0

    def listen(self) -> None:
        self.socket.listen()
        self.listens, self.known = True, "LISTEN"

    def connect(self) -> None:
        error = self.socket.connect_ex(self.peer)
        if error != EINPROGRESS:
            raise OSError(error, "connect")

    def send(self, length: int) -> None:
        self.connection.send(bytes(length))

    def receive(self) -> None:
        assert self.connection.recv(0x10000), "there is no text"

    def shutdown(self) -> None:
        self.connection.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self._left().close()

    def abort(self) -> None:
        kernel.abort(self._left())

    def _left(self) -> socket.socket:
        """The socket of the connection, which the user is about to leave."""
        left = self.connection
        self.listens = self.listens and left is not self.socket
        return left

    def acknowledge_at_once(self) -> None:
        """No delayed ACKs, as far as the kernel lets us."""
        end = self.child or self.socket
        if end.fileno() >= 0:
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def end(self) -> None:
        """Whatever is left ends without a word to anybody who could wait for it."""
        self._end_of(self.child)
        self._end_of(self.socket)

    def _end_of(self, left: socket.socket | None) -> None:
        if left and left.fileno() >= 0:
            kernel.abort(left)
