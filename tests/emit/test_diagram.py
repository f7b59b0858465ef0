"""The diagram: what is drawn where, and that the DOT and the SVG hold it unharmed."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

from fsmc.emit.diagram import DrawingError, dot_text, emit_dot, emit_svg
from fsmc.emit.diagram.engine import draw
from fsmc.emit.picture import compose
from fsmc.language import load
from fsmc.model import Machine, Transition
from fsmc.source import SourceFile

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.fsm"))

EDGE = re.compile(r'^\t+("[^"]*"|\w+) -> ("[^"]*"|\w+) \[')
NODE = re.compile(r'^\t+("[^"]*"|\w+) \[')
TOOLTIP = re.compile(r' tooltip="([^"]*)"')
BACK = re.compile(r'>> (?:\w+="[^"]*" |\w+=\w+ )*dir=back ')

DOOR = """
machine Door "A door"
state Open initial
state Shut final
state Locked "bolted"
event push
event pull
event turn
event kick
action creak(how: str)
guard heavy
Open   on push -> Shut / creak("softly")   ## Most doors.
Open   on turn -> stay / creak("not at all")
Shut   on pull [heavy] -> Open
Shut   on pull [else] -> stay
Shut   on turn -> Locked
Locked on turn -> Shut
Shut, Locked on push -> stay / creak("a little")
Open   ignore pull
any    on kick -> Open / creak("loudly")
"""


def machine(text: str) -> Machine:
    """The machine of a text without faults."""
    built, faults = load(SourceFile("door.fsm", text))
    assert built is not None, faults
    return built


def rows(statement: str) -> list[str]:
    """The rows of a statement's tooltip, without docs."""
    found = TOOLTIP.search(statement)
    texts = found[1].split("\\n") if found else []
    return [html.unescape(text).replace("\\" * 4, "\\") for text in texts if not text.startswith("## ")]


def name(written: str) -> str:
    return html.unescape(written.strip('"'))


def edges(dot: str) -> dict[tuple[str, str], list[str]]:
    """The lines on each edge, by source and target."""
    found = {}
    for statement in dot.splitlines():
        ends = EDGE.match(statement)
        if ends:
            tail, head = name(ends[1]), name(ends[2])
            pair = (head, tail) if BACK.search(statement) else (tail, head)
            assert pair not in found, "parallel edges are merged"
            found[pair] = rows(statement)
    return found


def nodes(dot: str) -> dict[str, list[str]]:
    """The lines inside each node, by its name."""
    statements = [line for line in dot.splitlines() if not EDGE.match(line)]
    found = {name(match[1]): rows(line) for line in statements if (match := NODE.match(line))}
    return {node: inside for node, inside in found.items() if node not in ("graph", "node", "edge")}


def statement(dot: str, start: str) -> str:
    """The one statement that begins so."""
    (found,) = [line for line in dot.splitlines() if line.strip().startswith(start)]
    return found


def drawn_edge(dot: str, source: str, target: str) -> str:
    """The statement of the edge between two states of plain names."""
    forward, back = f"\t{source} -> {target} [", f"\t{target} -> {source} ["
    (found,) = [line for line in dot.splitlines() if line.startswith(back if BACK.search(line) else forward)]
    return found


def test_lines_of_one_pair_of_states_share_an_edge() -> None:
    dot = dot_text(compose(machine(DOOR + "Locked on pull -> Shut\n")))
    assert edges(dot)["Locked", "Shut"] == ["Locked on turn -> Shut", "Locked on pull -> Shut"]


def test_a_line_that_stays_is_inside_its_state_and_no_loop() -> None:
    dot = dot_text(compose(machine(DOOR)))
    assert nodes(dot)["Open"] == ["state Open", 'Open on turn -> stay / creak("not at all")']
    assert not [pair for pair in edges(dot) if pair[0] == pair[1]]


