"""Steps of a simulation are written as in a scenario, and mean what they say."""

from __future__ import annotations

import pytest

from fsmc import compiler
from fsmc.cli.steps import Advance, Delivery, option_of, parse, payload_of
from fsmc.cli.values import StepError, split, value_of
from fsmc.interpreter import Value
from fsmc.interpreter.spelling import call, shown
from fsmc.model import Basic, Machine
from fsmc.source import SourceFile

SPEC = """\
machine Mail
type Colour = red | 'light green'
type Reply (code: int, text: str)
option retries: int = 3
timer slow = 5s within Idle
event send (to: str, colour: Colour = red, urgent: bool = false)
event answer (r: Reply)
event many (colours: Colour*)
event plain (sure: bool)
event 'go (on)'
guard ready
state Idle initial
Idle on send [ready] -> stay
Idle ignore send [else]
Idle ignore answer, many, plain
Idle on timeout slow -> stay / start slow
Idle on 'go (on)' -> stay / start slow
"""


@pytest.fixture(scope="module")
def machine() -> Machine:
    checked = compiler.check(SourceFile("mail.fsm", SPEC))
    assert checked.machine is not None
    return checked.machine


def payload(text: str, machine: Machine) -> dict[str, Value]:
    step = parse(text, machine)
    assert isinstance(step, Delivery)
    return payload_of(step, None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("send(\"a, b\", 'light green', yes)", ("a, b", "light green", True)),
        ('send("say \\"hi\\" (now)")', ('say "hi" (now)', "red", False)),
        ("send(bob, red) [urgent]", ("bob", "red", True)),
        ("send(bob) [else]", ("bob", "red", False)),
        ('answer({code=200, text="so, well"})', ({"code": 200, "text": "so, well"},)),
        ("many()", ((),)),
        ("many(red, 'light green', red)", (("red", "light green", "red"),)),
        ("plain [sure]", (True,)),
        ("plain [not sure]", (False,)),
        ("plain [else]", (False,)),
    ],
)
def test_a_payload_comes_from_arguments_facts_and_defaults(
    text: str, values: tuple[Value, ...], machine: Machine
) -> None:
    assert tuple(payload(text, machine).values()) == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("send", "needs its payload"),
        ("send()", "needs its payload"),
        ("plain [ready]", "needs its payload"),
        ("answer({code=200})", r"a Reply is written \{code=..., text=...\}"),
        ("answer({code=x, text=y})", "no whole number"),
    ],
)
def test_a_payload_that_does_not_fit_says_what_is_wanted(text: str, words: str, machine: Machine) -> None:
    with pytest.raises(StepError, match=words):
        payload(text, machine)


def test_a_quoted_name_is_one_name(machine: Machine) -> None:
    step = parse("'go (on)' [not ready] -> Idle", machine)
    assert isinstance(step, Delivery)
    assert step.event.name == "go (on)"
    assert step.facts == {"ready": False}
    assert step.target is machine.initial
    assert step.text == "'go (on)' [not ready]"


@pytest.mark.parametrize("text", ["timeout slow", " timeout   slow "])
def test_a_timeout_names_its_timer(text: str, machine: Machine) -> None:
    step = parse(text, machine)
    assert isinstance(step, Delivery)
    assert step.event is machine.timeout(machine.timers[0])


@pytest.mark.parametrize(("text", "seconds"), [("250ms", 0.25), ("3s", 3.0), ("2min", 120.0), ("1h", 3600.0)])
def test_durations_have_units(text: str, seconds: float, machine: Machine) -> None:
    assert parse(f"advance {text}", machine) == Advance(f"advance {text}", seconds)
    assert value_of(text, Basic.DURATION) == seconds


def test_a_duration_without_a_unit_is_refused_with_the_units_named(machine: Machine) -> None:
    with pytest.raises(StepError, match=r"'3' is no duration: write it with a unit, as in 250ms, 3s, 2min or 1h"):
        parse("advance 3", machine)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ('send(bob) [ready("a, b") and not urgent]', {"ready": True, "urgent": False}),
        ("send(bob) [not ready (to, 3), urgent]", {"ready": False, "urgent": True}),
        ("send(bob) [ready(1), ready(2)]", {"ready": True}),
    ],
)
def test_a_guard_may_be_answered_with_its_arguments(text: str, facts: dict[str, bool], machine: Machine) -> None:
    step = parse(text, machine)
    assert isinstance(step, Delivery)
    assert step.facts == facts


def test_one_guard_cannot_be_answered_both_ways(machine: Machine) -> None:
    with pytest.raises(StepError, match="'ready' is answered with yes and with no"):
        parse("send(bob) [ready(1), not ready(2)]", machine)


def test_values_are_shown_as_they_are_typed(machine: Machine) -> None:
    types = {part.name: part.type for event in machine.events for part in event.params}
    for name, text in (
        ("to", r'"say \"hi\"\n"'),
        ("colour", "'light green'"),
        ("urgent", "true"),
        ("r", '{code=486, text="so, well"}'),
    ):
        assert shown(value_of(text, types[name]), types[name]) == text
    for text in ("500ms", "2min", "31500ms", "0s"):
        assert shown(value_of(text, Basic.DURATION), Basic.DURATION) == text
    (many,) = machine.event("many").params
    assert call("paint", (("red", "light green"),), (many,)) == "paint(red, 'light green')"
    assert call("paint", (), ()) == call("paint", ((),), (many,)) == "paint"


def test_a_derived_event_is_nothing_to_send() -> None:
    spec = SPEC.replace("event 'go (on)'", "event sure-one = plain [sure]\nevent 'go (on)'").replace(
        "many, plain", "many, plain, sure-one"
    )
    derived = compiler.check(SourceFile("mail.fsm", spec)).machine
    assert derived is not None
    with pytest.raises(StepError, match="sure-one is derived from plain: send that"):
        parse("sure-one", derived)


def test_an_option_is_set_by_name_and_type(machine: Machine) -> None:
    assert option_of("retries = 5", machine) == ("retries", 5)
    with pytest.raises(StepError, match="no option 'retry': choose from retries"):
        option_of("retry=5", machine)


def test_commas_in_brackets_and_quotes_do_not_split() -> None:
    assert list(split("a, \"b, c\", {d=1, e=2}, 'f, g'")) == ["a", '"b, c"', "{d=1, e=2}", "'f, g'"]
