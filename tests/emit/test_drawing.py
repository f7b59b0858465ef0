"""How a picture is drawn: which way for which size, in what time, many at once, and what goes wrong."""

from __future__ import annotations

import os
import random
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

from fsmc.emit.diagram import DrawingError, dot_text, emit_svg, svg_text
from fsmc.emit.diagram import engine as drawing
from fsmc.emit.diagram.engine import LARGEST, draw, draw_all, draw_png
from fsmc.emit.diagram.layout import ROUTED, SCATTERED, SPREAD, STRAIGHT, manner
from fsmc.emit.picture import compose
from fsmc.language import load
from fsmc.model import Machine
from fsmc.source import SourceFile

Target = Callable[[int, int], int]
"""From the number of a state and the number of its line, the number of the state that the line leads to."""

SVG = "{http://www.w3.org/2000/svg}"


def large(states: int, lines: int, target: Target) -> Machine:
    """A machine of that many states and lines, each with its own event, some with guards and actions."""
    each = -(-lines // states)
    spec = ["machine Large", "unlisted ignore", "guard ready", "action act (n: int)"]
    spec += [f'state S{number} "the state {number}"{" initial" * (not number)}' for number in range(states)]
    spec += [f"event e{number} (n: int = 0)" for number in range(each)]
    for number in range(lines):
        turn, state = divmod(number, states)
        guard, act = " [ready]" * (number % 4 == 0), f" / act({number % 5}), act(n)" * (number % 2)
        spec.append(f"S{state} on e{turn}{guard} -> S{target(state, turn) % states}{act}")
    built, faults = load(SourceFile("large.fsm", "\n".join(spec)))
    assert built is not None, faults
    return built


def ring(state: int, turn: int) -> int:
    return state + (1, 2, -1)[turn % 3]


def grid(state: int, turn: int) -> int:
    return state + (1, 30, -1)[turn % 3]


def layered(state: int, turn: int) -> int:
    return (state // 10 + (1, 1, -3)[turn % 3]) * 10 + (7 * state + 3 * turn) % 10


def anywhere(state: int, turn: int) -> int:
    return random.Random(state * 7 + turn).randrange(10**6)


SHAPES: tuple[Target, ...] = (ring, grid, layered, anywhere)


# ------------------------------------------------------------------------------------------------ the way is the size's


@pytest.mark.parametrize(
    ("states", "lines", "expected"),
    [(40, 120, ROUTED), (121, 121, STRAIGHT), (90, 270, STRAIGHT), (301, 301, SCATTERED), (1600, 1600, SPREAD)],
)
def test_the_way_of_drawing_is_chosen_by_the_number_of_states_and_edges(
    states: int, lines: int, expected: object
) -> None:
    assert manner(compose(large(states, lines, ring))) is expected


def test_many_edges_between_few_states_are_a_large_picture_too() -> None:
    built = large(100, 1500, lambda state, turn: state + turn + 1)
    assert manner(compose(built)) is SCATTERED


def test_settings_are_in_the_dot_text_so_that_any_graphviz_draws_it_the_same_way() -> None:
    text = dot_text(compose(large(301, 301, ring)))
    (settings,) = [line for line in text.splitlines() if line.startswith("\tgraph [")]
    assert all(f"{name}={value}" in settings.replace('"', "") for name, value in SCATTERED.settings.items())


def test_what_the_edges_of_a_large_picture_stand_for_is_in_their_tooltips_and_the_description_says_so() -> None:
    svg = svg_text(compose(large(301, 602, ring)))
    root = ElementTree.fromstring(svg.encode())
    assert (root.findtext(f"{SVG}desc") or "").endswith("What the arrows stand for is in their tooltips.")
    edges = [element for element in root.iter(f"{SVG}g") if (element.get("class") or "").startswith("edge")]
    told = [element.findtext(f"{SVG}title") or "" for element in edges if element.get("id") != "edge.start"]
    assert len(told) == 602
    assert "S0 on e1 -> S2 / act(1), act(n)" in told
    assert not [edge for edge in edges if list(edge.iter(f"{SVG}text"))]


# --------------------------------------------------------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("states", "lines", "shape"),
    [*((states, 3 * states, shape) for states in (60, 200) for shape in SHAPES), (1000, 3000, anywhere)],
)
def test_a_machine_of_any_size_and_shape_is_drawn_while_one_waits(states: int, lines: int, shape: Target) -> None:
    picture = compose(large(states, lines, shape))
    before = os.times()
    svg = svg_text(picture)
    after = os.times()
    assert sum(after[:4]) - sum(before[:4]) < 20
    assert svg.count('class="node state') == states


# --------------------------------------------------------------------------------------------------- many at a time


def dots(number: int) -> list[str]:
    return [
        f'digraph "g{each}" {{ a [id=a label="number {each} <?xml "] a -> b [tooltip="<svg"] }}'
        for each in range(number)
    ]


def test_many_pictures_are_drawn_as_each_alone_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    run = drawing._run

    def counted(options: list[str], dot: str, program: Path | None, time_limit: float) -> bytes:
        runs.append(dot)
        return run(options, dot, program, time_limit)

    alone = [draw(dot) for dot in dots(150)]
    monkeypatch.setattr(drawing, "_run", counted)
    together = draw_all(dots(150))
    assert [ElementTree.canonicalize(one) for one in together] == [ElementTree.canonicalize(one) for one in alone]
    assert len(runs) == 3


def test_a_large_picture_has_a_run_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "BATCH_SIZE", 200)
    small, huge = dots(2), f"digraph {{ {'a -> b ' * 100} }}"
    assert list(drawing._batches([small[0], huge, *small])) == [[small[0]], [huge], small]