def test_a_line_of_two_states_is_drawn_at_both() -> None:
    inside = nodes(dot_text(compose(machine(DOOR))))
    line = 'Shut, Locked on push -> stay / creak("a little")'
    assert line in inside["Shut"]
    assert line in inside["Locked"]


def test_a_line_of_many_states_is_drawn_once_in_a_shared_box() -> None:
    dot = dot_text(compose(machine(DOOR)))
    line = 'any on kick -> Open / creak("loudly")'
    assert nodes(dot)["(to Open)"] == [line]
    assert edges(dot)["(to Open)", "Open"] == [line]
    assert sum(line in lines for lines in edges(dot).values()) == 1


def test_marks_stand_with_their_own_line_wherever_it_is_told() -> None:
    text = DOOR.replace('Open / creak("loudly")', 'Open / creak("loudly") {odd}').replace(
        "Locked on turn -> Shut", "Locked on turn -> Shut {odd}\nLocked on pull -> Shut"
    )
    dot = dot_text(compose(machine(text + 'tag odd "not usual" mark\n')))
    for drawn in (statement(dot, '"(to Open)" ['), drawn_edge(dot, "Locked", "Shut").partition("pull")[0]):
        assert drawn.partition(" tooltip=")[0].count("<i>not usual</i>") == 1


def test_the_tooltip_of_a_line_says_which_states_its_words_stand_for() -> None:
    assert r"## from Open, Shut, Locked" in statement(dot_text(compose(machine(DOOR))), '"(to Open)" [')


def test_what_many_states_do_without_moving_is_in_a_box_without_an_edge() -> None:
    dot = dot_text(compose(machine(DOOR.replace("kick -> Open", "kick -> stay"))))
    assert nodes(dot)["(stay)"] == ['any on kick -> stay / creak("loudly")']
    assert not [pair for pair in edges(dot) if "(stay)" in pair]


def test_refusals_and_ignored_events_are_not_drawn() -> None:
    dot = dot_text(compose(machine(DOOR)))
    assert "ignore" not in dot


def test_the_initial_state_is_marked_by_one_arrow_from_a_dot() -> None:
    dot = dot_text(compose(machine(DOOR)))
    assert [pair for pair in edges(dot) if pair[0] == "(start)"] == [("(start)", "Open")]
    assert "shape=circle" in statement(dot, '"(start)" [')


def test_a_final_state_has_a_double_border_and_no_other_has() -> None:
    dot = dot_text(compose(machine(DOOR)))
    assert [line.split()[0] for line in dot.splitlines() if "peripheries=2" in line] == ["Shut"]


def test_lines_against_the_order_of_declaration_are_turned_so_that_the_layout_keeps_it() -> None:
    dot = dot_text(compose(machine(DOOR)))
    written = [line for line in dot.splitlines() if line.startswith("\tShut -> Locked [")]
    assert [bool(BACK.search(line)) for line in written] == [False, True]
    assert edges(dot)["Locked", "Shut"] == ["Locked on turn -> Shut"]
    assert edges(dot)["Shut", "Locked"] == ["Shut on turn -> Locked"]


def test_the_drawn_label_has_event_and_guard_then_the_actions() -> None:
    label = drawn_edge(dot_text(compose(machine(DOOR))), "Open", "Shut").split(" class=")[0]
    shown = " ".join(html.unescape(re.sub("<[^>]*>", " ", label)).split())
    assert 'push / creak("softly")' in shown


def test_a_long_list_of_actions_ends_in_an_ellipsis_and_is_whole_in_the_tooltip() -> None:
    actions = ", ".join(f'creak("number {number} of many")' for number in range(9))
    text = DOOR.replace('Shut / creak("softly")', f"Shut / {actions}")
    label, tooltip = drawn_edge(dot_text(compose(machine(text))), "Open", "Shut").split(" labeltooltip=")
    assert "..." in label
    assert "number 8" not in label
    assert "number 8" in tooltip


