"""Specs whose generated tests once overlooked a fault, or failed on their own machine."""

from __future__ import annotations

import pytest

from fsmc.emit.suite import emit_suite
from fsmc.mutate.run import Fate, Grader, survey
from tests.mutate.machines import machine, mutants_of

HEAD = "machine M\nstate A initial\nstate B\nevent e\nevent f\naction act\n"

RAISED_NOWHERE = HEAD + "guard ok\nA on e [ok] -> B\nany ignore other\nenter A / raise f\n"
HALF_A_NUMBER = HEAD + "option limit: int = 3\nA on e [(5 - limit) * 1.5s > 2s] -> B\nany ignore other\n"
REFUSED_LATER = (
    HEAD + "var n: int\nguard ok\nA on e -> stay / raise f\n"
    "A on f -> stay / n = 0 if n > 5 and ok, raise g\nevent g\n"
    "A reject g [n < 3]\nA ignore g [else]\nB ignore e, f, g\n"
)
DUE_AT_ONCE = (
    HEAD + "timer t = 0s within A\ntimer u = 0s within A\nguard ok\nA on e -> stay / start t, start u\n"
    "A on timeout t [ok] -> stay / act\nA on timeout t [else] -> stay\nA on timeout u -> B\nA ignore f\nB ignore e, f\n"
    "scenario s: A, e -> A, timeout u -> B\n"
)
"""Another timer is due when a scenario has one expire."""

REFUSED_AFTER_A_LOOK = (
    HEAD + "guard p\nguard q\nA on e -> stay / raise f\nA on f [p and q] -> B / act\nA on f [p and not q] -> B\n"
    "A reject f [not p]\nB ignore e, f\n"
)
"""What is raised is refused for one guard; the module asks for both before that."""
TWO_QUESTIONS_IN_ONE = (
    HEAD + "option limit: int\nguard fits (n: int)\nA on e [limit < 2] -> B\n"
    "A on e [else] -> stay / act if fits(2), act if fits(limit)\nany ignore other\n"
)
"""With one limit the host is asked the same thing twice."""

NOTHING_BY_DEFAULT = HEAD + "option o: int\nvar n: int\nA on e -> B / n += o\nA ignore f\nB on f -> A\nB ignore e\n"
NOTHING_HANDED_ON = HEAD + "option who: str\naction say (s: str)\nA on e -> B / say(who)\nany ignore other\n"
CONDITIONAL = (
    HEAD + "var b: bool\noption o: int = 2\nguard p\nguard q\nA on e -> stay / b = not (o == 0) if p and q\n"
    "A on f -> B\nB on e -> A / b = false\nB ignore f\n"
)
ITSELF = (
    HEAD + "type T = red | dark\nvar t: T = dark\nA on e -> B / t = t\nA ignore f\nB on e -> A / t = red\nB ignore f\n"
)
BOUNDS_TOGETHER = (
    HEAD + "option o: int = 5\noption k: int = 9\nvar n: int = 1\nvar m: int = 2\nevent g (p: int, q: int)\n"
    "A on g [o - p != 2 or k - q != 3] -> stay\nA on g [else] -> B\nB on g [o + n < 2 and k + m < 4] -> A / n = p\n"
    "B on g [else] -> stay / n = p, m = q\nany ignore other\n"
)
"""Only far from the first values are both sums of B at their bounds."""
ENDLESS_OR_NOT = (
    HEAD + "var never-set: bool\nevent g (b: bool)\nA never g [b] 'no'\nA on g [else] -> stay / raise g(never-set)\n"
    "A on e -> B / act\nany ignore other\n"
).replace("'no'", '"no"')
"""That the guard counts shows in nothing but a raise without end."""
RAISED_AT_A_BOUND = (
    HEAD + "option limit: int = 5\nevent g (d: duration)\nA on g [d > 30min] -> stay / raise g(limit * 1.5s)\n"
    "A on g [else] -> B\nA on e -> B / act\nany ignore other\n"
)
"""One number for the option makes what is raised meet the bound."""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(RAISED_NOWHERE, id="what is raised on a way that nothing takes"),
        pytest.param(HALF_A_NUMBER, id="a number that is compared with half of one"),
        pytest.param(REFUSED_LATER, id="a question in vain before a refusal"),
        pytest.param(DUE_AT_ONCE, id="two timers that are due at once"),
        pytest.param(REFUSED_AFTER_A_LOOK, id="a question in vain for what is refused"),
        pytest.param(TWO_QUESTIONS_IN_ONE, id="two questions that may be one"),
    ],
)
def test_the_tests_of_a_machine_pass_on_it(text: str) -> None:
    assert Grader(machine(text)).suite.tests


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NOTHING_BY_DEFAULT, id="an option that adds nothing by default"),
        pytest.param(NOTHING_HANDED_ON, id="an option that is an empty text by default"),
        pytest.param(CONDITIONAL, id="an assignment that is not made"),
        pytest.param(ITSELF, id="a variable that is set to what it is"),
        pytest.param(BOUNDS_TOGETHER, id="bounds that many values together meet"),
        pytest.param(ENDLESS_OR_NOT, id="a guard that only keeps from raises without end"),
        pytest.param(RAISED_AT_A_BOUND, id="a number that is raised and compared"),
    ],
)
def test_no_mutant_goes_unnoticed(text: str) -> None:
    found = survey(machine(text), mutants_of(text))
    assert [trial.mutant.change for trial in found.left(Fate.SURVIVED, Fate.UNDECIDED)] == []
    assert found.counts[Fate.KILLED] > 5


def test_a_number_is_not_tried_at_half_of_one() -> None:
    assert '"limit": 3.' not in emit_suite(machine(HALF_A_NUMBER)).text