def test_no_picture_is_no_run() -> None:
    assert draw_all([]) == []


def test_each_state_of_a_machine_has_its_picture_in_order() -> None:
    built = large(70, 140, ring)
    pictures = emit_svg(built)
    assert [artifact.name for artifact in pictures] == ["large.svg", *(f"states/S{n}.svg" for n in range(70))]
    for state, artifact in zip(built.states, pictures[1:], strict=True):
        assert f">{state.name} and its neighbours</title>" in artifact.text


def program(folder: Path, line: str) -> Path:
    """A program that stands in for Graphviz, from a line of shell."""
    path = folder / "dot"
    path.write_text(f"#!/bin/sh\ncat > /dev/null\n{line}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_another_graphviz_draws_one_picture_a_run(tmp_path: Path) -> None:
    assert draw_all(dots(3), program(tmp_path, "echo '<svg/>'")) == ["<svg/>\n"] * 3


def test_an_engine_that_leaves_pictures_out_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = program(tmp_path, "echo '<?xml version=\"1.0\"?><svg/>'")
    monkeypatch.setattr(drawing, "_embedded", lambda: str(fake))
    with pytest.raises(DrawingError, match="drew 1 pictures of 3"):
        draw_all(dots(3))


# ----------------------------------------------------------------------------------------------------------------- PNG


def test_a_png_has_the_size_that_its_dots_an_inch_make() -> None:
    small, large = (size(draw_png(dots(1)[0], dpi)) for dpi in (72, 144))
    assert [round(side / 2) for side in large] == pytest.approx(small, abs=1)


def test_a_png_of_a_huge_picture_is_scaled_down() -> None:
    assert size(draw_png('digraph { size="" a [width=200 height=1] }', 600))[0] == LARGEST


def size(png: bytes) -> list[int]:
    return [int.from_bytes(png[place : place + 4], "big") for place in (16, 20)]


def test_what_is_no_png_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DrawingError, match="drew nothing"):
        draw_png("digraph {}", 96, program(tmp_path, "echo no picture"))


def test_a_layout_that_takes_too_long_offers_views_and_neighbourhoods(tmp_path: Path) -> None:
    with pytest.raises(DrawingError, match=r"--view NAME.*--state NAME"):
        draw("digraph {}", program(tmp_path, "exec tail -f /dev/null"), time_limit=0.2)
