"""What the front end mends without asking: the finding is gone afterwards, no other has come, and comments stay."""

from __future__ import annotations

import pytest

from fsmc import compiler, fixes
from fsmc.diagnostics import Diagnostic
from fsmc.source import SourceFile

MACHINE = """\
machine M
reference RFC "https://example.org/{}"
guard a
guard b
var n: int
timer t = 3s within A, B
tag p
state A initial
state B
state C
event go
event ping
action do
any on ping -> B / start t
B, C ignore go
A, B on timeout t -> C / n = n + 1
"""


def found(text: str) -> tuple[Diagnostic, ...]:
    return compiler.check(SourceFile("x.fsm", text)).errors


def mended(line: str) -> str:
    """A line after the fix of its only fault."""
    text = MACHINE + line
    (fault,) = found(text)
    assert fault.fix, fault.message
    after = fixes.apply(SourceFile("x.fsm", text), [fault.fix])
    assert found(after) == ()
    assert after.startswith(MACHINE)
    return after.removeprefix(MACHINE)


@pytest.mark.parametrize("arrow", ["=>", "-->", "->>", "- >", "→", "⇒", "⟶"])
def test_arrows_are_written_as_here(arrow: str) -> None:
    assert mended(f"A on go {arrow} B  # why\n") == "A on go -> B  # why\n"


@pytest.mark.parametrize(
    ("foreign", "here"),
    [
        ("n = 3", "n == 3"),
        ("n === 3", "n == 3"),
        ("n !== 3", "n != 3"),
        ("n <> 3", "n != 3"),
        ("n => 3", "n >= 3"),
        ("n =< 3", "n <= 3"),
        ("n ≤ 3", "n <= 3"),
        ("n≥3", "n>=3"),
        ("n ≠ 3", "n != 3"),
        ("a && b", "a and b"),
        ("a&&b", "a and b"),
        ("a||b", "a or b"),
        ("a ∧ b", "a and b"),
        ("a ∨ b", "a or b"),
        ("a AND b", "a and b"),
        ("NOT a", "not a"),
        ("!a", "not a"),
        ("a and !(a and b)", "a and not (a and b)"),
        ("¬a", "not a"),
        ("a == True", "a == true"),
        ("n-1 > 3", "n - 1 > 3"),
        ("n \N{MINUS SIGN} 1 > 3", "n - 1 > 3"),
        ("n × 2 > 3", "n * 2 > 3"),
        ("a\N{NO-BREAK SPACE}and b", "a and b"),
        ("a\N{ZERO WIDTH SPACE} and b", "a and b"),
    ],
)
def test_conditions_are_written_as_here(foreign: str, here: str) -> None:
    assert mended(f"A on go [{foreign}] -> B  # why\n") == f"A on go [{here}] -> B  # why\n"


@pytest.mark.parametrize(
    ("foreign", "here"),
    [
        ("start t = 3 s", "start t = 3s"),
        ("start t = 3 seconds", "start t = 3s"),
        ("start t = 3sec", "start t = 3s"),
        ("start t = 1.5sec", "start t = 1.5s"),
        ("start t = 30Min", "start t = 30min"),
        ("n := 3", "n = 3"),
        ("do if n = 3", "do if n == 3"),
        ("do;", "do"),
        ("do ;", "do"),
        ("do // don't", "do # don't"),
        ("do {p, p}", "do {p}"),
        ("do @1 @RFC:2 @1", "do @1 @RFC:2"),
    ],
)
def test_what_follows_the_target_is_written_as_here(foreign: str, here: str) -> None:
    assert mended(f"A on go -> B / {foreign}  # why\n") == f"A on go -> B / {here}  # why\n"


@pytest.mark.parametrize(
    ("foreign", "here"),
    [
        ("// a comment, with a comma,\nA on go -> B", "# a comment, with a comma,\nA on go -> B"),
        ("state D // the last\nA on go -> D", "state D # the last\nA on go -> D"),
        ("C..B ignore ping [n > 3]\nA on go -> B", "B..C ignore ping [n > 3]\nA on go -> B"),
        ("A, A on go -> B", "A on go -> B"),
        ("A on go, go -> B", "A on go -> B"),
        ("A ON go -> B", "A on go -> B"),
        ("State D\nA on go -> D", "state D\nA on go -> D"),
        ("state D Final\nA on go -> D", "state D final\nA on go -> D"),
        ("state D final final\nA on go -> D", "state D final\nA on go -> D"),
        ("state D “the last”\nA on go -> D", 'state D "the last"\nA on go -> D'),
        ("state ‘far’\nA on go -> far", "state 'far'\nA on go -> far"),
        ("B…C ignore ping [n > 3]\nA on go -> B", "B..C ignore ping [n > 3]\nA on go -> B"),
        ("B...C ignore ping [n > 3]\nA on go -> B", "B..C ignore ping [n > 3]\nA on go -> B"),
        ("unlisted reject\nunlisted reject\nA on go -> B", "unlisted reject\nA on go -> B"),
        ("A on go -> B\n## the end\n## of it", "A on go -> B\n# the end\n# of it"),
    ],
)
def test_statements_are_written_as_here(foreign: str, here: str) -> None:
    assert mended(f"{foreign}\n") == f"{here}\n"


@pytest.mark.parametrize(
    "line",
    [
        "Aa on go -> B",  # a near name is a guess
        "A on go -> b",
        "stat D",
        "A on go -> B / d0",
        "A on go -> B, do",
        "A on go -> B; do",
        "A on go [a & b] -> B",
        "A on go [a | b] -> B",
        "A on go -> B // do",  # a slash too many, or a comment
        "A on go -> B / n++",
        "A on go -> B / start t = 3",
        "A on go -> B / start t = 3m",  # a minute, or a metre
        "A on go [n-m > 3] -> B",
        "A on go -> B,\nstate D",  # the comma is too much, or a name is missing
        "A,\n# why\nA on go -> B",  # a comment is in the way
        "A except B on go -> B",
        "state A",
        "unlisted reject\nunlisted ignore",
        "A on go – B",
        "var m: int => 3",  # no arrow can stand here
        "state D “the\nlast”",
        "type Flag = SYN | SYN",
        "var mode: on | on",
        "A on go -> B {p p}",
    ],
)
def test_what_has_more_than_one_reading_is_left_to_people(line: str) -> None:
    faults = found(MACHINE + line + "\n")
    assert faults
    assert not any(fault.fix for fault in faults)
