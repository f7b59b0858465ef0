"""Inputs that once did harm: a traceback, a hang, or a finding that was not true."""

from __future__ import annotations

import time

import pytest

from fsmc import compiler
from fsmc.source import SourceFile
from tests.fuzz.trials import try_text

HEAD = """\
machine M
var n: int
var d: duration
state A initial
state B
event e
"""

ONCE = {
    "int() refuses numbers of more than 4300 digits": f"const C = {'9' * 5000}\n",
    "a sum of durations is no float any more": f"const D = 1s * 1{'0' * 400}\nA on e [d < D] -> B\nA ignore e [else]\n",
    "a product of durations is no float any more": (
        f"A on e [d < 1s * {' * '.join(['9' * 99] * 5)}] -> B\nA ignore e [else]\n"
    ),
    "fields of fields went deeper than Python's stack": f"A on e [n{'.y' * 500}] -> B\n",
    "groups of groups went deeper than Python's stack": "".join(f"group G{n} = G{n + 1}\n" for n in range(400)),
    "a circle of groups went deeper than Python's stack": "".join(
        f"group G{n} = G{(n + 1) % 400}\n" for n in range(400)
    ),
    "constants of constants went deeper than Python's stack": (
        "const C0 = 1\n" + "".join(f"const C{n + 1} = C{n} + 1\n" for n in range(400)) + "A on e [n < C400] -> B\n"
    ),
    "constants that double were put in each other's places": (
        "const C0 = 1\n" + "".join(f"const C{n + 1} = C{n} + C{n}\n" for n in range(60)) + "A on e [n < C60] -> B\n"
    ),
    "constants that are squared": "const C0 = 9\n" + "".join(f"const C{n + 1} = C{n} * C{n}\n" for n in range(60)),
    "a scenario whose number is beyond all memory after some steps": (
        f"A on e -> stay / n = (n + 2) * (n + 2) * (n + 2) * (n + 2)\nscenario s: A{', e -> A' * 30}\n"
    ),
    "names with numbers of more than 4300 digits were put in order": (
        f"type T{'9' * 5000} = a | b\ntype T{'8' * 5000} = a | b\nA on e -> B\nB ignore e\n"
    ),
    "each digit of a long number that is none had the rest of it read again": f"{'9' * 9990}x\n" * 20,
    "each of many stray commas had the rest of its statement read again": "A on,\n" * 1500,
}


@pytest.mark.parametrize("what", ONCE)
def test_what_once_did_harm_does_none(what: str) -> None:
    begun = time.process_time()
    try_text(HEAD + ONCE[what])
    assert time.process_time() - begun < 10, "it took minutes, or did not end"


@pytest.mark.parametrize(
    ("first", "grown", "what"),
    [
        ("n = 7", "n = (n + 2) * n * n * n", "a number of more than 1,000 digits"),
        ("d = 7s", f"d = d * 1{'0' * 90}", "a duration that no float holds"),
    ],
)
def test_a_number_that_grows_beyond_all_measure_is_a_step_that_fails(first: str, grown: str, what: str) -> None:
    lines = f"A on e -> B / {first}\nB on e -> stay / {grown}\n"
    text = f"{HEAD}{lines}scenario s: A, e -> B{', e -> B' * 30}\n"
    found = compiler.check(SourceFile("x.fsm", text)).errors
    assert [error.code for error in found] == ["FSM053"]
    assert f"does not hold: {what} is beyond all measure" in found[0].message


def test_a_long_chain_of_raised_events_is_no_endless_one() -> None:
    events = "".join(f"event q{n}\n" for n in range(300))
    lines = "".join(f"B on q{n} -> B / raise q{n + 1}\n" for n in range(299))
    text = f"{HEAD}{events}{lines}A on e -> B / raise q0\nB ignore q299\nB on e -> A\nunlisted ignore\n"
    assert compiler.check(SourceFile("x.fsm", text)).errors == ()
