"""Sequence diagrams: what happens in a scenario, in which order, and that the drawing shows all of it, legibly."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from fsmc.emit.reference import emit_reference
from fsmc.emit.sequence import emit_sequence, sequence_mermaid, sequence_svg
from fsmc.emit.sequence.parties import placed
from fsmc.emit.sequence.story import Arrival, Own, Sending, Standing, story
from fsmc.emit.sequence.widths import width, wrapped
from fsmc.model import Machine
from tests.emit.build import machine_of

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.fsm"))
SVG = "{http://www.w3.org/2000/svg}"

DESK = """
machine Desk "A desk"
type Paper = white | blue
option strict: bool = false
var seen: int = 0
timer nap = 3s within Busy
guard fits (n: int)
guard sunny
event ask "please" (n: int, urgent: bool = false, paper: Paper = white) from user
event answer (text: str) from peer
event tick
event again (n: int)
event big = ask [n > 9]
action send (text: str, paper: Paper*) to peer
action tell (wait: duration) to user
action file
state Idle initial  ## Nothing to do.
state Busy
state Done final
Idle on ask [fits(n)] -> Busy / seen = n, send("it's", white, blue), file, start nap
Idle on ask [else] -> stay / tell(90s)
Idle on big -> Done / raise again(n), file
Idle on tick [sunny] -> stay / file
Idle ignore tick [else]
Busy defer tick
Busy defer answer
Busy on timeout nap -> Done / tell(2s)
Busy reject ask
Done on tick -> stay / file
Done reject answer "too late"
Done on again -> Idle / send("again")
"""


def told(steps: str, base: str = DESK) -> list[str]:
    """What happens in a scenario, a line each."""
    machine = machine_of(f"{base}scenario s: {steps}\n")
    return [_line(moment) for moment in story(machine, machine.scenarios[0]).moments]


def _line(moment: Any) -> str:
    match moment:
        case Standing():
            return f"({moment.state.name})"
        case Arrival():
            return f"{moment.party} > {moment.text} {moment.condition}".rstrip()
        case Sending():
            return f"> {moment.party} {moment.text}"
        case Own():
            return f"o {moment.text} {moment.condition}".rstrip()
        case _:
            return f": {moment.text}"


# ------------------------------------------------------------------------------------------------- what happens


def test_an_event_comes_from_its_source_and_an_action_goes_to_its_party() -> None:
    assert told("Idle, ask(3) [fits(3)] -> Busy") == [
        "(Idle)",
        "user > please(3) [fits(3)]",
        "(Busy)",
        """> peer send("it's", white, blue)""",
        ": file",
    ]


def test_the_state_is_shown_where_it_changes_only() -> None:
    assert told("Idle, ask(3) [else] -> Idle") == [
        "(Idle)",
        "user > please(3) [else] [not fits(3)]",
        "> user tell(90s)",
    ]


def test_what_the_step_leaves_open_is_shown_as_the_picture_has_it() -> None:
    assert told("Idle, tick -> Idle") == ["(Idle)", "environment > tick [sunny]", ": file"]
    assert told("Idle, ask [n == 4 and fits(4)] -> Busy")[1] == "user > please [n == 4 and fits(4)]"


CLIENT = """
machine Client
type Lease (time: duration)
guard wanted (n: int)
event ack "DHCPACK" (a: Lease) from server
event ask (n: int, wait: duration = 3s) from user
event pick (n: int)
event again (n: int)
event show
var kept: int
action configure "set up" (time: duration) to interface
action request "DHCPREQUEST" (n: int) to server
action discover "DHCPDISCOVER" to server
action snd (n: int, flags: int*) to server
state Init initial
state Bound
Init on ack [a.time > 0s] -> Bound / configure(a.time), discover
Init on ack [else] -> Bound
Init on ask -> stay / kept = n, configure(wait), snd(n + 1, 1, n), raise again(n)
Init on pick [wanted(n)] -> stay / discover
Init on pick -> stay / request(n) if n > 5
any on again -> stay / request(n)
any on show -> stay / request(kept)
Bound on ask -> Init / kept = 2, request(n)
any ignore other
"""


def test_an_argument_that_hangs_on_an_open_payload_stands_as_the_spec_writes_it() -> None:
    assert told("Init, ack -> Bound", CLIENT) == [
        *("(Init)", "server > DHCPACK [a.time > 0s]", "(Bound)"),
        *("> interface set up(a.time)", "> server DHCPDISCOVER"),
    ]


def test_what_is_open_stays_open_in_raised_events_and_in_variables_until_they_are_set_anew() -> None:
    assert told("Init, ask -> Init, show -> Init, ask(4, 9s) -> Init, show -> Init", CLIENT) == [
        *("(Init)", "user > ask", "> interface set up(3s)", "> server snd(n + 1, 1, n)"),
        *("o raised again(n)", "> server DHCPREQUEST(n)", "environment > show", "> server DHCPREQUEST(kept)"),
        *("user > ask(4, 9s)", "> interface set up(9s)", "> server snd(5, 1, 4)"),
        *("o raised again(4)", "> server DHCPREQUEST(4)", "environment > show", "> server DHCPREQUEST(4)"),
    ]


def test_what_an_assumption_says_outright_of_a_payload_is_a_value() -> None:
    assert told("Bound, ask [n == 4] -> Init", CLIENT)[1:] == [
        "user > ask [n == 4]",
        "(Init)",
        "> server DHCPREQUEST(4)",
    ]
    assert told("Bound, ask [n > 4] -> Init", CLIENT)[1:] == ["user > ask [n > 4]", "(Init)", "> server DHCPREQUEST(n)"]


def test_conditions_on_an_open_payload_stand_as_the_spec_writes_them() -> None:
    assert told("Init, pick -> Init", CLIENT)[1:] == ["environment > pick [wanted(n)]", "> server DHCPDISCOVER"]
    assert told("Init, pick [not wanted(n)] -> Init", CLIENT)[1] == "environment > pick [not wanted(n)] [not n > 5]"


def test_a_derived_event_needs_no_word_on_what_makes_it_that_event() -> None:
    assert told("Idle, big -> Idle")[1] == "user > big"


def test_the_expiry_of_a_timer_is_an_event_of_the_machine_s_own() -> None:
    assert told("Busy, timeout nap -> Done") == ["(Busy)", "o timeout nap", "(Done)", "> user tell(2s)"]


def test_a_raised_event_comes_after_the_actions_of_the_step_that_raised_it() -> None:
    assert told("Idle, big(12) -> Idle") == [
        "(Idle)",
        "user > big(12)",
        "(Done)",
        ": file",
        "o raised again(12)",
        "(Idle)",
        '> peer send("again")',
    ]


def test_a_deferred_event_is_taken_where_the_state_has_changed_and_a_refusal_is_told() -> None:
    assert told('Busy, answer("x") -> Busy, tick -> Busy, timeout nap -> Done') == [
        "(Busy)",
        'peer > answer("x")',
        ": deferred",
        "environment > tick",
        ": deferred",
        "o timeout nap",
        "(Done)",
        "> user tell(2s)",
        "o deferred answer",
        ": refused answer: too late",
        "o deferred tick",
        ": file",
    ]


def test_an_ignored_event_is_said_to_be_ignored() -> None:
    assert told("Idle, tick [not sunny] -> Idle") == ["(Idle)", "environment > tick [not sunny]", ": ignored"]


def test_what_a_scenario_is_given_stands_at_its_start() -> None:
    assert told("Idle [strict and seen == 2], big -> Idle")[:2] == ["(Idle)", ": with strict and seen == 2"]


def test_every_step_ends_in_the_state_that_the_scenario_names() -> None:
    for path in SPECS:
        machine = machine_of(path.read_text(encoding="utf-8"))
        for scenario in machine.scenarios:
            moments = story(machine, scenario).moments
            assert [moment.state for moment in moments if isinstance(moment, Standing)][-1] is scenario.steps[-1].target
            steps = [
                moment
                for moment in moments
                if isinstance(moment, Arrival) or (isinstance(moment, Own) and moment.event.expires)
            ]
            assert [moment.event.base or moment.event for moment in steps] == [step.event for step in scenario.steps], (
                scenario.title
            )


# ------------------------------------------------------------------------------------------------- who stands where


@pytest.mark.parametrize(
    ("parties", "left", "right"),
    [
        (("user", "peer"), ("user",), ("peer",)),
        (("peer", "user"), ("user",), ("peer",)),
        (("peer",), (), ("peer",)),
        (("Alice",), ("Alice",), ()),
        (("Alice", "Bob"), ("Alice",), ("Bob",)),
        (("network", "Alice", "peer"), ("Alice",), ("network", "peer")),
        (("Alice", "Bob", "Carol"), ("Alice", "Carol"), ("Bob",)),
    ],
)
def test_the_machine_stands_between_its_parties(parties: tuple[str, ...], left: Any, right: Any) -> None:
    events = "\n".join(f"event e{number} from {party}" for number, party in enumerate(parties))
    assert placed(machine_of(f"machine M\nstate S initial\n{events}\nany ignore other\n")) == (left, right)


def test_only_those_who_take_part_have_a_lifeline() -> None:
    machine = machine_of(f"{DESK}scenario s: Busy, timeout nap -> Done\nscenario t: Idle, big -> Idle\n")
    found = [(told.left, told.right) for told in (story(machine, scenario) for scenario in machine.scenarios)]
    assert found == [(("user",), ()), (("user",), ("peer",))]


# ------------------------------------------------------------------------------------------------------- Mermaid


def test_mermaid_has_the_parties_in_order_then_the_messages() -> None:
    machine = machine_of(f'{DESK}scenario s "it fits": Idle, ask(3) [fits(3)] -> Busy, timeout nap -> Done\n')
    assert sequence_mermaid(machine, machine.scenarios[0]).splitlines() == [
        "%% Generated by fsmc from machine Desk: edit the spec, not this file.",
        "sequenceDiagram",
        "    title it fits",
        "    participant party_1 as user",
        "    participant machine as Desk",
        "    participant party_2 as peer",
        "    Note over machine: Idle",
        "    party_1->>machine: please(3)<br/>[fits(3)]",
        "    Note over machine: Busy",
        "    machine->>party_2: send(#34;it's#34;, white, blue)",
        "    Note right of machine: file",
        "    machine->>machine: timeout nap",
        "    Note over machine: Done",
        "    machine->>party_1: tell(2s)",
    ]


# ------------------------------------------------------------------------------------------------------- the drawing


def drawings(machine: Machine) -> Iterator[tuple[str, str]]:
    for artifact in emit_sequence(machine):
        if artifact.name.endswith(".svg"):
            yield artifact.name, artifact.text


def all_drawings() -> Iterator[tuple[str, str]]:
    for path in SPECS:
        yield from drawings(machine_of(path.read_text(encoding="utf-8")))


def test_each_scenario_has_two_files_named_after_it() -> None:
    machine = machine_of(f'{DESK}scenario nap: Busy, timeout nap -> Done\nscenario "a b": Idle, big -> Idle\n')
    assert [artifact.name for artifact in emit_sequence(machine)] == [
        "scenarios/nap.mmd",
        "scenarios/nap.svg",
        "scenarios/a~20~b.mmd",
        "scenarios/a~20~b.svg",
    ]


def test_the_drawing_has_every_word_of_the_story() -> None:
    machine = machine_of(
        f'{DESK}scenario s "it fits": Idle [seen == 2], ask(3) [fits(3)] -> Busy, timeout nap -> Done\n'
    )
    root = ElementTree.fromstring(sequence_svg(machine, machine.scenarios[0]).encode())
    assert [element.text for element in root.iter(f"{SVG}text")] == [
        *("it fits", "user", "Desk", "peer", "Idle", "with seen == 2", "please(3)", "[fits(3)]", "Busy"),
        *("""send("it's", white, blue)""", "file", "timeout nap", "Done", "tell(2s)"),
    ]
    assert root[0].text == "it fits"
    assert root[1].text is not None
    assert root[1].text.startswith(
        "Desk is in Idle. Desk: with seen == 2. user to Desk: please(3) [fits(3)]. Desk is in Busy."
    )


def test_ids_differ_and_links_lead_to_places_of_the_reference() -> None:
    for path in SPECS:
        machine = machine_of(path.read_text(encoding="utf-8"))
        places = set(re.findall(r'id="([^"]+)"', emit_reference(machine).text))
        for name, text in drawings(machine):
            ids = re.findall(r' id="([^"]+)"', text)
            assert len(ids) == len(set(ids)), name
            links = re.findall(r'href="([^"#]+)#([^"]+)"', text)
            assert {file for file, _ in links} == {f"../{machine.slug}.md"}
            assert {place for _, place in links} <= places, name


def test_links_may_lead_elsewhere() -> None:
    machine = machine_of(f"{DESK}scenario s: Idle, big -> Idle\n")
    text = sequence_svg(machine, machine.scenarios[0], "desk.html?a=1&b")
    assert set(re.findall(r'href="([^#]+)#', text)) == {"desk.html?a=1&amp;b"}


def test_what_a_state_is_can_be_read_by_hovering() -> None:
    machine = machine_of(f"{DESK}scenario s: Idle, big -> Idle\n")
    assert "<title>state Idle\nNothing to do.</title>" in sequence_svg(machine, machine.scenarios[0])
    assert "<title>action send</title>" in sequence_svg(machine, machine.scenarios[0])


def test_it_holds_no_script_no_variable_and_nothing_from_elsewhere() -> None:
    for name, text in all_drawings():
        assert not re.search(r"<script|var\(|@import|url\(|<image|<foreignObject| on\w+=", text), name


HOSTILE = "</text></svg><script>hacked=1</script> ]]> --> & 'it' \"x\" \u202e"


def test_hostile_texts_stay_text(browser: Any) -> None:
    bad = json.dumps(HOSTILE, ensure_ascii=False)
    text = f"""
