"""Whether a run shows a fault: proofs that none does, and runs that `fsmc simulate` replays."""

from __future__ import annotations

from collections import Counter
from unittest import mock

import pytest

from fsmc.cli.simulation import Asker, Simulation
from fsmc.cli.steps import option_of
from fsmc.cli.values import StepError
from fsmc.interpreter import run
from fsmc.model import Machine
from fsmc.mutate import Finding, Judgement, Mutant, judged
from tests.mutate.machines import OVEN, SPECS, TURNSTILE, machine, mutants_of, random_texts, some_mutants, the_mutant
from tests.mutate.walks import parting
from tests.random.dice import Dice
from tests.random.twins import RAISED_AT_MOST

SPECS_AT_RANDOM = 10

HEAD = "machine M\nstate A initial\nstate B\nstate C\nevent e\nevent f\n"


def found(text: str, fault: str, change: str) -> Judgement:
    """What is known of one mutant."""
    return judged(machine(text), the_mutant(text, fault, change))


def texts(judgement: Judgement) -> list[str]:
    """The steps of the run that shows the fault."""
    assert judgement.trace is not None
    return [move.text for move in judgement.trace.moves]


# ------------------------------------------------------------------------------------------------------------ proofs


@pytest.mark.parametrize(
    ("text", "fault", "change"),
    [
        pytest.param(
            HEAD + "A on e -> B\nA on f -> stay\nB ignore e, f\nC on e -> A\nC ignore f\n",
            "other target", "-> stay, not A", id="no run comes to the state",
        ),
        pytest.param(
            HEAD + "var n: int\nA on e [n >= 0] -> stay\nA on e [else] -> B\nA on f -> stay / n += 1\n"
            "B, C ignore e, f\n",
            "other target", "-> C, not B", id="the variable never has such a value",
        ),
        pytest.param(
            HEAD + "var n: int\nA on e -> B / n = 1\nB on e [n == 1] -> A / n = 0\nB on e [else] -> C\nA, B ignore f\n"
            "C ignore e, f\n",
            "other target", "-> stay, not C", id="it has another value in this state",
        ),
        pytest.param(
            HEAD + "var n: int\nA on e -> B / n = 0\nB on e -> A\nA, B ignore f\nC ignore e, f\n",
            "assignment dropped", "without n = 0", id="it has this value already",
        ),
        pytest.param(
            HEAD + "option o: int = 3\nvar n: int\nA on e -> B / n = o\nB on e [n < o] -> C\nB on e [else] -> stay\n"
            "A, B ignore f\nC ignore e, f\n",
            "other target", "-> A, not C", id="however the option is set",
        ),
        pytest.param(
            HEAD + "timer t = 1s within B\nA on e -> B / start t\nA ignore f\nB on timeout t -> A\n"
            "B on e -> C / stop t\nB on f -> stay / start t\nC ignore e, f\n",
            "timer not stopped", "without stop t", id="the timer is cancelled anyway",
        ),
        pytest.param(
            HEAD + "timer t = 1s within A, B\nB on e -> A / start t\nA ignore e, f\nB on f -> A / stop t\n"
            "A, B on timeout t -> stay\nC ignore e, f\n",
            "timer not stopped", "without stop t", id="the timer does not run",
        ),
        pytest.param(
            HEAD + "A on e -> B / raise f\nA on f -> A\nB on f -> C\nB ignore e\nC ignore e, f\n",
            "row added", "B on e -> C, not ignore", id="what is raised comes before all else",
        ),
        pytest.param(
            HEAD + "action act\nvar n: int\nA on e [n == 0] -> A / raise e, act\nA on e [else] -> B\nA on f -> B\n"
            "B, C ignore e, f\n",
            "action dropped", "without act", id="the run comes to no end in both",
        ),
        pytest.param(
            HEAD + "option o: int\nevent g (n: int*)\nA on g [o > 0] -> stay / raise g(n)\nA on g [else] -> stay\n"
            "A on e, f -> B\nB, C ignore e, f, g\n",
            "another argument", "raise g, not raise g(n)", id="by an option it comes to no end",
        ),
        pytest.param(
            HEAD + "action act\nvar n: int\nA on e -> stay / act, raise f\nA reject f [n == 0]\nA ignore f [else]\n"
            "B, C ignore e, f\n",
            "action dropped", "without act", id="the run is refused later in the same words",
        ),
        pytest.param(
            HEAD + "var n: int\nevent g\nA on e -> stay / n = 1, raise g\nA on f -> B\nA on g -> stay / n = 2\n"
            "B, C ignore e, f, g\n",
            "assignment dropped", "without n = 1", id="a later step makes it good",
        ),
        pytest.param(
            HEAD + "action act\nvar n: int\nA on e [n == 0] -> B / raise e, act\nA on e [else] -> C\nC ignore e, f\n"
            "B on e -> A / raise f, raise e\nB on f -> A / raise e\nA on f -> B / raise e\n",
            "action dropped", "without act", id="more and more waits",
        ),
        pytest.param(
            HEAD + "guard ok\nevent g\nA on e -> B / raise f, raise g\nB on f -> stay\nB on g [ok] -> C\n"
            "B on g [else] -> stay\nB ignore e\nA ignore f, g\nC ignore e, f, g\n",
            "effects reordered", "raise g before raise f", id="the order of what is raised counts for nothing",
        ),
        pytest.param(
            HEAD + "guard ok\nvar n: int\nA on e -> stay / n = 1, raise f\nA on f [ok] -> stay / raise f\n"
            "A on f [not ok] -> B / n = 2\nB ignore f\nB on e -> A\nC ignore e, f\n",
            "assignment dropped", "without n = 1", id="a later step makes it good, whenever the host says so",
        ),
    ],
)  # fmt: skip
def test_a_proof_that_no_run_shows_the_fault(text: str, fault: str, change: str) -> None:
    assert found(text, fault, change).finding is Finding.EQUIVALENT


