"""What warnings of structure offer beside their message: fixes that keep what stands beside, other places, ways out."""

from __future__ import annotations

import pytest

from fsmc import compiler, fixes
from fsmc.diagnostics import Diagnostic
from fsmc.lint import Demands
from fsmc.source import SourceFile

LOOPS = """\
machine Loops
reference Manual
reference Other
state A initial
state 'B 2'
event e (n: int)
event f
A on e [n > 3] -> 'B 2'
{line}
'B 2' on e -> A
'B 2' ignore f
"""


def found(text: str, demands: Demands = Demands()) -> tuple[Diagnostic, ...]:  # noqa: B008
    return compiler.check(SourceFile("test.fsm", text), demands).diagnostics


def mended(text: str) -> str:
    judged = lambda source: compiler.check(source).diagnostics  # noqa: E731
    return fixes.mend(SourceFile("test.fsm", text), judged).source.text


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("A on e [else] -> stay", "A ignore e [else]"),
        ("A   on f   -> A   @4.1 @Other:2.3   # why", "A ignore f  @4.1 @Other:2.3   # why"),
        ("A on f, e [else] -> stay {MAY-1, SHOULD} ## told", "A ignore f, e [else]  {MAY-1, SHOULD} ## told"),
        ("A on f -> stay @Other:2", "A ignore f  @Other:2"),
        ("A on f,  # why\\n  e [else] -> stay".replace("\\n", "\n"), None),
    ],
)
def test_a_loop_that_does_nothing_is_mended_with_all_that_stands_beside_it(line: str, instead: str | None) -> None:
    text = LOOPS.format(line=line)
    assert mended(text) == LOOPS.format(line=instead or line)


def test_the_new_line_is_shown_even_where_it_cannot_be_written_without_asking() -> None:
    (loop,) = (each for each in found(LOOPS.format(line="A on f,\n  e [else] -> stay")) if each.code == "FSM098")
    assert loop.fix is None
    assert loop.help == "say `A ignore f, e [else]`"


def test_an_unused_group_goes_with_its_documentation_and_leaves_other_comments() -> None:
    group = "## Told.\n# kept\ngroup G = A  # kept too\n"
    text = f"machine M\nstate A initial final\nevent e\naction a\n{group}A on e -> stay / a\n"
    assert "group" not in mended(text)
    assert "Told" not in mended(text)
    assert mended(text).count("kept") == 2


def test_requirements_are_shown_with_all_lines_that_carry_them() -> None:
    text = """\
machine Steps
state A initial
state B
event e
event f
action a
A on e -> B
B on e -> A / a {MUST-1}
B on f -> A {MUST-1}
A on f -> stay / a
scenario s: A, e -> B
"""
    (one,) = found(text)
    assert (one.span.line, [note.span.line for note in one.notes]) == (8, [9])
    assert found(text.replace("s: A, e -> B", "s: A, e -> B, f -> A")) == ()


def test_cells_left_to_the_policy_are_told_by_state_those_that_leave_most_first() -> None:
    text = "machine M\nstate A initial\nstate B\nevent e\nevent f\nevent g\nA on e, f -> B\nB on g -> A"
    (one,) = found(text, Demands(max_unlisted=0))
    assert [note.text for note in one.notes] == ["B leaves 2: e and f", "A leaves 1: g"]
    assert found(text, Demands(max_unlisted=3)) == ()


def test_an_expiry_that_would_lead_there_says_why_it_does_not() -> None:
    text = """\
machine Kiln
timer heat = 1h within Cold, Warm
state Cold initial
state Warm
state Hot
event light
event blow
Cold on light -> Warm
Warm on blow  -> Cold
Warm on timeout heat -> Hot
Hot  on blow  -> Warm / start heat
"""
    far = next(each for each in found(text) if each.code == "FSM080")
    assert [note.text for note in far.notes] == ["timer 'heat' never runs in Warm: no path starts it"]
    assert far.notes[0].span.line == 10


@pytest.mark.parametrize(
    ("others", "name", "instead"),
    [
        ("SYN-SENT SYN-RCVD FIN-WAIT", "timeWait", "TIME-WAIT"),
        ("Req-Sent Ack-Rcvd Ack-Sent", "time_wait", "Time-Wait"),
        ("req_sent ack_rcvd ack_sent", "TimeWait", "time_wait"),
        ("reqSent ackRcvd ackSent", "time-wait", "timeWait"),
        ("ReqSent AckRcvd AckSent", "time-wait", "TimeWait"),
        ("Idle Busy Done", "gone", "Gone"),
        ("idle busy done", "Gone", "gone"),
        ("Idle Busy Done", "UDP", None),
        ("Idle Busy Done", "2-way", None),
        ("Idle-One Busy-Two", "goneThree", None),
        ("Idle-One Busy-Two Done-Three", "GoneFour-Five", None),
        ("Idle-One Busy-Two Done-Three", "WiFi", None),
    ],
)
def test_a_name_of_another_style_is_shown_in_the_common_one(others: str, name: str, instead: str | None) -> None:
    first, *rest = [*others.split(), name]
    lines = [f"state {each}" for each in rest]
    lines += [f"{before} on e -> {after}" for before, after in zip([first, *rest], [*rest, first], strict=True)]
    text = "\n".join(["machine M", "event e", f"state {first} initial", *lines])
    assert [each.help for each in found(text)] == ([f"write `{instead}`"] if instead else [])
