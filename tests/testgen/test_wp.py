"""The Wp-method: what its words are, what its promise rests on, and how a suite that is too large is told of."""

from __future__ import annotations

import pytest

from fsmc.testgen import TooLarge, made, suite_text
from fsmc.testgen import wp as method
from fsmc.testgen.alphabet import searched
from fsmc.testgen.automaton import Automaton, smallest
from fsmc.testgen.separation import separation
from fsmc.testgen.steps import Player
from fsmc.testgen.suite import Suite, Test, told
from fsmc.testgen.words import Words, longest
from tests.testgen.boxed import box, module
from tests.testgen.test_suites import LAMP, machine, spec

CLOCKS = """
machine Clocks
state Off initial
state Soon
state Late
event soon
event late
action ring
timer brief = 2s within Soon
timer slow = 3s within Late
Off on soon -> Soon / start brief
Off on late -> Late / start slow
Soon on timeout brief -> Off / ring
Late on timeout slow -> Off / ring
Soon, Late ignore soon
Soon, Late ignore late
"""

WAITING = """
machine Waiting
state A initial
state B
event x
event y
action a
A defer x
A on y -> B
B on x -> stay / a
B on y -> A
"""


def wp(text: str, **settings: int) -> Suite:
    return made(machine(text), "wp", {}, tell=lambda said: None, **settings)


def automaton(text: str) -> Automaton:
    alphabet, graph = searched(Player(machine(text), {}), 100, lambda said: None)
    return smallest(graph, alphabet, lambda said: None)


def test_states_are_told_apart_by_what_has_not_yet_happened() -> None:
    found = automaton(CLOCKS)
    apart = separation(found, lambda said: None)
    assert found.size == 3
    assert apart.alike == ()
    waits = {found.inputs[number].seconds for word in apart.words for number in word if not found.inputs[number].event}
    assert 2.0 in waits  # after two seconds the one has rung, the other has not


def test_waits_that_end_too_soon_lead_nowhere_and_are_no_transitions() -> None:
    found = wp(CLOCKS)
    waits = {(leg.before.state.name, leg.input.seconds) for test in found.tests for leg in test.at.way()}
    assert waits <= {("Soon", 2.0), ("Late", 3.0), ("Off", 3600.0), ("Off", 0.0), ("Soon", 0.0), ("Late", 0.0)}
    early = [
        test.legs for test in found.tests if any(leg.input.seconds == 2.0 and not leg.outcomes for leg in test.legs)
    ]
    assert early
    assert all(legs[-1].input.seconds == 2.0 for legs in early)


@pytest.mark.parametrize(("right", "wrong"), [("brief = 2s", "brief = 3s"), ("slow = 3s", "slow = 2s")])
def test_a_wrong_time_is_found(right: str, wrong: str) -> None:
    suite = box(machine(CLOCKS), "wp")
    assert suite.failures(module(CLOCKS, suite)) == []
    assert suite.failures(module(CLOCKS.replace(right, wrong), suite))


@pytest.mark.parametrize("extra", range(3))
@pytest.mark.parametrize("text", [CLOCKS, WAITING], ids=["clocks", "waiting"])
def test_the_number_of_words_is_known_before_they_are_made(text: str, extra: int) -> None:
    found = automaton(text)
    words = Words(found, separation(found, lambda said: None), extra)
    assert words.count == sum(1 for _ in words)


def test_words_that_begin_others_are_left_out() -> None:
    assert longest([(1,), (3,), (1, 2), (), (3,), (1, 3, 4), (1, 3)]) == [(3,), (1, 2), (1, 3, 4)]


# ------------------------------------------------------------------------------------------------- what it rests on


def test_of_deferred_events_no_more_wait_than_the_search_can_follow() -> None:
    assert "where 3 deferred events wait nothing is sent that would be deferred, too" in wp(WAITING).notes
    few = wp(WAITING, places=4)
    assert "where 2 deferred events wait nothing is sent that would be deferred, too" in few.notes
    assert "where one deferred event waits nothing is sent that would be deferred, too" in wp(WAITING, places=3).notes
    assert not any("not looked at" in note for note in few.notes)
    assert all(len(leg.after.deferred) <= 2 for test in few.tests for leg in test.whole)


def test_the_size_of_a_suite_that_is_not_made_is_told_with_two_digits() -> None:
    assert str(TooLarge(66_302, 1, 1)) == "about 66,000 tests"
    assert str(TooLarge(7, 1, 2)) == "about 7 tests for 1 of 2 ways to set its options alone"


def test_what_takes_many_values_is_named_where_the_search_is_cut_short() -> None:
    counting = "machine Clicks\nstate A initial\nvar n: int\nevent x\naction a (n: int)\nA on x -> A / n += 1, a(n)\n"
    hint = "n takes 6 values: --suite pairs looks at places that differ only in such numbers once"
    assert hint in wp(counting, places=5).notes


def test_what_options_have_in_common_is_said_once() -> None:
    options = WAITING.replace("event x", "option o: bool = true\nevent x").replace("B on y", "B on y [o]")
    found = wp(options + "B ignore y [else]\n")
    assert len([note for note in found.notes if note.startswith("the automaton")]) == 2
    assert len(found.notes) == len(set(found.notes)) == 3


# -------------------------------------------------------------------------------------------------------- too large


def test_a_suite_that_is_too_large_is_told_of_before_a_test_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(method, "LARGEST", 3)
    monkeypatch.setattr(method._Draft, "test", None)
    with pytest.raises(TooLarge, match=r"^about \d tests$"):
        made(spec("turnstile"), "wp", {}, tell=lambda said: None)
    option = LAMP.replace("event press", "option o: bool = true\nevent press")
    with pytest.raises(TooLarge, match=r"^about [\d,]+ tests for 1 of 2 ways to set its options alone$"):
        wp(option)


def test_of_so_many_tests_no_others_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    of = machine(LAMP)
    whole = made(of, "wp", {}, places=40, tell=lambda said: None)
    made_of: list[method._Draft] = []
    test = method._Draft.test

    def noted(draft: method._Draft) -> Test:
        made_of.append(draft)
        return test(draft)

    monkeypatch.setattr(method._Draft, "test", noted)
    monkeypatch.setattr(method, "LARGEST", 3)
    kept = made(of, "wp", {}, places=40, most=10, tell=lambda said: None)
    assert len(kept.tests) == len(made_of) == 10
    assert kept.dropped == len(whole.tests) - 10
    names = {test.name.partition(" #")[0] for test in whole.tests}
    assert {test.name.partition(" #")[0] for test in kept.tests} <= names
    covered, all_covered = ({each for test in tests for each in test.covers} for tests in (kept.tests, whole.tests))
    assert sorted(kept.uncovered) == sorted(map(told, all_covered - covered))


def test_what_nobody_has_counted_is_dropped_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(method, "LOOKED_AT", 30)
    kept = wp(LAMP, most=5, places=40)
    assert kept.at_least
    assert 0 < kept.dropped <= 25
    text = " ".join(suite_text(kept, lambda said: None).split())
    assert f"Dropped (--max-tests): at least {kept.dropped} tests" in text
    assert "more than" in kept.promise
    assert "of these nothing is promised" in text
