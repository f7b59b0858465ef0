"""The page in a real browser: playing by mouse and by keys, what is lit and told, searching, looks."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest

from tests.emit.pages import ASK_7, Open, Play

# ------------------------------------------------------------------------------------------------------------ playing


def test_a_client_s_handshake_is_clicked_through(play: Open) -> None:
    page = play("tcp")
    assert page.state == "CLOSED"
    page.page.locator('[data-event="active-OPEN"]').click()
    assert page.state == "SYN-SENT"
    assert page.lit("now") == ["state.SYN-SENT"]
    assert page.lit("lit") == ["edge.CLOSED.SYN-SENT"]
    assert {"do snd(SYN) to peer", "set opened: passive → active", "start rtx 1s"} <= set(page.did)
    page.page.locator('[data-event="rcv-SYN-ACK"]').first.click()
    assert page.state == "ESTABLISHED"
    assert page.lit("lit") == ["edge.SYN-SENT.ESTABLISHED"]
    assert page.lit("walked") == ["edge.CLOSED.SYN-SENT"]
    assert set(page.lit("been")) == {"state.CLOSED", "state.SYN-SENT"}
    assert page.steps == ["start", "active-OPEN", "rcv-SYN-ACK"]
    assert "Actions: snd(ACK), established" in page.page.locator("#said").text_content()


def test_a_line_that_many_states_share_is_lit_where_it_stands(play: Open) -> None:
    page = play("tcp").send("active-OPEN", "rcv-SYN-ACK", "ABORT")
    page.page.select_option("#pictures", "machine")
    assert page.lit("lit") == ["shared.CLOSED", "shared-edge.CLOSED"]


def test_each_way_that_an_event_may_end_is_a_row_of_its_own(play: Open) -> None:
    page = play("tcp").send("active-OPEN", "rcv-SYN-ACK", "CLOSE")
    rows = page.page.locator('#events [data-event="rcv-FIN"]').all_inner_texts()
    assert [" ".join(row.split()[-2:]) for row in rows] == ["→ CLOSING", "→ TIME-WAIT"]
    page.page.locator('#events [data-event="rcv-FIN"]', has_text="fin-acked").click()
    assert page.state == "TIME-WAIT"


def test_an_event_that_is_pointed_at_shows_where_it_would_lead(play: Open) -> None:
    page = play("tcp")
    page.page.locator('#events [data-event="active-OPEN"]').hover()
    assert set(page.lit("hint")) == {"edge.CLOSED.SYN-SENT", "state.SYN-SENT"}
    page.page.locator("#history").hover()
    assert page.lit("hint") == []
    assert page.state == "CLOSED"


def test_refused_events_are_behind_a_switch_and_change_nothing(play: Open) -> None:
    page = play("tcp")
    assert page.page.locator('#events [data-event="SEND"]').count() == 0
    page.choose("#events", "refused").send("SEND")
    assert page.state == "CLOSED"
    assert page.steps == ["start", "SEND"]
    assert "connection does not exist" in page.text("#history .current")


def test_undo_redo_and_a_click_on_a_step_go_through_the_play(play: Open) -> None:
    page = play("tcp").send("passive-OPEN", "rcv-SYN")
    assert page.choose("#state", "undo").state == "LISTEN"
    assert page.choose("#state", "redo").state == "SYN-RECEIVED"
    assert page.choose("#history", "step 0").state == "CLOSED"
    assert page.choose("#history", "step 2").state == "SYN-RECEIVED"
    page.choose("#history", "step 1").send("SEND")
    assert page.steps == ["start", "passive-OPEN", "SEND"]
    assert page.page.locator("#history .undone").count() == 0


def test_time_goes_by_as_timers_expire(play: Open) -> None:
    page = play("tcp").send("active-OPEN")
    page.page.locator('#events [data-timer="rtx"]').click()
    assert "timeout rtx" in page.steps
    assert page.values["retries"] == "1"
    page.page.locator('#events [data-key="wait"]').fill("6500ms")
    page.choose("#events", "advance")
    assert page.steps[-3:] == ["timeout rtx", "timeout rtx", "wait"]
    assert "time: 7500ms" in page.text("#events")
    page.page.locator('#events [data-timer="user"]').click()
    assert page.state == "CLOSED"


def test_options_and_the_first_state_are_chosen_at_the_start(play: Open) -> None:
    page = play("tcp").choose("#state", "restart")
    page.page.select_option("#start-state", "ESTABLISHED")
    page.page.get_by_label("half-duplex").check()
    page.page.get_by_role("button", name="Start", exact=True).click()
    assert page.state == "ESTABLISHED"
    assert page.page.locator('#events [data-event="CLOSE"]').all_inner_texts()[1].split()[-1] == "CLOSED"


def test_a_payload_is_asked_for_and_questions_to_the_host_are_answered(play: Open) -> None:
    page = play("guarded").send("ask")
    for part, value in (("size int", "7"), ("who str", 'a "b"'), ("wait duration", "5s"), ("colours Colour*", "red")):
        page.page.get_by_role("textbox", name=part).fill(value)
    page.choose("#events", "deliver")
    assert page.text("#question h3") == "fits(7)?"
    page.choose("#question", "yes")
    assert page.text("#question h3") == "free?"
    page.press("y")
    assert page.state == "Busy"
    assert {"asked fits(7)? yes", "asked free? yes", "do take(7)", "set seen: 0 → 1", "start nap 5s"} <= set(page.did)
    page.send("go")
    assert [line for line in page.did if line.startswith("raised")] == ["raised: again ↺ stays"]
    assert page.values["seen"] == "11"


def test_a_value_that_is_none_of_its_type_is_not_delivered(play: Open) -> None:
    page = play("guarded").send("ask")
    page.page.get_by_role("textbox", name="size int").fill("many")
    page.choose("#events", "deliver")
    assert "whole number" in page.text("#events .fault")
    assert page.steps == ["start"]


def test_a_question_that_an_expiry_puts_can_be_cancelled(play: Open) -> None:
    fragment = "#play=" + quote(json.dumps({"s": "Busy", "p": [["e", "again"]]}))
    page = play("guarded", fragment)
    page.open("#play=" + quote(json.dumps({"p": [ASK_7]})))
    page.page.locator('#events [data-timer="nap"]').click()
    page.press("Escape")
    assert page.state == "Busy"
    page.press("t", "n")
    assert page.state == "Full"


# ----------------------------------------------------------------------------------------------- keys, search, looks


def test_the_machine_is_played_by_keys_alone(play: Open) -> None:
    page = play("tcp").press("2")
    assert page.state == "SYN-SENT"
    page.press("ArrowDown", "ArrowDown", "Enter")
    assert page.steps[-1] == "RECEIVE"
    assert page.press("u", "u").state == "CLOSED"
    assert page.press("r").state == "SYN-SENT"
    assert page.press("t").steps[-1] == "timeout rtx"
    page.press("?")
    assert page.page.locator("dialog[open]").count() == 1
    page.press("Escape", "/")
    assert page.page.evaluate("document.activeElement.id") == "search"
    page.press("2", "u", "Escape")
    assert page.steps[-1] == "timeout rtx"
    assert page.press("n", "y", "x").state == "SYN-SENT"


def test_focus_stays_where_it_was_when_the_machine_moves(play: Open) -> None:
    page = play("turnstile")
    page.page.locator('[data-event="coin"]').focus()
    page.press("Enter")
    assert page.page.evaluate("document.activeElement.dataset.event") == "push"


@pytest.mark.parametrize(
    ("words", "first"),
    [("time-wait", "state TIME-WAIT"), ("rcv-fin", "event rcv-FIN"), ("5961 4", "citation RFC5961 section 4")],
)
def test_search_finds_states_events_and_citations(play: Open, words: str, first: str) -> None:
    page = play("tcp").press("/")
    page.page.keyboard.type(words)
    assert " ".join(page.text("#found li").split()).startswith(first)


def test_search_leads_to_what_cites_a_section(play: Open) -> None:
    page = play("tcp").press("/")
    page.page.keyboard.type("6298:5.5".replace(":", " "))
    page.press("Enter", "Enter")
    assert page.page.locator("#reference .hit").count() == 1
    assert page.page.evaluate("scrollY") > 0
    page.page.locator("#back").click()
    assert page.page.evaluate("scrollY") == 0


def test_a_click_on_a_state_tells_of_it_and_leads_to_the_reference(play: Open) -> None:
    page = play("tcp")
    page.page.locator('#canvas [data-at="state.LISTEN"]').click()
    assert "passive OPEN" in page.text("#about")
    page.page.get_by_role("button", name="Neighbourhood").click()
    assert page.page.locator('#canvas [data-at="state.TIME-WAIT"]').count() == 0
    page.page.get_by_role("button", name="Reference").click()
    assert page.text("#reference .hit") == "LISTEN"
    assert page.page.url.endswith("%7D&at=state.LISTEN")


def test_each_picture_can_be_picked_and_the_next_state_s_neighbourhood_follows(play: Open) -> None:
    page = play("tcp")
    keys = page.page.eval_on_selector_all("#pictures option", "options => options.map(o => o.value)")
    assert {"machine", "view.overview", "around", "around.CLOSED"} <= set(keys)
    assert page.page.locator("#pictures").input_value() == "view.overview", "the first view with all states"
    for key in keys:
        page.page.select_option("#pictures", key)
        assert page.page.locator("#canvas svg [data-at^='state.']").count() > 0
    page.page.select_option("#pictures", "around")
    page.send("active-OPEN", "rcv-SYN-ACK")
    assert page.lit("now") == ["state.ESTABLISHED"]
    assert page.lit("lit") == ["edge.SYN-SENT.ESTABLISHED"]
    assert page.page.locator('#canvas [data-at="state.CLOSED"]').count() == 1
    assert page.page.locator('#canvas [data-at="state.LISTEN"]').count() == 0


def test_the_current_state_is_in_sight_at_full_size(play: Open) -> None:
    page = play("tcp").press("f", "f").send("active-OPEN", "rcv-SYN-ACK", "CLOSE", "rcv-FIN")
    inside = page.page.locator("#canvas .now").bounding_box()
    room = page.page.locator("#canvas").bounding_box()
    assert room["y"] <= inside["y"]
    assert inside["y"] + inside["height"] <= room["y"] + room["height"]


def test_the_page_is_dark_where_that_is_wished_and_where_it_is_chosen(play: Open) -> None:
    def background(page: Play) -> int:
        return sum(map(int, re.findall(r"\d+", page.page.evaluate("getComputedStyle(document.body).backgroundColor"))))

    assert background(play("turnstile", color_scheme="light")) > 600
    dark = play("turnstile", color_scheme="dark")
    assert background(dark) < 150
    boxes = "getComputedStyle(document.querySelector('#canvas .node path')).fill"
    assert sum(map(int, re.findall(r"\d+", dark.page.evaluate(boxes)))) < 250
    assert background(dark.press("d")) > 600


@pytest.mark.parametrize("name", ["tcp", "ppp_lcp", "everything", "hostile"])
def test_nothing_sticks_out_of_a_narrow_screen(play: Open, name: str) -> None:
    page = play(name, viewport={"width": 400, "height": 800})
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 400