@pytest.mark.parametrize(
    ("text", "fault", "change", "options", "steps"),
    [
        pytest.param(
            HEAD + "action act\nvar n: int\nA on e [n < 3] -> stay / raise e, act, n += 1\nA on e [else] -> stay\n"
            "A on f -> B\nB, C ignore e, f\n",
            "action dropped", "without act", (), ["e"], id="the run comes to an end after all",
        ),
        pytest.param(
            HEAD + "action act\nguard ok\nA on e -> stay / act, raise f\nA reject f [ok]\nA ignore f [else]\n"
            "B, C ignore e, f\n",
            "action dropped", "without act", (), ["e [not ok]"], id="it is not always refused",
        ),
        pytest.param(
            HEAD + 'option who: str\nevent g (s: str)\nA on e -> B / raise g(who)\nB on g [s == "a"] -> C\n'
            "B on g [else] -> stay\nA, B, C ignore f\nA ignore g\nB ignore e\nC ignore e, g\n",
            "another argument", 'raise g(""), not raise g(who)', (("who", '"a"'),), ["e"], id="one value shows it",
        ),
    ],
)  # fmt: skip
def test_runs_that_only_seem_to_come_to_the_same(
    text: str, fault: str, change: str, options: tuple[tuple[str, str], ...], steps: list[str]
) -> None:
    judgement = found(text, fault, change)
    assert judgement.finding is Finding.DIFFERENT
    assert judgement.trace
    assert (judgement.trace.options, texts(judgement)) == (options, steps)


def test_where_many_events_wait_none_of_them_is_taken_for_the_next_one() -> None:
    text = HEAD + "event g\naction act\nA on e -> stay / raise f, raise f, raise f, raise f, raise f, raise f\n"
    text += "A on f -> B / raise g\nB on f -> A\nA on g -> stay / act\nB ignore e, g\nC ignore e, f, g\n"
    judgement = found(text, "raise dropped", "without raise g")
    assert judgement.finding is Finding.DIFFERENT


def test_what_is_in_reach_is_not_equivalent_by_the_same_argument() -> None:
    text = HEAD + "var n: int\nA on e [n >= 0] -> stay\nA on e [else] -> B\nA on f -> stay / n -= 1\nB, C ignore e, f\n"
    judgement = found(text, "other target", "-> C, not B")
    assert judgement.finding is Finding.DIFFERENT
    assert texts(judgement) == ["f", "e"]


# -------------------------------------------------------------------------------------------------------------- runs


@pytest.mark.parametrize(
    ("text", "fault", "change", "steps", "because"),
    [
        (TURNSTILE, "action dropped", "without alarm", ["push"], "after push it comes to no action, not alarm"),
        (TURNSTILE, "other target", "-> stay, not Locked", ["coin", "push"],
         "after push the state is Unlocked, not Locked"),
        (TURNSTILE, "ignored refused", "reject, not ignore", ["coin", "coin"],
         "after coin the step is refused as coin, not taken"),
        (TURNSTILE, "other initial state", "begins in Unlocked, not Locked", [],
         "at the start the state is Unlocked, not Locked"),
        (OVEN, "other default", "limit = 4", [], "at the start option limit is 4, not 3"),
        (OVEN, "assignment dropped", "without mode = hot", ["start [not child-near]"],
         "after start [not child-near] mode is gentle, not hot"),
        (OVEN, "timer not started", "without start rest", ["start [not child-near]"],
         "after start [not child-near] heat runs until 10s, not rest runs until 5s and heat runs until 10s"),
        (OVEN, "deferral ignored", "ignore, not defer", ["start [not child-near]", "knock"],
         "after knock no event waits, not knock waits"),
        (OVEN, "other reason", '"nobody is at home?", not "nobody is at home"', ["knock"],
         "after knock the step is refused as knock (nobody is at home?), not refused as knock (nobody is at home)"),
    ],
)  # fmt: skip
def test_a_shortest_run_that_shows_the_fault(
    text: str, fault: str, change: str, steps: list[str], because: str
) -> None:
    judgement = found(text, fault, change)
    assert judgement.finding is Finding.DIFFERENT
    assert (texts(judgement), judgement.because) == (steps, because)


