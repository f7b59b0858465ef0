"""What suites are made of: every branch or a word about it, words that tell states apart, nothing that never comes."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from fsmc.compiler import check
from fsmc.files import read
from fsmc.model import Disposition, Kind, Machine
from fsmc.source import SourceFile
from fsmc.testgen import KINDS, Suite, at_most, made, suite_text
from fsmc.testgen.alphabet import searched
from fsmc.testgen.automaton import smallest
from fsmc.testgen.separation import separation
from fsmc.testgen.steps import Player
from fsmc.testgen.suite import branch_name

SPECS = Path(__file__).parents[2] / "specs"

LAMP = """
machine Lamp
state Off initial
state On
state Broken final
event press
event hit
event mend
action hum (loudness: int)
guard bulb (watts: int)
var count: int
timer tired = 3s within On
Off on press [bulb(60)] -> On / count += 1, hum(count), start tired
Off ignore press [else]
On  on press, timeout tired -> Off / stop tired
On  on hit -> Broken
Off never hit "nobody hits a lamp that is off"
Broken on mend [count < 3] -> Off
Broken reject mend [else] "beyond repair"
Broken ignore other
"""


def machine(text: str) -> Machine:
    found = check(SourceFile("test.fsm", text))
    assert found.machine
    assert not found.errors
    return found.machine


def spec(name: str) -> Machine:
    found = check(read(SPECS / f"{name}.fsm")).machine
    assert found
    return found


def suite(of: Machine, kind: str, **settings: int) -> Suite:
    return made(of, kind, {}, tell=lambda text: None, **settings)


@pytest.mark.parametrize("of", [machine(LAMP), spec("turnstile"), spec("ppp_lcp")], ids=lambda m: m.name)
def test_every_branch_that_can_come_is_taken_or_said_not_to_be(of: Machine) -> None:
    branches = {
        branch_name(cell.state, cell.event, branch.line)
        for cell in of.cells.values()
        for branch in cell.branches
        if not (isinstance(branch.line, Disposition) and branch.line.kind is Kind.NEVER)
    }
    found = suite(of, "transitions")
    taken = {branch_name(*way[:3]) for test in found.tests for leg in test.whole for way in leg.ways}  # type: ignore[arg-type]
    missed = {each for note in found.notes for each in note.partition("): ")[2].split("; ")}
    assert taken | missed == branches
    assert not taken & missed


def test_each_test_of_a_transition_ends_with_it_and_no_shorter_way_takes_it() -> None:
    found = suite(machine(LAMP), "transitions")
    steps = {test.name: len(test.whole) for test in found.tests}
    assert steps["Off--press [bulb(60)]"] == 1
    assert steps["On--press"] == 2
    assert steps["Broken--mend [count < 3]"] == 3
    assert steps["Broken--mend [else]"] == 7  # on and off twice, on, hit


def test_what_never_comes_is_not_sent() -> None:
    for kind in KINDS:
        sent = {
            (leg.before.state.name, leg.input.name)
            for test in suite(machine(LAMP), kind, places=40).tests
            for leg in test.whole
        }
        assert ("On", "hit") in sent
        assert ("Off", "hit") not in sent


ECHO = """
machine Echo
state Idle initial
type Tone = low | high
event say (loud: bool, tone: Tone, text: str, times: int*)
event ring (tone: Tone = high)
action tell (text: str, tone: Tone)
action count (times: int*)
Idle on say [loud] -> stay / tell(text, tone), count(times)
Idle on say [else] -> stay / count(times)
Idle on ring -> stay
"""


VENDING = """
machine Vending
option price: int = 3
var paid: int
state Idle initial
state Paying
event coin
event choose (slot: int)
action give (slot: int)
action refund (change: int)
guard stocked (slot: int)
Idle, Paying on coin -> Paying / paid += 1
Idle ignore choose
Paying on choose [paid >= price and stocked(slot)] -> Idle / give(slot), refund(paid - price) if paid > price, paid = 0
Paying reject choose [else] "too little"
"""


@pytest.mark.parametrize("kind", ["transitions", "pairs"])
def test_a_number_is_counted_up_to_its_bound_and_beyond_though_an_option_could_set_it(kind: str) -> None:
    tests = suite(machine(VENDING), kind).tests
    bought = [leg for test in tests if not test.options for leg in test.whole if leg.input.name == "choose"]
    given = {tuple(each.args[0] for each in leg.outcomes) for leg in bought}  # type: ignore[union-attr]
    assert given == {(), (1,), (7,), (1, 1), (7, 1)}  # nothing; a slot at the price; a slot and the change beyond it


@pytest.mark.parametrize("kind", KINDS)
def test_what_actions_pass_on_takes_two_values(kind: str) -> None:
    found = suite(machine(ECHO), kind)
    legs = [leg for test in found.tests for leg in test.whole]
    loud = [leg.input.payload for leg in legs if leg.input.payload.get("loud") is True]
    assert {len({repr(said[part]) for said in loud}) for part in ("text", "tone", "times")} == {2}
    assert len({repr(leg.input.payload["times"]) for leg in legs if leg.input.payload.get("loud") is False}) == 2


def test_what_nobody_passes_on_takes_one() -> None:
    legs = [leg for test in suite(machine(ECHO), "transitions").tests for leg in test.whole]
    assert len({repr(leg.input.payload) for leg in legs if leg.input.name == "ring"}) == 1


def test_every_pair_that_can_be_taken_is() -> None:
    of = spec("turnstile")
    pairs = {(*(leg.input.name for leg in test.legs), test.at.here.state.name) for test in suite(of, "pairs").tests}
    assert pairs == {
        (one, other, at) for one in ("coin", "push") for other in ("coin", "push") for at in ("Locked", "Unlocked")
    }


COUNTING = """
machine Counting
state Idle initial
state Locked
event bad
event free
event job
action beep
action siren
var wrong: int
Idle   on bad [wrong < 2] -> stay / wrong += 1, beep
Idle   on bad [else]      -> Locked / wrong = 0, siren
Idle   ignore free
Idle   on job    -> stay / beep
Locked on free   -> Idle
Locked on bad    -> stay / siren
"""
DEFERRING = COUNTING + "Locked defer job\n"
ENDLESS = COUNTING.replace("stay / siren", "stay / n += 1, report(n)") + (
    "var n: int\naction report (n: int)\nLocked on job -> Last\nstate Last final\n"
)


def ways(of: Machine, kind: str, **settings: int) -> set[object]:
    return {way for test in suite(of, kind, **settings).tests for leg in test.whole for way in leg.ways}


@pytest.mark.parametrize("text", [DEFERRING, ENDLESS])
def test_pairs_take_what_transitions_take_behind_a_number(text: str) -> None:
    of = machine(text)
    assert {str(way[0]) for way in ways(of, "transitions")} >= {"Idle", "Locked"}  # type: ignore[index]
    assert ways(of, "pairs") >= ways(of, "transitions")
    assert not any("not reached" in note for note in suite(of, "pairs").notes)


def test_pairs_follow_what_rough_places_hide() -> None:
    found = {test.name for test in suite(machine(ENDLESS), "pairs").tests}
    assert {"Idle--bad [else]--free", "Locked--free--job", "Locked--bad--bad", "Locked--job--bad"} <= found


def test_a_transition_that_nothing_can_follow_is_tested_alone() -> None:
    found = suite(machine("machine End\nstate A initial\nstate B\nevent x\nA on x -> B\nB never x\n"), "pairs")
    assert [test.name for test in found.tests] == ["A--x"]


def test_what_pairs_do_not_reach_is_said_and_that_deferred_events_end_the_search() -> None:
    assert suite(machine(HIDDEN), "pairs").notes[0].endswith("(they may be out of reach): A on x [n < 0]; B on x")
    assert suite(machine(DEFERRING), "pairs").notes == (
        "where more than 3 deferred events wait the search goes no further",
    )


HIDDEN = """
machine Hidden
state A initial
state B final
event x
var n: int
A on x [n < 0] -> B
A on x [else] -> A / n += 1
"""


@pytest.mark.parametrize("of", [spec("turnstile"), spec("ppp_lcp")], ids=lambda m: m.name)
def test_the_words_tell_every_two_states_apart_and_those_of_a_state_tell_it_from_all_others(of: Machine) -> None:
    player = Player(of, {option.name: 2 for option in of.options if option.name == "Max-Configure"})
    alphabet, graph = searched(player, 300, lambda text: None)
    assert graph.is_complete
    automaton = smallest(graph, alphabet, lambda text: None)
    apart = separation(automaton, lambda text: None)
    assert apart.alike == ()
    for one, other in combinations(range(automaton.size), 2):
        for words in (apart.words, apart.own[one], apart.own[other]):
            answers = [(automaton.answer(one, word), automaton.answer(other, word)) for word in words]
            assert any(a != b for pair in answers for a, b in zip(*pair, strict=False))


def test_states_that_answer_alike_are_one_state_of_the_automaton() -> None:
    twins = "machine Twins\nstate A initial\nstate B\nevent x\naction a\nA on x -> B / a\nB on x -> A / a\n"
    found = suite(machine(twins), "wp")
    assert found.notes[0] == "the automaton has 1 state and 1 input"
    assert [test.name for test in found.tests] == ["A--x"]


def test_more_states_cost_more_tests() -> None:
    of = spec("turnstile")
    sizes = [len(suite(of, "wp", extra=extra).tests) for extra in range(3)]
    assert sizes == sorted(set(sizes))


def test_where_the_search_is_cut_short_this_is_said() -> None:
    counting = "machine Clicks\nstate A initial\nvar n: int\nevent x\naction a (n: int)\nA on x -> A / n += 1, a(n)\n"
    told = suite(machine(counting), "wp", places=5).notes[1]
    assert "5 configurations were looked at, 1 found and not looked at" in told
    assert "differ only in numbers" in suite(machine(counting), "pairs", places=5).notes[0]


# -------------------------------------------------------------------------------------------------------- dropping


@pytest.mark.parametrize("kind", KINDS)
def test_of_fewer_tests_those_are_kept_that_cover_most(kind: str) -> None:
    whole = suite(spec("ppp_lcp"), kind, places=60) if kind == "transitions" else suite(spec("turnstile"), kind)
    kept = at_most(whole, max(1, len(whole.tests) // 3))
    assert kept.dropped == len(whole.tests) - len(kept.tests)
    assert set(kept.tests) <= set(whole.tests)
    covered = {each for test in kept.tests for each in test.covers}
    lost = {each for test in whole.tests for each in test.covers} - covered
    assert len(kept.uncovered) == len({*map(str, kept.uncovered)})
    assert bool(kept.uncovered) == bool(lost)
    most = max(len(test.covers) for test in whole.tests)
    assert any(len(test.covers) == most for test in kept.tests)


def test_the_text_says_what_was_dropped() -> None:
    kept = at_most(suite(spec("turnstile"), "pairs"), 3)
    text = suite_text(kept, lambda said: None)
    lost = f"the pairs of branches that only they covered stand in NOT_COVERED ({len(kept.uncovered)})."
    assert f"Dropped (--max-tests): 5 tests; {lost}" in " ".join(text.split())
    listed = re.search(r"^NOT_COVERED = \((.*?)^\)", text, re.MULTILINE | re.DOTALL)
    assert listed
    assert listed[1].count("\n") - 1 == len(kept.uncovered) > 0


def test_a_part_of_a_proof_is_none() -> None:
    whole = suite(spec("turnstile"), "wp")
    kept = at_most(whole, 2)
    assert "answers as the spec does" in suite_text(whole, lambda said: None)
    text = " ".join(suite_text(kept, lambda said: None).split())
    assert "answers as the spec does" not in text
    assert "Only all 3 tests together are a proof: of these nothing is promised." in text


def test_of_a_part_of_a_wp_suite_it_is_said_that_branches_are_counted() -> None:
    text = " ".join(suite_text(at_most(suite(spec("turnstile"), "wp"), 2), lambda said: None).split())
    assert "Dropped (--max-tests): 1 test; all branches that they covered are covered by others, too." in text


def test_nothing_is_dropped_unless_asked() -> None:
    whole = suite(spec("turnstile"), "pairs")
    assert at_most(whole, len(whole.tests)) is whole
    assert "NOT_COVERED" not in suite_text(whole, lambda said: None)


def test_the_manual_says_how_many_tests_there_are() -> None:
    page = (SPECS.parent / "docs/blackbox.md").read_text(encoding="utf-8")
    for kind in KINDS:
        row = re.search(rf"^\| `{kind}` \|[^|]*\| ([\d,]+) \| ([\d,]+) \|", page, re.MULTILINE)
        assert row
        counted = tuple(f"{len(suite(spec(name), kind).tests):,}" for name in ("turnstile", "ppp_lcp"))
        assert row.groups() == counted
