"""The engine of the page does what the interpreter does, and says what it is asked about a machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from fsmc.emit.data import embedded
from fsmc.model import Machine
from fsmc.scenarios import Failure, beginning, follow
from tests.emit.build import machine_of
from tests.emit.engine_twins import ENGINE, ROOT, Play, Walk, difference, engine_page, shown
from tests.random.engine_soak import random_machines

SPECS = sorted((ROOT / "specs").glob("*.fsm"))
WALKED = [*(path for path in SPECS), Path(__file__).parent / "everything.fsm"]


def read(path: Path) -> Machine:
    return machine_of(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """A page with the engine."""
    opened = engine_page(browser)
    yield opened
    opened.close()


# ----------------------------------------------------------------------------------------- what the interpreter does


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
def test_every_scenario_is_played_as_the_interpreter_plays_it(page: Any, spec: Path) -> None:
    machine = read(spec)
    played = json.loads(page.evaluate("model => driver.scenarios(model)", embedded(machine)))
    assert len(played) == len(machine.scenarios)
    for scenario, found in zip(machine.scenarios, played, strict=True):
        followed = follow(machine, scenario)
        assert not isinstance(followed, Failure)
        start = beginning(machine, scenario)
        assert found == [shown(start, passed) for passed in followed], scenario.name


@pytest.mark.parametrize("spec", WALKED, ids=lambda path: path.stem)
def test_on_random_walks_it_does_what_the_interpreter_does(page: Any, spec: Path) -> None:
    machine = read(spec)
    assert not difference(page, machine, [Walk(machine, seed, 40) for seed in range(32)])


def test_for_random_specs_it_does_what_the_interpreter_does(page: Any) -> None:
    for case, machine in islice(random_machines(9293), 25):
        found = difference(page, machine, [Walk(machine, case.walk + number, 30) for number in range(3)])
        assert not found, f"{case.text}\n{found}"


def play_of(text: str) -> Play:
    return Play(machine_of(text))


def agree(page: Any, play: Play) -> bool:
    """Whether the engine does all that the interpreter did."""
    found = difference(page, play.machine, [play])
    assert not found, found
    return True


ORDER = """
machine Order
state A initial
state B
var n: int
event go (n: int)
event up
event kept (n: int)
action seen (n: int)
A on go [n >= 3] -> stay / raise up
A on go [else] -> stay
A on up -> B
A defer kept
B on kept -> stay / seen(n)
B on up, go -> A
"""


def test_a_raised_event_that_moves_makes_deferred_ones_welcome(page: Any) -> None:
    play = play_of(ORDER)
    for event, n in (("kept", 7), ("go", 2), ("go", 3)):
        play.send(event, {"n": n})
    assert play.expected[-1]["actions"] == [["seen", [7]]]
    assert agree(page, play)


def test_every_deferred_event_that_is_welcome_is_taken(page: Any) -> None:
    play = play_of(ORDER)
    for event, n in (("kept", 7), ("kept", 8), ("kept", 9), ("go", 3)):
        play.send(event, {"n": n})
    assert play.expected[-1]["actions"] == [["seen", [7]], ["seen", [8]], ["seen", [9]]]
    assert agree(page, play)


COUNT = """
machine Count
state A initial
var left: int
event go (n: int)
event again
A on go -> stay / left = n, raise again
A on again -> stay / left -= 1, raise again if left > 1
"""


def test_a_thousand_raised_events_are_a_run_and_one_more_is_endless(page: Any) -> None:
    play = play_of(COUNT)
    play.send("go", {"n": 1000})
    play.send("go", {"n": 1001})
    assert [each.get("refused") for each in play.expected] == [None, "endless"]
    assert agree(page, play)


NUMBERS = """
machine Numbers
const BIG = 9007199254740993
state A initial
var n: int = BIG
event add (m: int)
action told (n: int)
A on add [n * m > 9007199254740993 * 9007199254740992] -> stay / n = n * m + 1, told(n), told(-m)
A on add [else] -> stay / n += m
"""


def test_whole_numbers_are_exact_beyond_what_a_float_can_hold(page: Any) -> None:
    play = play_of(NUMBERS)
    for m in (9007199254740993, 2, 10**40):
        play.send("add", {"m": m})
    assert play.expected[0]["variables"] == {"n": str(9007199254740993**2 + 1)}
    assert agree(page, play)


STRANGE = """
machine Strange
type Reply (__proto__: int, constructor: bool)
state __proto__ initial
state constructor
var __proto__: int
var toString: bool
guard hasOwnProperty (__proto__: int)
timer valueOf = 1s
event __proto__ (__proto__: int, length: str = "x")
event constructor (r: Reply)
event 'timeout valueOf'
action toString (__proto__: int, name: str)
__proto__ on __proto__ [hasOwnProperty('__proto__')] -> constructor / toString(__proto__, length), start valueOf
__proto__ on __proto__ [else] -> stay / toString = true
constructor on constructor [r.constructor and r.__proto__ > 1] -> __proto__
any on timeout valueOf -> __proto__ / __proto__ += 2
constructor on 'timeout valueOf' -> stay / stop valueOf
"""


def test_names_that_every_object_has_are_names_like_any_other(page: Any) -> None:
    play = play_of(STRANGE)
    play.send("__proto__", {"__proto__": 3})
    play.answers = 1
    play.send("__proto__", {"__proto__": 3})
    play.restore()
    play.send("constructor", {"r": {"__proto__": 1, "constructor": True}})
    play.send("constructor", {"r": {"__proto__": 2, "constructor": True}})
    play.advance(1.0)
    assert play.expected[1]["state"] == "constructor"
    assert play.expected[-1]["variables"]["__proto__"] == 2
    assert agree(page, play)


TIMES = """
machine Times
state A initial
state B
timer early = 1s
timer late = 2s
timer third = 3s
event go
action rang (n: int)
A on go -> stay / start third, start late, start early
A on timeout early -> stay / rang(1), stop third
A reject timeout late "not now"
A on timeout third -> B
B ignore go, timeout early, timeout late, timeout third
"""


def test_an_expiry_that_is_refused_waits_for_a_call_of_its_own_and_a_stopped_one_is_stale(page: Any) -> None:
    play = play_of(TIMES)
    play.send("go")
    play.advance(5.0)
    play.advance(0.0)
    play.advance(1.0)
    assert [each.get("refused") for each in play.expected] == [None, None, "rejected", None]
    assert agree(page, play)


ORDERED = """
machine Ordered
state A initial
var n: int = 3
timer '2' = 1s
timer '1' = 1s
event go
action rang (n: int)
A on go -> stay / start '2', start '1'
A on timeout '1' -> stay / rang(n)
A on timeout '2' [running('2')] -> stay
A on timeout '2' [else] -> stay / n = 0 - n, rang(0)
"""


def test_timers_keep_the_order_of_their_start_whatever_their_names_are(page: Any) -> None:
    play = play_of(ORDERED)
    play.send("go")
    play.restore()
    play.advance(1.0)
    assert play.expected[-1]["actions"] == [["rang", [0]], ["rang", [-3]]]
    assert agree(page, play)


# --------------------------------------------------------------------------------------------- what it is asked

LOCK = """
machine Lock
type Key (teeth: int)
type Blob
state Open initial
state Shut
state Gone final
option strict: bool = false
var tries: int
timer close = 90s within Open
guard fits (key: Key)
guard late
event turn (key: Key, times: int = 1)
event fast = turn [times > 1]
event slam
event paint (colour: red | green, on: Blob)
action creak "it creaks" (how: str) to neighbours
Open on turn -> Shut
Open on fast -> Shut / creak("loud") if late
Shut on turn [fits(key) and tries < 3] -> Open / tries = 0, start close
Shut reject turn [else] "wrong key"
Shut ignore fast
Open on timeout close -> Gone
Open on slam [strict] -> Gone
Open on slam [not strict] -> Shut / tries += 1
Open never paint "dry"
"""
KEY = "{key: {teeth: 3}, times: 1}"


def ask(page: Any, program: str, text: str = LOCK) -> Any:
    """What a program says of a new engine `m`."""
    arguments = [embedded(machine_of(text)), program]
    return json.loads(page.evaluate("([model, program]) => driver.ask(model, program)", arguments))


def test_a_question_without_an_answer_is_reported_and_nothing_has_changed(page: Any) -> None:
    program = (
        f'(m.place("Shut"), [m.deliver("turn", {KEY}), m.state, m.deliver("turn", {KEY}, {{fits: true}}).outcome])'
    )
    asked, state, then = ask(page, program)
    assert asked["outcome"] == "asks"
    assert (asked["question"]["guard"], asked["question"]["text"]) == ("fits", "fits({teeth: 3})")
    assert (state, then) == ("Shut", "moved")


def test_time_does_not_pass_while_a_question_of_an_expiry_is_open(page: Any) -> None:
    spec = """
    machine M
    state A initial
    timer t = 2s
    guard ok
    event go
    A on go -> A / start t
    A on timeout t [ok] -> A / start t
    A ignore timeout t [else]
    """
    program = '(m.deliver("go"), [m.advance(3).outcome, m.now, m.timers, m.advance(3, {ok: false}).outcome, m.now])'
    assert ask(page, program, spec) == ["asks", 0, [{"name": "t", "deadline": 2, "left": 2}], "ignored", 3]


def test_answers_are_a_function_or_a_table_or_a_list_by_arguments(page: Any) -> None:
    answers = ["() => true", "{fits: true}", '[{guard: "fits", args: [{teeth: 3}], answer: true}]']
    program = f'(m.place("Shut"), [{", ".join(answers)}].map((given) => m.preview("turn", {KEY}, given).to))'
    assert ask(page, program) == ["Open"] * 3
    other = (
        f'(m.place("Shut"), m.preview("turn", {KEY}, [{{guard: "fits", args: [{{teeth: 4}}], answer: true}}]).outcome)'
    )
    assert ask(page, other) == "asks"


def test_what_may_come_of_an_event_is_told_before_it_is_sent(page: Any) -> None:
    found = {entry["event"]: entry for entry in ask(page, "m.enabled()")}
    lines = {event: [case["line"] for case in entry["cases"]] for event, entry in found.items()}
    assert lines["turn"] == ["line.Open.fast", "line.Open.turn"]
    assert lines["slam"] == ["line.Open.slam.2"], "the option is known"
    assert (found["turn"]["asks"], found["turn"]["reads"]) == (["late"], ["times"])
    assert not found["paint"]["welcome"]
    assert (found["timeout close"]["running"], found["timeout close"]["sendable"]) == (False, False)


def test_nothing_comes_of_a_timer_where_it_cannot_run(page: Any) -> None:
    program = '(m.place("Shut"), m.enabled().find(({timer}) => timer === "close"))'
    assert ask(page, program)["cases"] == []


def test_what_an_option_decides_leaves_one_case(page: Any) -> None:
    program = 'new Engine(m.model.json, {options: {strict: true}}).enabled().find(({event}) => event === "slam").cases'
    assert [case["line"] for case in ask(page, program)] == ["line.Open.slam"]


ASKING = """
machine Asking
state A initial
var n: int
timer one = 1s
timer two = 1s
guard ok
guard sure (n: int)
event go
event late = go [n > 5]
action tell (n: int) / n = 7 if ok
A on go -> stay / tell(3), start one, start two
A on timeout one, timeout two [sure(n)] -> stay / n += 1
A ignore timeout one, timeout two [else]
A ignore late
"""


def test_what_rides_along_an_action_is_asked_for_too(page: Any) -> None:
    assert ask(page, 'm.enabled().find(({event}) => event === "go").asks', ASKING) == ["ok"]


@pytest.mark.parametrize(("n", "event"), [(0, "go"), (7, "late")])
def test_where_a_variable_decides_which_event_it_is_there_is_one_case(page: Any, n: int, event: str) -> None:
    program = f'(m.place("A", {{variables: {{n: {n}}}}}), m.enabled()[0].cases.map((each) => each.event))'
    assert ask(page, program, ASKING) == [event]


def test_whoever_answers_is_told_where_the_question_comes_from(page: Any) -> None:
    program = """(() => {
        const asked = [];
        m.deliver("go", {}, {ok: true});
        m.advance(1, (guard, args, where) => { asked.push([guard, args, where]); return true; });
        return asked;
    })()"""
    assert ask(page, program, ASKING) == [
        ["sure", [7], {"event": "timeout one", "state": "A", "step": 0}],
        ["sure", [8], {"event": "timeout two", "state": "A", "step": 1}],
    ]


def test_what_variables_decide_needs_no_question(page: Any) -> None:
    program = '(m.place("Shut", {variables: {tries: 3}}), m.enabled().find(({event}) => event === "turn"))'
    turn = ask(page, program)
    assert [case["line"] for case in turn["cases"]] == ["line.Shut.fast", "line.Shut.turn.2"]
    assert turn["asks"] == []


def test_a_snapshot_is_frozen_and_leads_back(page: Any) -> None:
    program = """(() => {
        const before = m.snapshot();
        m.deliver("slam"); m.advance(5);
        const after = [m.state, m.variables, m.now];
        m.restore(JSON.parse(JSON.stringify(before)));
        const frozen = [before, before.variables, before.timers].every(Object.isFrozen);
        return [after, [m.state, m.variables, m.now], frozen];
    })()"""
    assert ask(page, program) == [["Shut", {"tries": 1}, 5], ["Open", {"tries": 0}, 0], True]


def test_a_preview_changes_nothing(page: Any) -> None:
    assert ask(page, '[m.preview("slam").to, m.state, m.variables.tries]') == ["Shut", "Open", 0]


def test_a_step_tells_what_it_did(page: Any) -> None:
    program = f'm.deliver("turn", {{...{KEY}, times: 2}}, {{late: true}})'
    result = ask(page, program)
    assert result["actions"] == [
        {"kind": "do", "action": "creak", "to": "neighbours", "args": ["loud"], "text": 'creak("loud")'}
    ]
    (step,) = result["steps"]
    assert (step["event"], step["base"], step["from"], step["to"]) == ("fast", "turn", "Open", "Shut")
    assert [asked["text"] for asked in step["asked"]] == ["late"]


def test_a_refusal_tells_where_and_why(page: Any) -> None:
    result = ask(page, f'(m.place("Shut"), m.deliver("turn", {KEY}, {{fits: false}}))')
    assert (result["outcome"], result["reason"]) == ("rejected", "wrong key")
    assert (result["refusedAt"]["state"], result["refusedAt"]["line"]) == ("Shut", "line.Shut.turn.2")


@pytest.mark.parametrize(
    ("program", "complaint"),
    [
        ('m.deliver("fast")', "fires in place of turn"),
        ('m.deliver("kick")', "has no kick"),
        ('m.deliver("turn", {})', "turn needs key"),
        ('m.deliver("turn", {key: {}})', "no field teeth"),
        ('m.deliver("turn", {key: {teeth: 1.5}})', "a whole number is wanted, not 1.5"),
        ('m.deliver("slam", {hard: true})', "hard is no part"),
        ('m.deliver("paint", {colour: "blue", on: 1})', "one of red, green"),
        ('m.place("Nowhere")', "has no Nowhere"),
        ('m.decode("duration", NaN)', "a value of duration is wanted"),
        ("m.advance(-1)", "number of seconds"),
        ('m.place("Open", {timers: {close: "soon"}})', "a deadline is wanted"),
        ("m.restore({...m.snapshot(), now: undefined})", "a time is wanted"),
        ("new Engine(m.model.json, {options: {loose: true}})", "has no loose"),
        ("new Engine({})", "no model"),
    ],
)
def test_what_makes_no_sense_is_told(page: Any, program: str, complaint: str) -> None:
    fault = ask(page, program)["fault"]
    assert complaint in fault
    assert "EngineError" in fault or "Error: " in fault


@pytest.mark.parametrize(
    ("kind", "typed", "spelled"),
    [
        ('"bool"', " true", "true"),
        ('"int"', "-12345678901234567890", "-12345678901234567890"),
        ('"duration"', "1.5h", "90min"),
        ('"duration"', "250 ms", "250ms"),
        ('"duration"', "7", "7s"),
        ('"str"', 'say "x"', '"say \\"x\\""'),
        ('{many: "int"}', "1, 2", "1, 2"),
        ('{host: "Key"}', '{"teeth": 4}', "{teeth: 4}"),
        ('{host: "Blob"}', '["a"]', '["a"]'),
    ],
)
def test_a_value_is_read_and_shown(page: Any, kind: str, typed: str, spelled: str) -> None:
    assert ask(page, f"m.show({kind}, m.read({kind}, {json.dumps(typed)}))") == spelled


def test_the_engine_runs_no_text_as_code_and_needs_nothing_of_a_page() -> None:
    source = "".join(part.read_text(encoding="utf-8") for part in ENGINE)
    for word in ("eval(", "Function(", "document", "window", "innerHTML", "import ", "Date"):
        assert word not in source, word
