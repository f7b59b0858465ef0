"""Places of a page: the browser's way back, addresses of places, hidden characters, large machines, small screens."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from fsmc.emit.page import emit_page
from tests.emit.pages import TIMED, Open, Play, holds, machine_of

# ------------------------------------------------------------------------------------------------------ back and forth


def settled(page: Play, at_top: bool) -> None:
    page.page.wait_for_function("top => (scrollY === 0) === top", arg=at_top)


def test_a_link_into_the_reference_is_an_entry_of_the_history_that_keeps_the_play(play: Open) -> None:
    page = play("tcp").send("active-OPEN", "rcv-SYN-ACK")
    entries = page.page.evaluate("history.length")
    page.click("#history .current .why a")
    settled(page, at_top=False)
    assert page.page.url.startswith(page.path.as_uri() + "#play=")
    assert page.page.url.endswith("&at=cell.SYN-SENT.rcv-SYN-ACK")
    assert page.page.evaluate("history.length") == entries + 1
    page.page.go_back()
    settled(page, at_top=True)
    assert page.steps == ["start", "active-OPEN", "rcv-SYN-ACK"]
    assert "&at=" not in page.page.url
    assert page.page.locator(".hit, #back").count() == 0
    page.page.go_forward()
    settled(page, at_top=False)
    assert page.page.locator("#reference .hit").count() == 1


def test_back_goes_from_place_to_place_and_leaves_the_play_of_now(play: Open) -> None:
    page = play("tcp").send("active-OPEN")
    page.click("#history .current .why a")
    page.click('#reference a[href="#state.LISTEN"]')
    page.press("u", "2").send("rcv-SYN-ACK")
    page.page.go_back()
    page.page.wait_for_url("**&at=cell.*")
    assert page.state == "ESTABLISHED"
    again = play("tcp", "#" + page.page.url.partition("#")[2])
    assert again.state == "ESTABLISHED"
    assert again.page.locator("#reference .hit").count() == 1


def test_steps_of_the_play_are_no_entries_of_the_history(play: Open) -> None:
    page = play("tcp")
    entries = page.page.evaluate("history.length")
    page.send("active-OPEN", "rcv-SYN-ACK", "CLOSE").press("u", "r", "t")
    assert page.page.evaluate("history.length") == entries


@pytest.mark.parametrize(("words", "at"), [("rcv-fin", "event.rcv-FIN"), ("time-wait", "state.TIME-WAIT")])
def test_what_was_searched_for_has_an_address(play: Open, words: str, at: str) -> None:
    page = play("tcp").send("passive-OPEN").press("/")
    page.page.keyboard.type(words)
    page.press("Enter")
    assert page.page.url.endswith(f"&at={at}")
    page.page.go_back()
    settled(page, at_top=True)
    assert page.state == "LISTEN"


@pytest.mark.parametrize("at", ["nothing", "%", "simulator", "<script>hacked=1</script>", "x&at=state.LISTEN"])
def test_a_place_that_is_none_leaves_the_play_of_the_address(play: Open, at: str) -> None:
    page = play("tcp", f'#play={{"p":["active-OPEN"]}}&at={at}')
    assert page.state == "SYN-SENT"
    assert page.page.evaluate("scrollY") == 0


# ------------------------------------------------------------------------------------------------------------ the clock


def test_an_expiry_of_a_scenario_lets_time_go_by_until_it_is_due(play: Open) -> None:
    page = play("timed")
    page.page.select_option("#scenarios", "waits")
    page.choose("#scenario", "scenario-run")
    assert page.state == "B"
    assert "time: 30min6s" in page.text("#events")
    again = play("timed", "#" + page.page.url.partition("#")[2])
    assert "time: 30min6s" in again.text("#events")
    assert holds(TIMED, page.scenario) == []


def test_an_expiry_of_a_timer_that_does_not_run_takes_no_time(play: Open) -> None:
    page = play("timed")
    page.page.select_option("#scenarios", "midst")
    page.choose("#scenario", "scenario-run")
    assert page.state == "B"
    assert "time: 0s" in page.text("#events")


def test_a_time_that_is_shown_can_be_typed(play: Open) -> None:
    page = play("timed").send("go")
    assert "in 30min6s" in page.text("#events")
    page.page.locator('#events [data-key="wait"]').fill("30min5s")
    page.choose("#events", "advance")
    assert "in 1s" in page.text("#events")


# -------------------------------------------------------------------------------------------------- hidden characters

TRICK = "a\u202eb\u200b\u2066c\u0007"


def test_hidden_characters_are_seen_wherever_a_payload_is_shown(play: Open) -> None:
    carried = {"r": {"size": 7, "urgent": False}, "who": TRICK, "wait": 2, "colours": []}
    steps = [["e", "ask", carried, [["fits", [7], 0]]]]
    page = play("guarded", "#play=" + quote(json.dumps({"p": steps})))
    assert "a\ufffdb\ufffd\ufffdc\ufffd" in page.steps[1]
    shown = page.page.evaluate("document.body.innerText + [...document.querySelectorAll('[title]')].map(e => e.title)")
    assert not set(TRICK) - set("abc") & set(shown)
    isolated = "getComputedStyle(document.querySelector('#history .what')).unicodeBidi"
    assert page.page.evaluate(isolated) == "isolate"


def test_a_play_with_hidden_characters_is_no_scenario(play: Open) -> None:
    page = play("timed", "#play=" + quote(json.dumps({"p": [["e", "say", {"text": TRICK}]]})))
    page.choose("#state", "copy")
    assert page.page.locator("dialog").count() == 0
    assert "hidden characters" in page.text("#notice")


# --------------------------------------------------------------------------------------------------- sizes and weights


WIDTHS = """[
    canvas.scrollWidth - canvas.clientWidth,
    canvas.clientWidth / document.querySelector("#canvas svg").viewBox.baseVal.width,
]"""
"""How far the picture sticks out of its pane, and how much smaller it would have to be to fit."""


def test_a_picture_that_can_be_read_as_wide_as_its_pane_is_not_cut_off(play: Open) -> None:
    page = play("tcp", viewport={"width": 1400, "height": 900})
    keys = page.page.eval_on_selector_all("#pictures option", "options => options.map(o => o.value)")
    for key in keys:
        page.page.select_option("#pictures", key)
        wide, scale = page.page.evaluate(WIDTHS)
        assert wide <= 0 or scale < 0.75, key


def test_a_picture_that_is_too_large_begins_at_the_current_state(play: Open) -> None:
    page = play("tcp", viewport={"width": 1400, "height": 900}).send("active-OPEN", "rcv-SYN-ACK")
    page.page.select_option("#pictures", "machine")
    inside, room = (page.page.locator(where).bounding_box() for where in ("#canvas .now", "#canvas"))
    middle = inside["x"] + inside["width"] / 2
    assert room["x"] + 50 < middle < room["x"] + room["width"] - 50


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_path_is_the_strongest_thing_in_a_picture(play: Open, scheme: str) -> None:
    page = play("tcp", color_scheme=scheme).send("active-OPEN", "rcv-SYN-ACK")
    strokes = "where => [...document.querySelectorAll(where)].map(p => parseFloat(getComputedStyle(p).strokeWidth))"
    path = page.page.evaluate(strokes, "#canvas .edge:is(.walked, .lit) > path")
    others = page.page.evaluate(strokes, "#canvas .edge:not(.walked, .lit) > path")
    assert min(path) > 1.5 * max(others)


def test_what_is_pointed_at_is_not_printed(play: Open) -> None:
    page = play("tcp", viewport={"width": 1300, "height": 900})
    page.page.mouse.move(0, 0)
    colour = "getComputedStyle(document.querySelector('#canvas [data-at=\"state.LISTEN\"] > path')).stroke"
    plain = page.page.evaluate(colour)
    page.page.locator('#canvas [data-at="state.LISTEN"]').hover()
    page.page.wait_for_function(f"plain => {colour} !== plain", arg=plain)
    page.page.emulate_media(media="print")
    page.page.wait_for_function(f"plain => {colour} === plain", arg=plain)


def test_on_a_telephone_the_play_is_in_sight_and_the_picture_can_be_hidden(play: Open) -> None:
    page = play("tcp", viewport={"width": 400, "height": 800})
    assert page.page.locator("#now").bounding_box()["y"] < 500
    page.click("#fold")
    assert page.page.locator("#now").bounding_box()["y"] < 200
    page.click("#fold")
    assert page.page.locator("#canvas").bounding_box()["height"] > 200


def test_the_name_of_an_event_is_whole_where_its_payload_is_long(play: Open) -> None:
    page = play("tcp", viewport={"width": 1400, "height": 900}).send("active-OPEN", "rcv-SYN-ACK")
    cut = "names => names.filter(n => n.getClientRects().length > 1 || n.scrollWidth > n.clientWidth + 1).length"
    assert page.page.eval_on_selector_all("#events .event:not(.variant) .name", cut) == 0


def test_a_large_machine_leaves_its_neighbourhoods_to_their_files() -> None:
    def pictures(count: int) -> str:
        states = "".join(f"state S{number}\nS{number} on go -> S{(number + 1) % count}\n" for number in range(1, count))
        text = f"machine Large\nevent go\nstate S0 initial\nS0 on go -> S1\n{states}unlisted ignore\n"
        return emit_page(machine_of(text))[0].text

    small, large = pictures(60), pictures(61)
    assert small.count('data-picture="around.') == 60
    assert "in states/" not in small
    assert "around." not in large.partition("<main>")[2].partition("<script")[0]
    assert "<option disabled>Neighbourhoods: in states/</option>" in large