machine '<M> --' {bad}
event e {bad} (text: str) from '"><script>hacked=1</script>'
event '<b onclick="hacked=1">'
action act (text: str) to '--><script>hacked=1</script>'
state A initial  ## {HOSTILE}
state '</title><script>hacked=1</script>' {bad}
A on e -> '</title><script>hacked=1</script>' / act(text)
any on '<b onclick="hacked=1">' -> A / act({bad})
scenario s {bad}: A, e({bad}) -> '</title><script>hacked=1</script>', '<b onclick="hacked=1">' -> A
scenario t " ": A, '<b onclick="hacked=1">' -> A
"""
    for name, drawn in drawings(machine_of(text)):
        root = ElementTree.fromstring(drawn.encode())
        assert not list(root.iter(f"{SVG}script")), name
        page = browser.new_page()
        page.set_content(drawn)
        assert page.evaluate("typeof hacked") == "undefined"
        page.close()
    words = "".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert "hacked=1</script>]]>-->&'it'" in re.sub(r"\s", "", words)
    assert "\u202e" not in words


def test_characters_that_xml_forbids_are_replaced() -> None:
    machine = machine_of(f'{DESK}scenario s "a\ufffeb\uffffc": Idle, big -> Idle\n')
    root = ElementTree.fromstring(sequence_svg(machine, machine.scenarios[0]).encode())
    assert root[0].text == "a\ufffdb\ufffdc"


# ------------------------------------------------------------------------------------------- the drawing in a browser

_BOXES = """() => {
    const svg = document.querySelector("svg").getBoundingClientRect();
    const texts = [...document.querySelectorAll("text")].map(text => {
        const box = text.getBoundingClientRect();
        return {text: text.textContent, left: box.left - svg.left, right: box.right - svg.left,
                top: box.top - svg.top, bottom: box.bottom - svg.top};
    });
    return {width: svg.width, height: svg.height, texts};
}"""


def test_no_text_lies_on_another_or_sticks_out(browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1600, "height": 1200})
    for name, text in (*all_drawings(), *_wide_drawings()):
        page.set_content(text)
        found = page.evaluate(_BOXES)
        for box in found["texts"]:
            assert box["left"] >= 0, (name, box)
            assert box["right"] <= found["width"], (name, box)
            assert box["bottom"] <= found["height"], (name, box)
        for one, other in combinations(found["texts"], 2):
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            assert across <= 0 or down <= 3, (name, one["text"], other["text"])
    page.close()


def _wide_drawings() -> Iterator[tuple[str, str]]:
    """Long words everywhere, and parties on both sides."""
    long = "word " * 30 + "W" * 80
    text = f"""
