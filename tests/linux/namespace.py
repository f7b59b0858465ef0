"""Nothing in; a network of its own out, whose sockets and whose one wire this process holds though it is not in it.

A socket belongs to the network in which it was made, whoever holds it: a child makes them (`inside.py`) and hands them
over. Nothing of it can leave the machine, and nothing is left when it is closed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

INSIDE = Path(__file__).with_name("inside.py")
KERNEL, PEER = "192.0.2.1", "192.0.2.2"
"""Addresses of TEST-NET-1 (RFC 5737), which nobody has."""
PATIENCE = 10.0
"""Seconds after which a child that says nothing counts as dead."""


class UnavailableError(Exception):
    """The platform does not allow it; the text says what stands in the way."""


class Namespace:
    """A network with one machine, the running kernel under `KERNEL`, and one wire, whose other end is `wire`."""

    def __init__(self) -> None:
        if sys.platform != "linux":
            raise UnavailableError(f"namespaces are Linux's, this is {sys.platform}")
        self._door, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._door.settimeout(PATIENCE)
        with far:
            command = [sys.executable, "-I", str(INSIDE), str(far.fileno()), KERNEL]
            self._child = subprocess.Popen(command, pass_fds=[far.fileno()])
        try:
            (self.wire,) = self._receive()
        except BaseException:
            self._end()
            raise

    @property
    def connections(self) -> Path:
        """The kernel's table of the connections in here."""
        return Path(f"/proc/{self._child.pid}/net/tcp")

    def socket(self) -> socket.socket:
        """A TCP socket in here."""
        self._door.send(b"socket")
        (made,) = self._receive()
        self._receive()
        return socket.socket(fileno=made)

    def set(self, setting: str, value: int) -> bool:
        """Give a setting of `/proc/sys/net/ipv4` a value in here; false where there is none or it is fixed."""
        self._door.send(f"set {setting} {value}".encode())
        return self._door.recv(16) == b"ok"

    def close(self) -> None:
        os.close(self.wire)
        self._end()

    def _end(self) -> None:
        self._door.close()
        self._child.wait(PATIENCE)

    def _receive(self) -> list[int]:
        said, files, _, _ = socket.recv_fds(self._door, 4096, 1)
        if said != b"ok":
            raise UnavailableError(said.decode() or "the child that makes the namespace has died")
        return files

    def __enter__(self) -> Namespace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
