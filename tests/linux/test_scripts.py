"""What goes over the wire comes back from it, and a script says what it seems to say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docs.examples.tcp_segments import ACK, FIN, RST, SYN, Segment
from tests.linux import wire
from tests.linux.namespace import KERNEL, PEER
from tests.linux.script import Said, Step, cases, said

# ---- the wire


def test_the_checksum_is_that_of_rfc_1071() -> None:
    assert wire.checksum(bytes.fromhex("0001f203f4f5f6f7")) == 0xFFFF - 0xDDF2
    assert wire.checksum(b"\xff\xff\xff\xff\xff") == wire.checksum(b"\xff\xff\xff\xff\xff\x00")


numbers = st.integers(0, 2**32 - 1)
flags = st.frozensets(st.sampled_from([SYN, ACK, FIN, RST]))


@settings(deadline=None)
@given(st.builds(Segment, numbers, numbers, flags, st.integers(0, 65535), st.integers(0, 1000)))
def test_a_segment_comes_back_from_the_wire(segment: Segment) -> None:
    packet = wire.Packet((KERNEL, 80), (PEER, 10000), segment)
    data = wire.packed(packet)
    assert wire.unpacked(data) == packet
    assert wire.checksum(data[:20]) == 0
    assert wire.checksum(data[12:20] + bytes([0, wire.TCP]) + (len(data) - 20).to_bytes(2, "big") + data[20:]) == 0


def test_what_is_no_segment_and_no_echo_is_passed_over() -> None:
    assert wire.unpacked(wire.echo(1, KERNEL, PEER)) is None
    assert wire.echoed(wire.echo(1, KERNEL, PEER)) is None  # a request, no reply
    assert wire.unpacked(b"\x60" + bytes(39)) is None


# ---- the scripts


def test_a_case_goes_on_where_another_ends(tmp_path: Path) -> None:
    first = "case a with rto=200: one\n connect -> SYN-SENT / SYN\n\n"
    second = "case b after a with since=612: two # really\n close -> CLOSED\n"
    (tmp_path / "all.txt").write_text(first + second, encoding="utf-8")
    one, two = cases(tmp_path)
    assert [step.what for step in two.steps] == ["connect", "close"]
    assert (one.settings, two.settings, two.title) == ({"rto": 200}, {"rto": 200, "since": 612}, "two")
    assert two.steps[1] == Step("close", "CLOSED", "CLOSED", "", "all.txt:5")


def test_a_step_may_depart(tmp_path: Path) -> None:
    (tmp_path / "all.txt").write_text("case a: one\n < RST -> CLOSED  not LISTEN / ACK  (why)", encoding="utf-8")
    assert cases(tmp_path)[0].steps == [Step("< RST", "CLOSED", "LISTEN / ACK", "why", "all.txt:2")]


@pytest.mark.parametrize("text", ["case a: one\ncase a: two", "case a after b: one", "case a: one\n connect CLOSED"])
def test_what_makes_no_sense_is_an_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "all.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"all\.txt"):
        cases(tmp_path)


def test_a_segment_is_said_relative_to_what_is_in_order() -> None:
    assert said("< FIN,ACK ack-1") == Said(frozenset({FIN, ACK}), ack=-1)
    assert said("< SYN skip 1000") == Said(frozenset({SYN}), skip=1000)
    assert said("< ACK text 4 seq+0") == Said(frozenset({ACK}), seq=0, text=4)
