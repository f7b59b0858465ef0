"""Linux answers segments made by hand as the machine does, and where not, exactly as docs/conformance.md says."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from generated.tcp.tcp import State
from tests.linux import kernel, mirror, namespace, page, segments
from tests.linux.conversation import play
from tests.linux.lines import Watched
from tests.linux.namespace import KERNEL, Namespace, UnavailableError
from tests.linux.script import Case, Step, cases
from tests.linux.shadow import Change, Departure, DisagreementError, Ledger

CASES = cases()
QUICK = [case for case in CASES if not segments.too_slow(case)]
WAITED_FOR, END_OF_WAIT = Change("TIME-WAIT", "timeout time-wait", "CLOSED"), "TIME-WAIT on timeout time-wait -> CLOSED"
"""What is too slow for a test, and so is left to figures.py."""
PAGE = page.PATH.read_text(encoding="utf-8")
MISSING = segments.missing()
needs_namespace = pytest.mark.skipif(bool(MISSING), reason=MISSING)
BY_NAME = {case.name: case for case in CASES}


@pytest.fixture(scope="module")
def own() -> Iterator[Namespace]:
    with Namespace() as made:
        yield made


@pytest.fixture(scope="module")
def played() -> dict[str, Future[Ledger]]:
    return {case.name: ledger for case, ledger in segments.play_all(QUICK) if not segments.too_old(case)}


@pytest.fixture(scope="module")
def whole(played: dict[str, Future[Ledger]]) -> Ledger:
    ledger = Ledger()
    for one in played.values():
        ledger.merge(one.result())
    return ledger


# ---- what is compared


@needs_namespace
@pytest.mark.parametrize("case", QUICK, ids=lambda case: case.name)
def test_linux_answers_as_the_machine_does(case: Case, played: dict[str, Future[Ledger]]) -> None:
    if reason := segments.too_old(case):
        pytest.skip(reason)
    assert played[case.name].result().states


@needs_namespace
def test_all_eleven_states_are_reached(whole: Ledger) -> None:
    assert whole.states == {state.value for state in State}


@needs_namespace
def test_the_page_has_the_state_changes_that_were_compared(whole: Ledger) -> None:
    of_all_ages()
    assert page.noted(PAGE, segments.TITLE) == set(whole.changes) | {WAITED_FOR}


@needs_namespace
def test_the_page_has_the_lines_that_were_compared(whole: Ledger) -> None:
    of_all_ages()
    assert page.marked(PAGE, segments.TITLE) == page.marks(whole) | {END_OF_WAIT: page.ALIKE}


def of_all_ages() -> None:
    """What the page says is of a kernel that can do all that is played."""
    if left_out := [case.name for case in CASES if segments.too_old(case)]:
        pytest.skip(f"this kernel is too old for {', '.join(left_out)}")


def test_every_departure_is_a_row_of_the_page() -> None:
    rows = page.block(PAGE, "departures")
    for departure in segments.DEPARTURES:
        assert page.departures([departure]).splitlines()[-1] in rows


def test_every_departure_is_in_a_case_and_every_case_has_its_departures() -> None:
    named = {step.departure for case in CASES for step in case.steps if step.departure}
    assert named == set(segments.ROWS)
    assert len(segments.ROWS) == len(segments.DEPARTURES)


# ---- a difference is found


def altered(name: str, **changed: str) -> Case:
    """A case whose last step expects something else."""
    case = BY_NAME[name]
    return Case(case.name, case.title, case.settings, [*case.steps[:-1], replace(case.steps[-1], **changed)])


@needs_namespace
@pytest.mark.parametrize(
    "wrong",
    [
        altered("open", linux="ESTABLISHED", rfc="ESTABLISHED"),
        altered("open", linux="SYN-RECEIVED / ACK", rfc="SYN-RECEIVED / ACK"),
        altered("open", linux="ESTABLISHED / RST", rfc="ESTABLISHED / RST"),
        altered("reset-outside", linux="ESTABLISHED / ACK", rfc="ESTABLISHED / ACK"),
        altered("open-text", linux="ESTABLISHED / ACK", rfc="ESTABLISHED / ACK", departure=""),
        altered("time-wait-reset-guess", rfc="TIME-WAIT"),
        altered("time-wait-reset-guess", departure="waiting-bad-ack"),
    ],
    ids=lambda case: f"{case.name}: {case.steps[-1].linux}",
)
def test_what_is_not_so_is_a_disagreement(wrong: Case, own: Namespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.linux.conversation.LATE", 0.0)
    with pytest.raises(DisagreementError, match=wrong.name):
        play(own, wrong, segments.ROWS)


@needs_namespace
@pytest.mark.parametrize(
    "part", [{"state": "ESTABLISHED"}, {"event": "rcv-ACK"}, {"rfc": "CLOSED"}, {"linux": "CLOSED"}]
)
def test_a_departure_holds_exactly(part: dict[str, str], own: Namespace) -> None:
    rows: dict[str, Departure] = segments.ROWS | {"waiting-reset": replace(segments.ROWS["waiting-reset"], **part)}
    with pytest.raises(DisagreementError, match="the table has"):
        play(own, BY_NAME["time-wait-reset-guess"], rows)


@needs_namespace
@pytest.mark.parametrize("name", ["reset-guess", "syn", "fin-wait-1", "closing-others", "both-reset-guess"])
def test_a_machine_without_the_defences_of_rfc_5961_is_found_out(
    name: str, own: Namespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror, "Watched", lambda **options: Watched(rfc5961=False, **options))
    with pytest.raises(DisagreementError, match="expected"):
        play(own, BY_NAME[name], segments.ROWS)


@needs_namespace
def test_nothing_can_follow_a_departure_into_another_state(own: Namespace) -> None:
    case = BY_NAME["server-reset"]
    case = Case("more", "", {}, [*case.steps, Step("< ACK", "CLOSED / RST", "CLOSED / RST", "", "here:1")])
    with pytest.raises(ValueError, match="here:1: after CLOSED against LISTEN"):
        play(own, case, segments.ROWS)


# ---- the network of its own


@needs_namespace
def test_nothing_can_leave_the_machine(own: Namespace) -> None:
    devices = own.connections.with_name("dev").read_text(encoding="ascii").splitlines()[2:]
    assert {line.split(":")[0].strip() for line in devices} == {"lo", "tun0"}
    routes = own.connections.with_name("route").read_text(encoding="ascii").splitlines()[1:]
    assert [line.split()[:2] for line in routes] == [["tun0", "000200C0"]]


@needs_namespace
def test_nobody_elses_network_changes_and_nothing_is_left() -> None:
    before = os.readlink("/proc/self/ns/net"), socket.if_nameindex()
    with Namespace() as made:
        assert os.readlink(made.connections.parents[1] / "ns/net") != before[0]
        with made.socket() as inside, socket.socket() as outside:
            inside.bind((KERNEL, 0))
            with pytest.raises(OSError, match="assign requested address"):
                outside.bind((KERNEL, 0))
        child = made.connections.parents[1]
    assert (os.readlink("/proc/self/ns/net"), socket.if_nameindex()) == before
    assert not child.exists()


@needs_namespace
def test_a_setting_that_is_not_there_is_no_trouble(own: Namespace) -> None:
    assert own.set("tcp_timestamps", 0)
    assert not own.set("tcp_no_such_thing", 0)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (
            "import socket, sys; socket.socket(fileno=int(sys.argv[1])).send(b'no namespace for you')",
            "namespace for you",
        ),
        ("", "has died"),
    ],
)
def test_where_it_cannot_be_made_the_reason_is_told(
    program: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inside.py").write_text(program, encoding="utf-8")
    monkeypatch.setattr(namespace, "INSIDE", tmp_path / "inside.py")
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(UnavailableError, match=reason):
        Namespace()


def test_other_platforms_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(UnavailableError, match="this is darwin"):
        Namespace()
    assert "darwin" in segments.missing()


@pytest.mark.parametrize(
    ("release", "number"), [("6.18.44-fc", (6, 18)), ("5.4.0-100-generic", (5, 4)), ("unknown", (0, 0))]
)
def test_a_kernel_that_is_too_old_for_a_case_is_not_asked(
    release: str, number: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.release", lambda: release)
    assert kernel.release() == number
    assert bool(segments.too_old(Case("", "", {"since": 612}))) == (number < (6, 12))
    assert not segments.too_old(Case("", "", {}))
