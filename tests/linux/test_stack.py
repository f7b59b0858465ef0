"""The example tcp_stack.py walks through figures 6 to 13 of RFC 9293, and sends what the machine asks it to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.examples.tcp_segments import FIN, SYN, Segment
from docs.examples.tcp_stack import Stack
from generated.tcp.tcp import TCP, Event, Rejected, State
from tests.linux.writing import events, seg

# ---- figures 6 to 13: left and right with their states, and what passes between them; `...` is on its way


FIGURES = {
    "6, basic three-way handshake": """
        right: listen
        left: connect
        SYN-SENT     --> <SEQ=100><CTL=SYN>              --> SYN-RECEIVED
        ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
        ESTABLISHED  --> <SEQ=101><ACK=301><CTL=ACK>     --> ESTABLISHED
        left: write
        ESTABLISHED  --> <SEQ=101><ACK=301><DATA=10><CTL=ACK> --> ESTABLISHED
        """,
    "7, simultaneous connection synchronization": """
        left: connect
        right: connect
        SYN-SENT     --> <SEQ=100><CTL=SYN>              ...
        SYN-RECEIVED <-- <SEQ=300><CTL=SYN>              <-- SYN-SENT
                     ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED
        SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...
        ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
                     ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> ESTABLISHED
        """,
    "8, recovery from old duplicate SYN": """
        right: listen
        left: connect
        SYN-SENT     --> <SEQ=100><CTL=SYN>              ...
                     ... <SEQ=90><CTL=SYN>               --> SYN-RECEIVED
        SYN-SENT     <-- <SEQ=300><ACK=91><CTL=SYN,ACK>  <-- SYN-RECEIVED
        SYN-SENT     --> <SEQ=91><CTL=RST>               --> LISTEN
                     ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED
        ESTABLISHED  <-- <SEQ=400><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
        ESTABLISHED  --> <SEQ=101><ACK=401><CTL=ACK>     --> ESTABLISHED
        """,
    "9, half-open connection discovery": """
        both: open
        left: reboot
        left: connect
        SYN-SENT     --> <SEQ=400><CTL=SYN>              --> ESTABLISHED
        SYN-SENT     <-- <SEQ=300><ACK=100><CTL=ACK>     <-- ESTABLISHED
        SYN-SENT     --> <SEQ=100><CTL=RST>              --> CLOSED
        left: resend
        SYN-SENT     --> <SEQ=400><CTL=SYN>              --> CLOSED
        """,
    "10, active side causes half-open connection discovery": """
        both: open
        left: reboot
        right: write
        CLOSED       <-- <SEQ=300><ACK=100><DATA=10><CTL=ACK> <-- ESTABLISHED
        CLOSED       --> <SEQ=100><CTL=RST>              --> CLOSED
        """,
    "11, old duplicate SYN initiates a reset on two passive sockets": """
        left: listen
        right: listen
                     ... <SEQ=90><CTL=SYN>               --> SYN-RECEIVED
        LISTEN       <-- <SEQ=300><ACK=91><CTL=SYN,ACK>  <-- SYN-RECEIVED
        LISTEN       --> <SEQ=91><CTL=RST>               --> LISTEN
        """,
    "12, normal close sequence": """
        both: open
        left: close
        FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSE-WAIT
        FIN-WAIT-2   <-- <SEQ=300><ACK=101><CTL=ACK>     <-- CLOSE-WAIT
        right: close
        TIME-WAIT    <-- <SEQ=300><ACK=101><CTL=FIN,ACK> <-- LAST-ACK
        TIME-WAIT    --> <SEQ=101><ACK=301><CTL=ACK>     --> CLOSED
        left: wait
        """,
    "13, simultaneous close sequence": """
        both: open
        left: close
        right: close
        FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK> ... FIN-WAIT-1
        CLOSING      <-- <SEQ=300><ACK=100><CTL=FIN,ACK> <-- FIN-WAIT-1
        CLOSING      ... <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSING
        CLOSING      --> <SEQ=101><ACK=301><CTL=ACK>     ... CLOSING
        TIME-WAIT    <-- <SEQ=301><ACK=101><CTL=ACK>     <-- CLOSING
        TIME-WAIT    ... <SEQ=101><ACK=301><CTL=ACK>     --> TIME-WAIT
        left: wait
        right: wait
        """,
}
_LINE = re.compile(r"(\S*) *(-->|<--|\.\.\.) (<\S+>) +(-->|<--|\.\.\.) ?(\S*)")


class Figure:
    """Two stacks, and what is on its way between them."""

    def __init__(self, text: str) -> None:
        begins = (99, 299) if "both: open" in text else (100, 300)
        self.now = 0.0
        self.left, self.right = (self.stack(iss) for iss in begins)
        self.wire: list[Segment] = []
        for line in text.strip().splitlines():
            self.take(line.strip())

    def stack(self, iss: int) -> Stack:
        return Stack(TCP(clock=lambda: self.now), iss=iss)

    def take(self, line: str) -> None:
        if found := _LINE.fullmatch(line):
            self.pass_on(*found.groups())
        else:
            side, call = line.split(": ")
            getattr(self, call)(*([] if side == "both" else [getattr(self, side)]))

    def pass_on(self, left: str, first: str, written: str, last: str, right: str) -> None:
        arrows = [first, last] if "-->" in (first, last) else [last, first]
        sender, receiver = (self.left, self.right) if "-->" in arrows else (self.right, self.left)
        segment = self.on_the_way(written) if arrows[0] == "..." else sender.out.pop(0)
        assert str(segment) == written
        if arrows[1] == "...":
            self.wire.append(segment)
        else:
            receiver.arrives(segment)
        for state, stack in (left, self.left), (right, self.right):
            assert state in ("", stack.tcp.state.value)

    def on_the_way(self, written: str) -> Segment:
        """Something that was sent before, or else an old duplicate from nowhere."""
        return next((segment for segment in self.wire if str(segment) == written), Segment(90, flags=frozenset({SYN})))

    def listen(self, stack: Stack) -> None:
        stack.call(Event.PASSIVE_OPEN)

    def connect(self, stack: Stack) -> None:
        stack.call(Event.ACTIVE_OPEN)

    def close(self, stack: Stack) -> None:
        stack.call(Event.CLOSE)

    def write(self, stack: Stack) -> None:
        stack.write(10)

    def open(self) -> None:
        opened(self.left, self.right)

    def reboot(self, stack: Stack) -> None:
        assert stack is self.left
        self.left = self.stack(400)

    def wait(self, stack: Stack) -> None:
        """2 MSL."""
        self.now = stack.tcp.deadline or self.now
        stack.advance()
        assert stack.tcp.state is State.CLOSED

    def resend(self, stack: Stack) -> None:
        self.now = stack.tcp.deadline or self.now
        stack.advance()


@pytest.mark.parametrize("name", FIGURES)
def test_two_stacks_walk_through_the_figure(name: str) -> None:
    Figure(FIGURES[name])


def opened(client: Stack, server: Stack) -> tuple[Stack, Stack]:
    server.call(Event.PASSIVE_OPEN)
    client.call(Event.ACTIVE_OPEN)
    carry(client, server)
    assert client.tcp.state is server.tcp.state is State.ESTABLISHED
    return client, server


def carry(one: Stack, other: Stack) -> None:
    """Bring what is sent to the other side until nobody has more to say."""
    while one.out or other.out:
        for sender, receiver in (one, other), (other, one):
            while sender.out:
                receiver.arrives(sender.out.pop(0))


def test_the_program_of_the_page_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(__file__).parents[2] / "docs/conformance.md"
    program, printed = re.findall(r"^```(?:python|text)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)[:2]
    exec(program, {})
    assert capsys.readouterr().out == printed


# ---- a stack sends


def test_numbers_go_round() -> None:
    client, server = opened(Stack(iss=2**32 - 2), Stack(iss=2**32 - 1))
    client.write(10)
    carry(client, server)
    client.call(Event.CLOSE)
    carry(client, server)
    server.call(Event.CLOSE)
    carry(client, server)
    assert (client.tcp.state, server.tcp.state) == (State.TIME_WAIT, State.CLOSED)
    assert (client.nxt, server.rcv) == (10, 10)


def test_what_was_written_before_the_connection_is_open_goes_out_before_the_fin() -> None:
    client, server = Stack(iss=100), Stack(iss=300)
    server.call(Event.PASSIVE_OPEN)
    client.call(Event.ACTIVE_OPEN)
    server.arrives(client.out.pop())
    server.write(7)
    server.call(Event.CLOSE)
    client.arrives(server.out.pop())
    server.arrives(client.out.pop())
    assert list(map(str, server.out)) == ["<SEQ=301><ACK=101><DATA=7><CTL=ACK>", "<SEQ=308><ACK=101><CTL=FIN,ACK>"]


def test_the_oldest_segment_is_sent_again() -> None:
    now = 0.0
    client, server = opened(Stack(TCP(clock=lambda: now), iss=100), Stack(iss=300))
    client.write(4)
    client.write(2)
    client.call(Event.CLOSE)
    assert [segment.seq for segment in client.out] == [101, 105, 107]
    lost = client.out[:]
    client.out.clear()
    for segment in lost:
        now = client.tcp.deadline or now
        client.advance()
        assert client.out == [segment]
        carry(client, server)
    assert (client.tcp.state, server.tcp.state) == (State.FIN_WAIT_2, State.CLOSE_WAIT)


def test_a_refused_write_is_not_sent_later() -> None:
    client, server = opened(Stack(iss=100), Stack(iss=300))
    client.call(Event.CLOSE)
    with pytest.raises(Rejected):
        client.write(5)
    carry(client, server)
    assert client.unsent == 0
    assert server.rcv == 102


@pytest.mark.parametrize(
    ("segment", "answer"),
    [
        (seg(7, None, SYN, length=2), "<SEQ=0><ACK=10><CTL=RST,ACK>"),
        (seg(7, 55), "<SEQ=55><CTL=RST>"),
    ],
    ids=str,
)
def test_a_closed_stack_answers_with_a_rst_that_counts(segment: Segment, answer: str) -> None:
    stack = Stack()
    stack.arrives(segment)
    assert list(map(str, stack.out)) == [answer]


def test_what_comes_with_a_syn_is_held_until_the_connection_is_open() -> None:
    server = Stack(iss=300)
    server.call(Event.PASSIVE_OPEN)
    assert events(server.arrives(seg(90, None, SYN, FIN, length=4))) == [Event.RCV_SYN, Event.RCV_TEXT, Event.RCV_FIN]
    steps = server.arrives(seg(96, 301))
    assert [(step.event, step.before, step.after) for step in steps] == [
        (Event.RCV_ACK_OF_SYN, State.SYN_RECEIVED, State.ESTABLISHED),
        (Event.RCV_TEXT, State.ESTABLISHED, State.ESTABLISHED),
        (Event.RCV_FIN, State.ESTABLISHED, State.CLOSE_WAIT),
    ]


def test_a_rst_takes_no_number() -> None:
    stack = Stack(iss=100)
    stack.call(Event.ACTIVE_OPEN)
    assert events(stack.arrives(seg(7, 102))) == [Event.RCV_BAD_ACK]
    assert str(stack.out[-1]) == "<SEQ=102><CTL=RST>"
    assert events(stack.arrives(seg(7, 102))) == [Event.RCV_BAD_ACK]


def test_a_rst_that_no_ack_asked_for_comes_next() -> None:
    client, server = (Stack(TCP(rfc5961=False), iss=iss) for iss in (100, 300))
    opened(client, server)
    for stack in client, server:
        stack.write(4)
        stack.out.clear()
    client.call(Event.ABORT)
    server.arrives(seg(101, None, SYN))
    assert [str(*stack.out) for stack in (client, server)] == ["<SEQ=105><CTL=RST>", "<SEQ=305><CTL=RST>"]
