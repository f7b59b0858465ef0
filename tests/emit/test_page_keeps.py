"""What a page keeps of a play: its address, and the scenario that it is copied as; the scenarios of specs in it."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from fsmc import compiler
from fsmc.files import read
from fsmc.scenarios import Failure, follow
from tests.emit.pages import ASK_7, GUARDED, HOSTILE, SPECS, Open, Play, holds

# ---------------------------------------------------------------------------------------------------- the address


def test_the_address_brings_the_play_back(play: Open) -> None:
    page = play("tcp").send("active-OPEN", "rcv-SYN-ACK").choose("#state", "undo")
    again = play("tcp", "#" + page.page.url.partition("#")[2])
    assert again.state == "SYN-SENT"
    assert again.choose("#state", "redo").state == "ESTABLISHED"
    assert again.page.url == page.choose("#state", "redo").page.url


def test_payload_answers_and_time_are_in_the_address(play: Open) -> None:
    page = play("guarded", "#play=" + quote(json.dumps({"o": {"most": 99}, "p": [ASK_7, ["w", 1.5]]})))
    again = play("guarded", "#" + page.page.url.partition("#")[2])
    assert again.state == page.state == "Busy"
    assert again.did == page.did
    assert "time: 1500ms" in again.text("#events")
    assert again.choose("#history", "step 1").did[0] == "asked fits(7)? yes"


@pytest.mark.parametrize(
    "fragment",
    [
        "#play=",
        "#play=%",
        "#play={",
        "#play=null",
        "#play=[1]",
        '#play={"p":7}',
        '#play={"s":"<script>hacked=1</script>"}',
        '#play={"s":{"a":1}}',
        '#play={"o":{"__proto__":1}}',
        '#play={"o":{"R2":"<img src=x onerror=hacked=1>"}}',
        '#play={"o":[]}',
        '#play={"v":{"rto":"x"}}',
        '#play={"p":["nothing"]}',
        '#play={"p":["timeout rtx"]}',
        '#play={"p":["valid-RST"]}',
        '#play={"p":["active-OPEN",["e","rcv-RST",{"fit":"sideways"}]]}',
        '#play={"p":["active-OPEN",["e","rcv-RST"]]}',
        '#play={"p":["active-OPEN",["e","SEND",{"fault":"none","__proto__":1,"more":2}]]}',
        '#play={"p":[["w",-1]]}',
        '#play={"p":[["w",1e300]]}',
        '#play={"p":[["x","none"]]}',
        '#play={"p":[["e","active-OPEN",{},7]]}',
        '#play={"p":[["e","active-OPEN",{},[["g"]]]]}',
        '#play={"p":[[[[]]],{}]}',
        '#play={"n":-5}',
        '#play={"n":"x"}',
        "#%",
        "#no-such-place",
        "#state.LISTEN",
        "#<script>hacked=1</script>",
    ],
)
def test_a_hostile_or_outdated_address_is_read_as_far_as_it_fits(shared_page: Play, fragment: str) -> None:
    page = shared_page
    for address in ("#play={}", "#", fragment):
        page.page.evaluate(TO_ADDRESS, address)
    assert page.state in ("CLOSED", "SYN-SENT")
    assert page.page.evaluate("typeof hacked") == "undefined"
    page.send("passive-OPEN" if page.state == "CLOSED" else "rcv-SYN-ACK")
    assert page.state in ("LISTEN", "ESTABLISHED")
    assert not page.faults


TO_ADDRESS = """address => new Promise(done => {
    addEventListener("hashchange", () => setTimeout(done), { once: true });
    location.hash = address;
})"""


@pytest.fixture(scope="module")
def shared_page(pool: Open) -> Play:
    """One page for many addresses."""
    return pool("tcp", 9, {}).open("#play=[")


# ------------------------------------------------------------------------------------------------------- scenarios


def test_a_play_is_copied_as_a_scenario_that_compiles(play: Open) -> None:
    spec = (SPECS / "tcp.fsm").read_text(encoding="utf-8")
    page = play("tcp").choose("#events", "refused").send("active-OPEN", "passive-OPEN", "rcv-SYN-ACK", "SEND")
    page.page.locator('#events [data-timer="rtx"]').click()
    page.send("CLOSE")
    page.page.locator('#events [data-event="rcv-FIN"]', has_text="fin-acked").click()
    text = page.scenario
    assert text.startswith('scenario played "CLOSED to TIME-WAIT": CLOSED,\n')
    assert "rcv-FIN(true, true) -> TIME-WAIT" in text
    assert "passive-OPEN" not in text
    assert holds(spec, text) == []
    assert holds(spec, text.replace("-> FIN-WAIT-1", "-> FIN-WAIT-2"))


def test_options_and_the_start_are_part_of_the_copied_scenario(play: Open) -> None:
    fragment = "#play=" + quote(json.dumps({
        "o": {"half-duplex": True, "R2": 2, "MSL": 60}, "s": "ESTABLISHED", "v": {"opened": "active"},
        "p": [["e", "CLOSE", {"unread": True}], "passive-OPEN"]}))  # fmt: skip
    text = play("tcp", fragment).scenario
    assert "ESTABLISHED [half-duplex and MSL == 1min and R2 == 2 and opened == active]" in text
    assert "CLOSE(none, true) -> CLOSED" in text
    assert holds((SPECS / "tcp.fsm").read_text(encoding="utf-8"), text) == []


def test_answers_and_values_of_the_host_are_part_of_the_copied_scenario(play: Open) -> None:
    steps = [ASK_7, "again", ["w", 2, [["free", [], 0]]]]
    text = play("guarded", "#play=" + quote(json.dumps({"o": {"slow": True, "kind": "green"}, "p": steps}))).scenario
    assert "[slow and kind == green]" in text
    assert "r.size == 7 and not r.urgent" in text
    assert "fits(7) and free] -> Busy" in text
    assert "timeout nap [not free] -> Full" in text
    assert holds(GUARDED, text) == []


def test_names_that_need_quotes_get_them_in_the_copied_scenario(play: Open) -> None:
    page = play("hostile").send("go")
    assert holds(HOSTILE, page.scenario) == []


@pytest.mark.parametrize("name", [path.stem for path in sorted(SPECS.glob("*.fsm"))])
def test_every_scenario_leads_where_the_interpreter_says(play: Open, name: str) -> None:
    machine = compiler.check(read(SPECS / f"{name}.fsm")).machine
    assert machine
    page = play(name)
    for scenario in machine.scenarios:
        passed = follow(machine, scenario)
        assert not isinstance(passed, Failure)
        told = [[step.after.state.name, [str(output).partition("(")[0] for output in step.outputs]] for step in passed]
        assert page.page.evaluate(STEPS, scenario.name) == [*told, len(scenario.steps)], scenario.name


STEPS = """name => {
    const list = document.querySelector("#scenarios");
    list.value = name;
    list.dispatchEvent(new Event("change"));
    const seen = [];
    for (let next; !(next = document.querySelector('[data-key="scenario-step"]')).disabled; ) {
        next.click();
        const actions = [...document.querySelectorAll("#history .current .do code")];
        const names = actions.map(code => code.textContent.split("(")[0]);
        seen.push([document.querySelector("#now").textContent, names]);
    }
    return [...seen, document.querySelectorAll("#scenario .steps .done").length];
}"""
"""Chooses a scenario and clicks `Step` to its end: the state and the actions after each, how many steps held."""


def test_a_scenario_is_run_at_once_and_left_by_another_event(play: Open) -> None:
    page = play("tcp")
    page.page.select_option("#scenarios", "active-close")
    assert page.choose("#scenario", "scenario-run").state == "CLOSED"
    page.press("u", "u").send("rcv-text")
    assert page.page.locator("#scenario .steps").count() == 0
    assert page.state == "FIN-WAIT-2"