machine 'A machine with quite a name' "{long}"
event e "{long}" (text: str) from 'somebody whose name is long as well'
event f from Bob
event g from Carol
action act (text: str) to Carol
action aside (text: str)
state '{long[:90]}' initial
any on e -> stay / act("{long}"), aside("{long}")
any on f, g -> stay / act("{long}")
scenario s "{long}": '{long[:90]}', e("{long}") -> '{long[:90]}', f -> '{long[:90]}', g -> '{long[:90]}'
"""
    return drawings(machine_of(text))


def test_drawings_fit_a_page() -> None:
    for name, text in all_drawings():
        found = re.search(r'width="([\d.]+)"', text)
        assert found
        assert float(found[1]) <= 700, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_light_or_dark_as_the_system_is_or_else_the_page_around_it(scheme: str, browser: Any) -> None:
    _, text = next(all_drawings())
    other = "dark" if scheme == "light" else "light"
    for system, around in ((scheme, ""), (other, f' data-theme="{scheme}"')):
        page = browser.new_page(color_scheme=system)
        page.set_content(f"<div{around}>{text}</div>")
        paper, name, small, state = (_brightness(page, place) for place in (".paper", ".name", ".small", ".state"))
        page.close()
        if scheme == "light":
            assert paper > state > 200
            assert max(name, small) < 120
        else:
            assert paper < state < 100
            assert min(name, small) > 150


def _brightness(page: Any, selector: str) -> float:
    """How bright something is filled, of 255."""
    found = page.evaluate("selector => getComputedStyle(document.querySelector(selector)).fill", selector)
    return sum(map(float, re.findall(r"[\d.]+", found)[:3])) / 3


def test_widths_are_those_of_the_font(browser: Any) -> None:
    page = browser.new_page()
    texts = [chr(code) for code in range(32, 127)] + ["rcv-FIN [not fin-acked]", "SYN-RECEIVED", "Übung façade"]
    measured = page.evaluate(
        """texts => { const pen = document.createElement("canvas").getContext("2d");
        return ["", "bold "].map(face => texts.map(text => {
            pen.font = face + "1000px Helvetica, Arial, sans-serif"; return pen.measureText(text).width; })); }""",
        texts,
    )
    page.close()
    if abs(measured[0][texts.index("W")] - 944) > 2:
        pytest.skip("no font here has the widths of Helvetica")
    for bold, found in enumerate(measured):
        for text, size in zip(texts, found, strict=True):
            assert width(text, 1000, bold=bool(bold)) == pytest.approx(size, abs=80 if len(text) > 1 else 2), text


def test_rows_are_no_wider_than_the_limit_and_lose_nothing() -> None:
    text = "a few words and " + "W" * 40
    rows = wrapped(text, 13, 100)
    assert "".join("".join(rows).split()) == "".join(text.split())
    assert all(width(row, 13) <= 100 for row in rows)
    assert len(rows) > 5


def test_a_long_word_is_broken_after_a_hyphen() -> None:
    assert wrapped("Receive-Terminate-Request", 13, 150) == ["Receive-Terminate-", "Request"]
