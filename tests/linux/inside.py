"""The other end of a socket pair in; sockets, a TUN device and settings of a new network namespace out.

Run by `namespace.py` as a program of its own, so that nobody else's namespace changes. What it makes ends with it. The
network has no device but `lo` and the TUN device, so nothing can leave the machine. Only the standard library is
imported.
"""

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
SIOCSIFADDR, SIOCSIFNETMASK, SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8916, 0x891C, 0x8913, 0x8914, 0x1
DEVICE, MASK = "tun0", "255.255.255.0"


def serve(door: socket.socket, address: str) -> None:
    """Make the network, say so or why not, then answer requests until the other end is closed."""
    try:
        _leave()
        wire = _network(address)
    except (OSError, AttributeError) as error:
        door.send(f"no network of our own can be made: {error}".encode())
        return
    socket.send_fds(door, [b"ok"], [wire])
    while request := door.recv(4096).decode():
        _answer(door, *request.split(" "))


def _answer(door: socket.socket, word: str, *arguments: str) -> None:
    if word == "set":
        door.send(b"ok" if _set(*arguments) else b"no")
        return
    with socket.socket() as made:
        socket.send_fds(door, [b"ok"], [made.fileno()])
    door.send(b"ok")  # Ours is closed: from now on a close of the other end is the last one.


def _set(setting: str, value: str) -> bool:
    try:
        Path("/proc/sys/net/ipv4", setting).write_text(value, encoding="ascii")
    except OSError:  # an older kernel has no such setting, or what the platform lets us see is read-only
        return False
    return True


def _leave() -> None:
    """Into a user and a network namespace; whoever may not make the first may yet be allowed the second."""
    user, group = os.geteuid(), os.getegid()
    try:
        _unshare(CLONE_NEWUSER | CLONE_NEWNET)
    except OSError:
        _unshare(CLONE_NEWNET)
        return
    _write("setgroups", "deny")
    _write("uid_map", f"0 {user} 1")
    _write("gid_map", f"0 {group} 1")


def _unshare(flags: int) -> None:
    if ctypes.CDLL(None, use_errno=True).unshare(flags):
        number = ctypes.get_errno()
        raise OSError(number, f"unshare: {os.strerror(number)}")


def _write(name: str, text: str) -> None:
    Path("/proc/self", name).write_text(text, encoding="ascii")


def _network(address: str) -> int:
    """The wire: what is written to it arrives at the kernel, what the kernel sends is read from it."""
    wire = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    fcntl.ioctl(wire, TUNSETIFF, struct.pack("16sH22x", DEVICE.encode(), IFF_TUN | IFF_NO_PI))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFADDR, _request(DEVICE, address))
        fcntl.ioctl(control, SIOCSIFNETMASK, _request(DEVICE, MASK))
        for device in "lo", DEVICE:
            _up(control, device)
    return wire


def _request(device: str, address: str) -> bytes:
    return struct.pack("16sHH4s8x", device.encode(), socket.AF_INET, 0, socket.inet_aton(address)) + bytes(8)


def _up(control: socket.socket, device: str) -> None:
    _, flags = struct.unpack("16sH22x", fcntl.ioctl(control, SIOCGIFFLAGS, struct.pack("16s24x", device.encode())))
    fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH22x", device.encode(), flags | IFF_UP))


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