def test_a_default_of_a_payload_shows_where_a_host_leaves_it_out() -> None:
    text = HEAD + "event g (n: int = 1)\nA on g [n == 1] -> B\nA on g [else] -> C\nany ignore other\n"
    assert texts(found(text, "other default", "g: n = 2")) == ["g"]


def test_a_timer_that_is_not_started_anew_shows_after_a_while() -> None:
    text = HEAD + "timer t = 3s within B\nA on e -> B / start t\nB on e -> stay / start t\nB on timeout t -> A\n"
    text += "any ignore f\nC ignore e\n"
    mutant = [each for each in mutants_of(text) if each.change == "without start t"][1]
    judgement = judged(machine(text), mutant)
    assert texts(judgement) == ["e", "advance 1s", "e"]
    assert judgement.because == "after e t runs until 3s, not t runs until 4s"


def test_options_are_set_where_defaults_do_not_show_the_fault() -> None:
    text = HEAD + "option o: bool = false\nA on e [o] -> B\nA on e [else] -> stay\nany ignore other\n"
    judgement = found(text, "other target", "-> C, not B")
    assert judgement.trace is not None
    assert judgement.trace.options == (("o", "true"),)


# ------------------------------------------------------------------------------------------------- all of a machine


def steps_of(old: Machine, judgement: Judgement, new: bool) -> list[object]:
    """What `fsmc simulate` makes of the run on one side: the answer, the state and the actions of each step."""
    assert judgement.trace is not None
    options = dict(option_of(f"{name}={value}", old) for name, value in judgement.trace.options)
    simulation = Simulation(old, options, Asker())
    seen: list[object] = []
    for move in judgement.trace.moves:
        try:
            records = list(simulation.take(move.new_text if new else move.text))
        except StepError as fault:
            seen.append(str(fault))
            continue
        told = [(record.problem, record.actions) for record in records if record.taken or record.problem]
        twin = simulation._interpreter
        seen.append((told, twin.state.name, twin.variables, list(twin.timers.items()), repr(twin.deferred)))
    return seen


def check(old: Machine, mutant: Mutant, dice: Dice) -> Finding:
    """What is said of a mutant, after a look at whether it is true."""
    judgement = judged(old, mutant)
    told = f"{mutant.fault}: {mutant.change} (line {mutant.span.line}): {judgement.because}"
    if judgement.finding is Finding.EQUIVALENT:
        assert not parting(old, mutant.machine, dice, 80), told
    elif judgement.finding is Finding.DIFFERENT and texts(judgement):
        was, now = steps_of(old, judgement, new=False), steps_of(mutant.machine, judgement, new=True)
        assert list(map(repr, was[:-1])) == list(map(repr, now[:-1])), told
        assert repr(was[-1]) != repr(now[-1]), told
    return judgement.finding


@pytest.mark.parametrize("text", [TURNSTILE, OVEN], ids=["turnstile", "oven"])
def test_every_mutant_is_judged_and_the_judgement_is_true(text: str) -> None:
    seen = Counter(check(machine(text), mutant, Dice(mutant.change)) for mutant in mutants_of(text))
    assert seen[Finding.UNKNOWN] == 0
    assert seen[Finding.DIFFERENT] > seen[Finding.EQUIVALENT]


@pytest.mark.parametrize(("name", "every"), [("ppp_lcp", 23), ("tcp", 18)])
def test_mutants_of_the_specs_are_told_apart(name: str, every: int) -> None:
    some = some_mutants(name, every)
    assert len(some) > 10
    seen = Counter(check(machine(SPECS[name]), mutant, Dice(mutant.change)) for mutant in some)
    assert seen[Finding.UNKNOWN] == 0
    assert seen[Finding.DIFFERENT] > 0.9 * len(some)


def test_judgements_on_mutants_of_random_specs_are_true() -> None:
    seen: Counter[Finding] = Counter()
    with mock.patch.object(run, "RAISED_AT_MOST", RAISED_AT_MOST):
        for number, text in enumerate(random_texts(SPECS_AT_RANDOM)):
            found = mutants_of(text)
            for mutant in found[number % 30 :: max(1, len(found) // 2)]:
                seen[check(machine(text), mutant, Dice(f"{number} {mutant.change}"))] += 1
    assert seen[Finding.UNKNOWN] < sum(seen.values()) / 8, seen
    assert seen[Finding.EQUIVALENT] > 0


def test_the_same_question_has_the_same_answer() -> None:
    mutant = the_mutant(OVEN, "deferral ignored", "ignore, not defer")
    assert judged(machine(OVEN), mutant) == judged(machine(OVEN), mutant)
