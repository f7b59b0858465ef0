"""What a picture shows: the moves that a view picks, a state's neighbours, strokes, marks and frames."""

from __future__ import annotations

import pytest

from fsmc.emit.filing import stems
from fsmc.emit.picture import Entry, Picture, Row, compose, neighbourhood, view_picture
from fsmc.model import Machine, Stroke
from tests.emit.build import machine_of

LIFT = """
machine Lift "A lift"
tag core
tag jam "doors blocked" mark
state Idle initial
state Up
state Down
state Open
state Stuck final
event call(above: bool)
event arrive
event block
event fail
action move(how: str) to motor
action ring to passenger
var count: int
timer doors = 3s within Open
group MOVING "on the way" box = Up, Down
Idle on call [above] -> Up / move("up"), count += 1, ring {core}
Idle on call [else]  -> Down / move("down") {core}
Up, Down on arrive -> Open / ring, start doors {core}
Open on timeout doors -> Idle {core}
Open on block -> stay / start doors {jam}
any  on fail -> Stuck / ring
Open on call -> stay
scenario up "a ride up" bold: Idle, call(true) -> Up, arrive -> Open, timeout doors -> Idle
scenario down "a ride down" dashed: Idle, call(false) -> Down, arrive -> Open
scenario stop: Idle, fail -> Stuck
view main "The usual" = {core}
view wire to motor = {core}
view ways = MOVING, Open
view path = scenario stop
view jams = {jam}
"""


def lift() -> Machine:
    return machine_of(LIFT)


def drawn(name: str) -> Picture:
    """The picture of a view."""
    machine = lift()
    return view_picture(machine, next(view for view in machine.views if view.name == name))


def moves(picture: Picture) -> list[tuple[str, str]]:
    return [(edge.source.name, edge.target.name) for edge in picture.edges]


def rows(picture: Picture, source: str, target: str) -> tuple[Row, ...]:
    """The rows of one edge."""
    (edge,) = [one for one in picture.edges if (one.source.name, one.target.name) == (source, target)]
    return edge.rows


def test_a_tag_picks_the_transitions_that_carry_it_and_their_states() -> None:
    picture = drawn("main")
    assert moves(picture) == [("Idle", "Up"), ("Idle", "Down"), ("Up", "Open"), ("Down", "Open"), ("Open", "Idle")]
    assert [box.state.name for box in picture.boxes] == ["Idle", "Up", "Down", "Open"]


def test_states_and_groups_pick_what_moves_between_them_and_no_more() -> None:
    picture = drawn("ways")
    assert moves(picture) == [("Up", "Open"), ("Down", "Open")]
    assert not picture.rows[0].line.tags or picture.rows[0].line.written_events == "arrive"
    assert [box.inside for box in picture.boxes] == [(), (), ()]


def test_a_scenario_picks_its_path() -> None:
    assert moves(drawn("path")) == [("Idle", "Stuck")]


def test_a_tag_picks_what_stays_too() -> None:
    (box,) = drawn("jams").boxes
    assert [(row.events, row.marks) for row in box.inside] == [("block", ("doors blocked",))]


def test_a_view_tells_actions_and_leaves_assignments_and_timers_to_the_tooltip() -> None:
    assert rows(drawn("main"), "Idle", "Up")[0].actions == ('move("up")', "ring")
    assert rows(drawn("main"), "Up", "Open")[0].actions == ("ring",)


def test_a_view_to_somebody_tells_the_actions_for_them_only() -> None:
    assert rows(drawn("wire"), "Idle", "Up")[0].actions == ('move("up")',)
    assert rows(drawn("wire"), "Up", "Open")[0].actions == ()


def test_the_whole_machine_tells_every_effect_and_every_line_once() -> None:
    picture = compose(lift())
    assert rows(picture, "Idle", "Up")[0].actions == ('move("up")', "count += 1", "ring")
    assert {row.line for row in picture.rows} == set(lift().transitions)