def test_a_list_of_actions_is_cut_between_actions_only() -> None:
    actions = ", ".join(f"creak(how) if heavy and running(t{number})" for number in range(6))
    timers = "".join(f"timer t{number} = 1s\n" for number in range(6))
    text = DOOR.replace('Shut / creak("softly")', f"Shut / {actions}").replace(
        "push\nevent pull", "push(how: str)\nevent pull"
    )
    label = drawn_edge(dot_text(compose(machine(text + timers))), "Open", "Shut").split(" labeltooltip=")[0]
    shown = " ".join(re.sub("<[^>]*>", " ", label.partition(">push")[2]).split())
    assert shown.startswith("/ creak(how) if heavy and running(t0), creak(how) if heavy and running(t1), ... >")


def test_the_only_action_is_shown_whole_however_long() -> None:
    text = DOOR.replace('creak("softly")', f'creak("{"so " * 60}softly")')
    label = drawn_edge(dot_text(compose(machine(text))), "Open", "Shut").split(" labeltooltip=")[0]
    assert "softly&quot;)" in label
    assert "..." not in label


HOOKED = (
    DOOR
    + """
enter Shut, Locked / creak("in")  ## It is old.
enter Locked / creak("and in")
leave Locked / creak("out")
"""
)


def test_what_entering_and_leaving_do_is_in_the_box_of_the_state() -> None:
    dot = dot_text(compose(machine(HOOKED)))
    label = statement(dot, "Locked [").split(" tooltip=")[0]
    shown = " ".join(html.unescape(re.sub("<[^>]*>", " ", label)).split())
    assert 'bolted enter / creak("in"), creak("and in") leave / creak("out") push / creak("a little")' in shown
    assert "enter " not in statement(dot, "Open [")
    assert "leave " not in statement(dot, "Shut [")


def test_enter_and_leave_lines_are_whole_in_the_tooltip_and_are_no_transitions() -> None:
    dot = dot_text(compose(machine(HOOKED)))
    tooltip = html.unescape(statement(dot, "Locked ["))
    assert (
        r'\n## enter Shut, Locked / creak("in")\n## It is old.\n## enter Locked / creak("and in")\n## leave' in tooltip
    )
    assert nodes(dot) == nodes(dot_text(compose(machine(DOOR))))


def test_docs_are_in_the_tooltip() -> None:
    assert r"\n## Most doors." in drawn_edge(dot_text(compose(machine(DOOR))), "Open", "Shut")


def test_a_group_is_a_frame_where_it_has_a_box() -> None:
    text = DOOR + 'group A = Open, Shut\ngroup B "shut somehow" box = Shut, Locked\n'
    assert [frame.group.name for frame in compose(machine(text)).frames] == ["B"]
    assert "<i>shut somehow</i>" in dot_text(compose(machine(text)))


def test_a_group_inside_a_group_is_a_frame_inside_a_frame() -> None:
    text = DOOR.replace("state Locked", "state Ajar\nstate Locked") + "group In box = Open, Ajar\n"
    (outer,) = compose(machine(text + "group Out box = Open..Ajar\n")).frames
    assert outer.group.name == "Out"
    assert [inner.group.name for inner in outer.inner] == ["In"]
    assert [state.name for state in outer.states] == ["Shut"]


HOSTILE = r"""
machine Hostile "<b>\"x\" -- & </svg> \\n"
state 'a:b' "<i>" initial
state '<x>"'
state digraph ## He said "no" <b> \N
event 'go -> ]'
action say(what: str)
'a:b' on 'go -> ]' -> '<x>"' / say("<table> \\N \" ]") ## "quoted" <b>
'<x>"' on 'go -> ]' -> digraph
digraph on 'go -> ]' -> 'a:b'
"""


