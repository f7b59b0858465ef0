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
    "each of many stray commas had the rest of its statement read again": "A on,\n" * 1500,
}


@pytest.mark.parametrize("what", ONCE)
def test_what_once_did_harm_does_none(what: str) -> None:
    begun = time.process_time()
    try_text(HEAD + ONCE[what])
    assert time.process_time() - begun < 10, "it took minutes, or did not end"


def test_a_long_chain_of_raised_events_is_no_endless_one() -> None:
    events = "".join(f"event q{n}\n" for n in range(300))
    lines = "".join(f"B on q{n} -> B / raise q{n + 1}\n" for n in range(299))
    text = f"{HEAD}{events}{lines}A on e -> B / raise q0\nB ignore q299\nB on e -> A\nunlisted ignore\n"
    assert compiler.check(SourceFile("x.fsm", text)).errors == ()
