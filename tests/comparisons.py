"""Comparisons built by hand, for tests of what is told of them: two doors, and what changed between them."""

from __future__ import annotations

from dataclasses import replace

from fsmc import compiler
from fsmc.diff.side import Report, Side
from fsmc.diff.verdict import (
    Answer,
    Axis,
    CellChange,
    Change,
    Comparison,
    DeclarationChange,
    Grade,
    Move,
    Renaming,
    Reply,
    Trace,
    Verdict,
    Way,
)
from fsmc.source import SourceFile, Span

OLD = """\
machine Door
state Open initial
state Shut
state Locked
timer draught = 3s within Open
event push
event turn
event knock (loud: bool)
action squeak
Open on push -> Shut / squeak
Shut on push -> Open / start draught
Shut on turn -> Locked
Open on timeout draught -> Shut
Locked ignore push
"""
NEW = """\
machine Door
state Open initial
state Shut
state Bolted
timer draught = 5s within Open
event push
event turn
event knock (loud: bool)
action squeak
Open on push -> Shut
Shut on push -> Open / start draught
Shut on turn -> Bolted
Open on timeout draught -> Shut
Bolted ignore push
Bolted on knock [loud] -> Shut
"""


def side(name: str, text: str) -> Side:
    """A spec by its name."""
    source = SourceFile(name, text)
    machine = compiler.check(source).machine
    assert machine
    return Side(source, machine)


def line(number: int) -> Span:
    return Span(number, 1, number, 9)


def verdict(axis: Axis, grade: Grade, trace: Trace | None = None, *, because: str = "") -> Verdict:
    return Verdict(
        axis, grade, because or f"{axis} is {grade}", trace, open=("is it?",) if grade is Grade.UNKNOWN else ()
    )


TRACE = Trace(
    (("reliable", "true"),),
    (
        Move("push", "push", Reply(Answer.TAKEN, "Open", ("squeak",)), Reply(Answer.TAKEN, "Open", ("squeak",))),
        Move(
            "push",
            "press",
            Reply(Answer.TAKEN, "Shut", ("squeak",), timers=(("draught", "3s"),), spans=(line(10),)),
            Reply(Answer.REFUSED, "Open", reason="not now", spans=(line(15),)),
        ),
    ),
)
CELLS = (
    CellChange(
        (Change.OTHER_ACTIONS,),
        ("Open", "push"),
        ("Open", "push"),
        (Way("-> Shut / squeak", "", "Shut", ("squeak",), line(10), True),),
        (Way("-> Shut", "", "Shut", (), line(10), True),),
    ),
    CellChange(
        (Change.ADDED,),
        ("Locked", "knock"),
        ("Bolted", "knock"),
        (),
        (Way("[loud] -> Shut", "loud", "Shut", (), line(15), True),),
        reachable=False,
    ),
    CellChange(
        (Change.OTHER_VERDICT,),
        ("Locked", "push"),
        ("Bolted", "push"),
        (Way("ignore", "", "", (), line(14), True),),
        (Way('reject "bolted"', "", "", (), line(14), True),),
    ),
)
COMPARISON = Comparison(
    "Door",
    "Door",
    (Renaming("state", "Locked", "Bolted"),),
    CELLS,
    (
        DeclarationChange(
            "timer", "draught", "timer draught = 3s within Open", "timer draught = 5s within Open", line(5), line(5)
        ),
    ),
    (
        verdict(Axis.BEHAVIOUR, Grade.BREAKING, TRACE, because="Open on push does something else"),
        replace(verdict(Axis.NAMES, Grade.BREAKING), details=("State.LOCKED is gone",)),
        verdict(Axis.STORED, Grade.NARROWS),
        verdict(Axis.ACTIONS, Grade.BREAKING, TRACE),
    ),
)
SAME = Comparison("Door", "Door", (), (), (), tuple(verdict(axis, Grade.IDENTICAL) for axis in Axis))


def report(
    comparison: Comparison = COMPARISON, *, old: str = "main:specs/door.fsm", new: str = "specs/door.fsm"
) -> Report:
    """What the formats are given."""
    return Report(comparison, side(old, OLD), side(new, NEW))