def test_no_word_of_a_spec_is_markup_in_dot_or_svg() -> None:
    built = machine(HOSTILE)
    found = edges(dot_text(compose(built)))
    assert set(found) == {("(start)", "'a:b'"), ("'a:b'", "'<x>\"'"), ("'<x>\"'", "digraph"), ("digraph", "'a:b'")}
    assert found["'a:b'", "'<x>\"'"] == [line.label for line in built.transitions[:1]]
    texts = list(ElementTree.fromstring(emit_svg(built)[0].text).itertext())
    assert r'/ say("<table> \\N \" ]")' in texts
    assert r'<b>"x" -- & </svg> \n' in texts


def test_characters_that_hide_or_reorder_text_are_shown_as_replaced() -> None:
    text = DOOR.replace("bolted", "bol\u202eted\u0007")
    drawn = dot_text(compose(machine(text)))
    assert "\u202e" not in drawn
    assert "bol\ufffdted" in drawn


def test_the_svg_names_the_machine_and_neither_engine_nor_version() -> None:
    svg = emit_svg(machine(DOOR))[0].text
    assert "Generated by fsmc from machine Door" in "".join(svg.splitlines(True)[:3])
    assert ElementTree.fromstring(svg).findtext("{http://www.w3.org/2000/svg}title") == "A door"
    assert "graphviz" not in svg.lower()
    assert 'id="state.Open"' in svg


def test_the_same_machine_gives_the_same_bytes() -> None:
    assert emit_svg(machine(DOOR)) == emit_svg(machine(DOOR))
    assert emit_dot(machine(DOOR)) == emit_dot(machine(DOOR))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_every_transition_line_of_a_real_spec_is_drawn_in_its_place(spec: Path) -> None:
    built = machine(spec.read_text(encoding="utf-8"))
    dot = dot_text(compose(built))
    drawn, inside = edges(dot), nodes(dot)
    for line in built.transitions:
        assert seen(line, drawn, inside), line.label


def seen(line: Transition, drawn: dict[tuple[str, str], list[str]], inside: dict[str, list[str]]) -> bool:
    """Whether a line is where the rules of a picture put it, and nowhere else."""
    places: set[object] = {pair for pair, lines in drawn.items() if line.label in lines}
    places |= {node for node, lines in inside.items() if line.label in lines}
    if len(line.sources) > 2:
        shared = f"(to {line.target})" if line.target else "(stay)"
        return places == {shared, *([(shared, str(line.target))] if line.target else [])}
    ends = [(str(source), str(line.target_from(source))) for source in line.sources]
    return places == {source if source == target else (source, target) for source, target in ends}


@pytest.fixture
def engine(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a program that stands in for Graphviz, from a line of shell."""

    def made(line: str) -> Path:
        program = tmp_path / "dot"
        program.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    return made


def test_another_graphviz_draws_where_one_is_named(engine: Callable[[str], Path]) -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 6"><!-- mine --><text>drawn</text></svg>'
    svg = emit_svg(machine(DOOR), engine(f"cat > /dev/null; echo '{drawn}'"))[0].text
    assert svg.endswith("\n<text>drawn</text>\n</svg>\n")
    assert "mine" not in svg


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("echo 'syntax error in line 1' >&2; exit 1", "drew nothing: syntax error in line 1"),
        ("exit 3", "drew nothing: exit status 3"),
        ("echo plain text", "drew nothing"),
    ],
)
def test_an_engine_that_fails_is_an_error_that_says_so(engine: Callable[[str], Path], line: str, message: str) -> None:
    with pytest.raises(DrawingError, match=message):
        emit_svg(machine(DOOR), engine(f"cat > /dev/null; {line}"))


def test_an_engine_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DrawingError, match="no-such-dot"):
        emit_svg(machine(DOOR), tmp_path / "no-such-dot")


def test_a_layout_that_does_not_end_is_given_up(engine: Callable[[str], Path]) -> None:
    with pytest.raises(DrawingError, match="was still drawing after"):
        draw("digraph {}", engine("exec tail -f /dev/null"), time_limit=0.2)