def test_else_is_told_only_where_the_other_way_is_shown() -> None:
    assert rows(drawn("main"), "Idle", "Down")[0].guard == "[else]"
    assert rows(drawn("main"), "Idle", "Up")[0].guard == "[above]"
    text = LIFT.replace('move("up"), count += 1, ring {core}', 'move("up"), count += 1, ring')
    machine = machine_of(text)
    assert rows(view_picture(machine, machine.views[0]), "Idle", "Down")[0].guard == ""


def test_around_a_state_else_is_told_where_the_machine_has_another_way() -> None:
    machine = lift()
    assert rows(neighbourhood(machine, machine.state("Down")), "Idle", "Down")[0].guard == "[else]"
    refusing = machine_of(LIFT.replace("Open on call -> stay", "Open reject call [above]\nOpen on call [else] -> stay"))
    (focus,) = [box for box in neighbourhood(refusing, refusing.state("Open")).boxes if box.focus]
    assert [(row.events, row.guard) for row in focus.inside] == [("block", ""), ("call", "")]


def test_paths_that_are_drawn_bold_or_dashed_show_on_their_edges_and_in_the_legend() -> None:
    picture = drawn("main")
    strokes = {(edge.source.name, edge.target.name): edge.stroke for edge in picture.edges}
    assert strokes == {
        ("Idle", "Up"): Stroke.BOLD,
        ("Up", "Open"): Stroke.BOLD,
        ("Open", "Idle"): Stroke.BOLD,
        ("Idle", "Down"): Stroke.DASHED,
        ("Down", "Open"): Stroke.DASHED,
    }
    assert picture.legend == (Entry(Stroke.BOLD, "a ride up"), Entry(Stroke.DASHED, "a ride down"))
    assert drawn("path").legend == ()


def test_a_neighbourhood_has_the_state_what_leads_to_it_and_what_leads_from_it() -> None:
    machine = lift()
    picture = neighbourhood(machine, machine.state("Open"))
    assert moves(picture) == [("Up", "Open"), ("Down", "Open"), ("Open", "Idle"), ("Open", "Stuck")]
    (focus,) = [box for box in picture.boxes if box.focus]
    assert [row.events for row in focus.inside] == ["block", "call"]
    assert not picture.start
    assert picture.frames == ()


def test_what_many_states_lead_to_names_them_in_a_shared_box() -> None:
    machine = lift()
    picture = neighbourhood(machine, machine.state("Stuck"))
    assert [shared.target.name for shared in picture.shared if shared.target] == ["Stuck"]
    assert [box.state.name for box in picture.boxes] == ["Stuck"]


def test_a_frame_holds_what_the_picture_shows_of_its_group() -> None:
    (frame,) = drawn("main").frames
    assert (frame.group.title, [state.name for state in frame.states]) == ("on the way", ["Up", "Down"])
    assert drawn("path").frames == ()


def test_a_single_state_of_a_larger_group_has_no_frame() -> None:
    machine = machine_of(LIFT.replace("view path = scenario stop", "view path = Up, Idle"))
    assert view_picture(machine, next(view for view in machine.views if view.name == "path")).frames == ()


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (["TIME-WAIT", "RCR+", "a b"], ["TIME-WAIT", "RCR+", "a~20~b"]),
        (["open", "Open", "OPEN"], ["open", "Open~2", "OPEN~3"]),
        (["aux", "COM1", "console"], ["aux~", "COM1~", "console"]),
        (["../x", "a/b", ".", "-n", "é"], ["~2e~~2e~~2f~x", "a~2f~b", "~2e~", "~2d~n", "é"]),
        (["x" * 200, "x" * 201], ["x" * 80 + "~2", "x" * 80 + "~3"]),
    ],
)
def test_file_names_are_legal_everywhere_and_differ_without_case(names: list[str], files: list[str]) -> None:
    assert list(stems(names).values()) == files
