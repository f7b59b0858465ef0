"""What the front end proposes in place of what people write who come from elsewhere."""

from __future__ import annotations

import pytest

from fsmc import compiler
from fsmc.source import SourceFile

MACHINE = """\
machine M
var n: int
var patience: duration
timer t = 3s within A, B
state A initial
state B
event go
event ask (text: str)
action say (text: str)
A, B on timeout t -> B
A on ask -> B / start t
"""

WAYS_OUT = {
    "final state C": "write `state C final`",
    "initial state C": "write `state C initial`",
    "final C": "write `state C final`",
    "enum Grade = low | high": "did you mean 'type'?",
    "variable x: int": "did you mean 'var'?",
    "transition A go B": "no word stands before the states: `STATES on",
    "type Floor = int": "a type has no second name: write `int` where it is wanted",
    "const HALF = 3s / 2": "there is no division: write what it comes to",
    "event named (name: string)": "did you mean 'str'?",
    "event named (late: Boolean)": "did you mean 'bool'?",
    "B on go [ready] -> A": "declare it: `guard ready`, or `var ready: bool`",
    "B on go -> A / say(HELLO)": 'a text stands in double quotes: `"HELLO"`',
    "B on go -> A / patience = LONG": "declare it: `var LONG: duration`",
    "B on go -> A / n = many": "declare it: `var many: int`",
    "B on timeout -> A": "name the timer that expires: `timeout NAME`",
    "B on t -> A": "its expiry is written `timeout t`",
}


@pytest.mark.parametrize("line", WAYS_OUT)
def test_what_is_written_elsewhere_is_told_as_it_is_written_here(line: str) -> None:
    (fault,) = compiler.check(SourceFile("x.fsm", f"{MACHINE}{line}\n")).errors
    assert fault.help.startswith(WAYS_OUT[line])


@pytest.mark.parametrize(
    ("line", "way_out"),
    [
        ("event class", "give it another name; its label may stay as it is"),
        ("event bounce (from: str)", "give it another name"),
    ],
)
def test_a_reserved_name_may_stay_in_a_label_where_there_is_one(line: str, way_out: str) -> None:
    (fault,) = compiler.check(SourceFile("x.fsm", f"{MACHINE}{line}\n")).errors
    assert (fault.code, fault.help) == ("FSM057", way_out)
