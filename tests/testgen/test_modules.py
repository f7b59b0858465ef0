"""The written suites against modules that fsmc makes: right ones, wrong ones, and those that give other reasons."""

from __future__ import annotations

import pytest

from fsmc.testgen import KINDS
from fsmc.testgen.kit import fsm_adapters as kit
from tests.testgen.boxed import ROOT, Box, box, module
from tests.testgen.test_suites import LAMP, machine, spec

CLIENT = """
machine Client
type Response (status: int, 'half-done': bool)
type Blob
type Kind = big | small-one
option mode: Kind = big
option 'how-long': duration = 3s
guard is-known (who: str, r: Response)
state Waiting initial
state Done
event response (r: Response, b: Blob, k: Kind, more: Kind*) from server
event r1xx = response [100 <= r.status < 200]
event rest = response [else]
event go-on
action show-it (r: Response, b: Blob, k: Kind, more: Kind*)
timer t = how-long within Done
Waiting on rest [is-known("ann", r) and not is-known("bob", r)] -> Done / show-it(r, b, k, more), start t
Waiting on rest [else] -> stay / show-it(r, b, mode, big, small-one)
Waiting ignore r1xx
Waiting defer go-on
Done on timeout t -> Waiting
Done reject other "it is done"
"""


@pytest.mark.parametrize("name", ["ppp_lcp", "tcp"])
def test_the_module_of_a_large_spec_passes(name: str) -> None:
    suite = box(spec(name), "transitions")
    assert suite.failures(kit.ModuleAdapter(ROOT / "generated" / name / f"{name}.py", suite.names)) == []


@pytest.mark.parametrize("text", [LAMP, CLIENT], ids=["Lamp", "Client"])
def test_a_module_with_guards_values_options_time_and_deferral_passes(text: str) -> None:
    of = machine(text)
    for suite in (box(of, kind) for kind in KINDS):
        assert suite.failures(module(text, suite)) == []


@pytest.fixture(scope="module")
def lamp() -> tuple[Box, ...]:
    """The suites of the lamp that find what is wrong with others."""
    return tuple(box(machine(LAMP), kind) for kind in ("transitions", "pairs"))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("timer tired = 3s", "timer tired = 2s"),
        ("timer tired = 3s", "timer tired = 4s"),
        ("within On", "within On, Broken"),
        ("start tired", "start tired = 5s"),
        ("hum(count)", "hum(0)"),
        ("bulb(60)", "bulb(61)"),
        ("Broken reject mend [else]", "Broken ignore mend [else]"),
        ("count < 3", "count <= 3"),
        ("state Off initial\nstate On", "state Off\nstate On initial"),
    ],
)
def test_a_wrong_module_fails(right: str, wrong: str, lamp: tuple[Box, ...]) -> None:
    assert LAMP.count(right) == 1
    text = LAMP.replace(right, wrong)
    if "Broken" in wrong and "within" in wrong:  # the timer goes on, and then expires where nobody expects it
        text += "Broken on timeout tired -> Off\n"
    found = [told for suite in lamp for told in suite.failures(module(text, suite))]
    assert found
    assert all("expected" in told for told in found)


REFUSING = """
machine Refusing
state Out initial
state In
event knock
event enter
event late
Out on enter -> In
Out defer late
Out reject knock
In reject knock, late "there is no door"
In ignore enter
"""


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('knock, late "there is no door"', 'knock "no entry"\nIn reject late "there is no door"',
         ["after it: expected refused: there is no door\n", "but found refused: no entry"]),
        ('knock, late "there is no door"', 'knock "there is no door"\nIn reject late "too late"',
         ["expected refused", "there is no door", "but found refused", "too late"]),
        ("Out reject knock", 'Out reject knock "a reason of its own"', []),
        ('knock, late "there is no door"', "knock, late", []),
    ],
)  # fmt: skip
def test_the_reason_of_a_refusal_is_compared_where_spec_and_adapter_give_one(
    right: str, wrong: str, words: list[str]
) -> None:
    assert REFUSING.count(right) == 1
    suite = box(machine(REFUSING), "pairs")
    found = suite.failures(module(REFUSING.replace(right, wrong), suite))
    assert bool(found) == bool(words)
    assert all(word in told for told in found for word in words)


def test_an_adapter_that_tells_no_reasons_is_not_at_fault() -> None:
    suite = box(machine(REFUSING), "pairs")
    adapter = module(REFUSING, suite)

    class Silent:
        """The same, but for the reasons."""

        reset, advance, state = adapter.reset, adapter.advance, adapter.state

        def step(self, event: str, payload: dict[str, object], answers: kit.Answers) -> list[kit.Action]:
            try:
                return [done[:2] if done[0] == "refused" else done for done in adapter.step(event, payload, answers)]
            except kit.Refused:
                raise kit.Refused("not now") from None

    assert suite.failures(Silent()) == []
