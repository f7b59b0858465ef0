"""The finished SVG: what of the engine's drawing comes through, what it says to whom, and that it stays one file."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from fsmc.emit.diagram import emit_svg, svg_text
from fsmc.emit.diagram.engine import DrawingError
from fsmc.emit.diagram.style import sheet
from fsmc.emit.diagram.svg import finished
from fsmc.emit.picture import Picture, compose, neighbourhood, view_picture
from fsmc.emit.reference import emit_reference
from fsmc.language import load
from fsmc.model import Machine
from fsmc.source import SourceFile

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.fsm"))
SVG = "{http://www.w3.org/2000/svg}"

DOOR = """
machine Door "A door"
reference House "https://example.org/house#{}"
state Open initial
state Shut final
state Locked "bolted"
group CLOSED "closed" box = Shut, Locked
event push
event turn
action creak(how: str)
tag loud "with a bang" mark
Open   on push -> Shut / creak("softly") @4.2 {loud}   ## Most doors.
Shut   on turn -> Locked
Locked on turn -> Shut
Locked on push -> stay
Open   ignore turn
Shut   on push -> Open
scenario through bold: Open, push -> Shut
"""


def machine(text: str) -> Machine:
    """The machine of a text without faults."""
    built, faults = load(SourceFile("door.fsm", text))
    assert built is not None, faults
    return built


def door() -> Picture:
    return compose(machine(DOOR))


def parsed(svg: str) -> Element:
    return ElementTree.fromstring(svg.encode())


def place(svg: str, key: str) -> Element:
    """The element of that id."""
    (found,) = [element for element in parsed(svg).iter() if element.get("id") == key]
    return found


def told(element: Element) -> str:
    """The tooltip of an element."""
    return next((title.text or "" for title in element.iter(f"{SVG}title")), "")


def roles(element: Element) -> set[str]:
    """The classes of the shapes and words in an element."""
    return {word for part in element.iter() for word in part.get("class", "").split()}


# ------------------------------------------------------------------------------------------------- as readers have it


def test_the_picture_has_a_title_and_a_sentence_for_those_who_do_not_see_it() -> None:
    root = parsed(svg_text(door()))
    named = {element.get("id"): element.text for element in root.iter() if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert root.get("role") == "graphics-document document"
    assert named[root.get("aria-labelledby")] == "A door"
    assert named[root.get("aria-describedby")] == "A state diagram of 3 states and 5 transitions. It starts in Open."


def test_it_has_a_size_in_pixels_and_shrinks_with_its_page() -> None:
    root = parsed(svg_text(door()))
    left, top, width, height = map(float, (root.get("viewBox") or "").split())
    assert (left, top) == (0, 0)
    assert (int(root.get("width") or ""), int(root.get("height") or "")) == (round(width / 0.75), round(height / 0.75))
    assert "max-width:100%" in sheet()


def test_shapes_and_words_have_the_class_of_what_they_are() -> None:
    svg = svg_text(door())
    assert place(svg, "state.Open").get("class") == "node state initial"
    assert roles(place(svg, "state.Open")) >= {"box"}
    assert roles(place(svg, "state.Shut")) >= {"box", "ring"}
    assert roles(place(svg, "state.Locked")) >= {"box", "quiet", "rule"}
    assert place(svg, "edge.Open.Shut").get("class") == "edge bold"
    assert roles(place(svg, "edge.Open.Shut")) >= {"line", "head", "veil", "quiet", "mark"}
    assert roles(place(svg, "group.CLOSED")) >= {"frame", "quiet"}
    assert roles(place(svg, "start")) >= {"dot"}


def test_every_class_of_a_shape_is_coloured_by_the_style() -> None:
    ours = {"box", "ring", "rule", "line", "head", "veil", "quiet", "mark", "frame", "dot", "paper"}
    assert all(f".{role}" in sheet() for role in ours)
    shapes = ("path", "polygon", "polyline", "ellipse", "rect")
    for spec in SPECS:
        for picture in parsed(svg_text(compose(machine(spec.read_text(encoding="utf-8"))))).iter():
            assert picture.tag.removeprefix(SVG) not in shapes or picture.get("class") in ours


def test_the_dark_scheme_gives_another_colour_to_whatever_the_light_one_colours() -> None:
    light, _, rest = sheet().partition("@media (prefers-color-scheme:dark){\n")
    system, _, page = rest.partition("\n}\n")
    rules = [rule.partition("{")[2] for rule in light.splitlines() if "[data-theme=light]" in rule]
    assert len(rules) == len(system.splitlines()) == len(page.splitlines()) > 10
    for rule, *darker in zip(rules, system.splitlines(), page.splitlines(), strict=True):
        assert set(colours(rule)).isdisjoint(colours(darker[0]))
        assert colours(darker[0]) == colours(darker[1])


def colours(rule: str) -> list[str]:
    return re.findall("#[0-9a-f]{6}", rule)


def test_a_page_with_a_scheme_of_its_own_decides_over_that_of_the_system() -> None:
    light, _, dark = sheet().partition("@media")
    assert "[data-theme=light] .fsmc-diagram .box" not in dark
    assert "[data-theme=light] .fsmc-diagram .state .box{" in light
    assert "[data-theme=dark] .fsmc-diagram .state .box{" in dark


def test_the_style_is_about_the_picture_only_and_uses_what_every_renderer_knows() -> None:
    for rule in re.findall(r"^[^@}\n][^{]*(?={)", sheet(), re.MULTILINE):
        assert all(".fsmc-diagram" in selector for selector in rule.split(","))
    assert not re.search(r"var\(|light-dark|calc\(|:is\(|@import|url\(", sheet())


# ----------------------------------------------------------------------------------------------- tooltips and links


def test_a_tooltip_tells_the_line_its_docs_and_what_it_cites() -> None:
    edge = place(svg_text(door()), "edge.Open.Shut")
    assert told(edge).splitlines() == [
        'Open on push -> Shut / creak("softly")',
        "## Most doors.",
        "## House section 4.2",
    ]


def test_without_a_reference_links_lead_to_cited_sections_only() -> None:
    assert {link.get("href") for link in parsed(svg_text(door())).iter(f"{SVG}a")} == {"https://example.org/house#4.2"}


def test_the_words_of_a_line_lead_to_the_section_that_it_cites_and_tell_of_the_line() -> None:
    edge = place(svg_text(door(), reference="../door.md"), "edge.Open.Shut")
    (link,) = [link for link in edge.iter(f"{SVG}a") if link.get("href", "").startswith("https:")]
    assert "push" in [text.text for text in link.iter(f"{SVG}text")]
    assert link.findtext(f"{SVG}title") == told(edge)


def test_backslashes_in_a_cited_line_are_those_of_the_spec() -> None:
    text = 'reference R "https://e.org/{}"\nmachine M\nstate A initial\nstate B\nevent e\naction say(what: str)\n'
    built = machine(text + r'A on e -> B / say("\\N \" \\\\ \\E") @R:1 ## \N and \\ slash' + "\n")
    edge = place(svg_text(compose(built)), "edge.A.B")
    (link,) = edge.iter(f"{SVG}a")
    assert link.findtext(f"{SVG}title") == told(edge)
    assert r"## \N and \\ slash" in told(edge)


def test_no_link_lies_inside_a_link() -> None:
    root = parsed(svg_text(door(), reference="../door.md"))
    assert not [inner for link in root.iter(f"{SVG}a") for inner in link.iter(f"{SVG}a") if inner is not link]


def test_states_edges_and_frames_lead_to_the_reference() -> None:
    svg = svg_text(door(), reference="../door.md")
    expected = {
        "state.Open": "../door.md#state.Open",
        "edge.Open.Shut": "../door.md#cell.Open.push",
        "group.CLOSED": "../door.md#group.CLOSED",
    }
    for key, address in expected.items():
        links = [link.get("href", "") for link in place(svg, key).iter(f"{SVG}a")]
        assert {link for link in links if not link.startswith("https:")} == {address}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_every_link_of_every_picture_leads_to_a_place_that_the_reference_has(spec: Path) -> None:
    built = machine(spec.read_text(encoding="utf-8"))
    places = set(re.findall(r'id="([^"]+)"', emit_reference(built).text))
    for artifact in emit_svg(built):
        file = f"{'../' * artifact.name.count('/')}{built.slug}.md"
        links = [link.get("href", "") for link in parsed(artifact.text).iter(f"{SVG}a")]
        assert links
        cited = {cite.url for line in built.lines for cite in line.cites}
        for link in set(links) - cited:
            assert link.startswith(f"{file}#")
            assert link.partition("#")[2] in places


def test_a_part_of_a_drawing_leads_to_the_web_and_nowhere_else() -> None:
    for address, linked in (("https://a.b/c", True), ("http://a.b", True), ("javascript:f()", False), ("x.md", False)):
        drawn = f'<g class="node" id="n"><a xlink:href="{address}"><text>here</text></a></g>'
        links = list(parsed(finished(engine(drawn), door())).iter(f"{SVG}a"))
        assert bool(links) is linked


# --------------------------------------------------------------------------------------------------------- ids


def test_an_id_is_there_once_and_a_prefix_makes_it_that_of_one_picture_in_a_page() -> None:
    built = machine(DOOR)
    pictures = [compose(built), neighbourhood(built, built.initial)]
    page = "".join(svg_text(picture, prefix=f"p{number}.") for number, picture in enumerate(pictures))
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids)) > 10
    assert all(key.startswith(("p0.", "p1.")) for key in ids)
    assert {"p0.state.Open", "p0.edge.Open.Shut", "p0.group.CLOSED", "p0.picture.title", "p1.state.Open"} <= set(ids)
    assert set(re.findall(r'aria-\w+="([^"]*)"', page)) <= set(ids)


# ------------------------------------------------------------------------------------------------ what comes through


def engine(inside: str, opening: str = 'viewBox="0 0 3 6"') -> str:
    """A drawing as an engine writes it."""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<?xml version="1.0"?><!-- engine 1.2 --><svg {spaces} {opening}>{inside}</svg>'


def test_scripts_handlers_images_and_styles_of_an_engine_do_not_come_through() -> None:
    inside = (
        '<script>hacked()</script><style>*{}</style><image href="x.png"/><foreignObject>hacked</foreignObject>'
        '<g class="node" id="n" onclick="hacked()"><text style="hacked" onclick="hacked()" x="1">kept</text></g>'
    )
    svg = finished(engine(inside), door())
    assert not re.search("hacked|script|image|foreign|onclick|engine", svg)
    assert '<g id="n" class="node">\n<text x="1">kept</text>\n</g>' in svg


@pytest.mark.parametrize("drawn", ["", "plain text", "<svg>", "<svg/>", engine("", ""), engine("<g>")])
def test_what_is_no_svg_is_an_error_and_no_picture(drawn: str) -> None:
    with pytest.raises(DrawingError, match="no SVG"):
        finished(drawn, door())


def test_whatever_a_spec_says_is_text_and_the_file_is_read_by_every_parser_of_xml() -> None:
    hostile = "<script>x</script> & ]]> -- \\\\N &lt; \u202e \uffff \U0001f6aa"
    text = DOOR.replace('"A door"', f'"{hostile}"').replace('"bolted"', f'"{hostile}"').replace('"softly"', '"--> \\""')
    svg = svg_text(compose(machine(text.replace("## Most doors.", f"## {hostile}"))), reference='"><x')
    texts = list(parsed(svg).itertext())
    shown = "<script>x</script> & ]]> -- \\N &lt; \ufffd \ufffd \U0001f6aa"
    assert texts.count(shown) == 3  # title, title over the picture, label of a state
    assert any(f"## {shown}".replace("\\N", "\\\\N") in words for words in texts)
    known = {"svg", "title", "desc", "style", "rect", "g", "a", "path", "polygon", "polyline", "ellipse", "text"}
    assert {element.tag.removeprefix(SVG) for element in parsed(svg).iter()} <= known


def test_a_file_is_written_in_lines_and_always_the_same() -> None:
    svg = svg_text(door(), reference="door.md")
    assert svg == svg_text(door(), reference="door.md")
    assert max(map(len, svg.splitlines())) < 1000
    assert svg.splitlines()[1] == "<!-- Generated by fsmc from machine Door: edit the spec, not this file. -->"


def test_a_view_is_described_as_what_it_shows() -> None:
    built = machine(DOOR + 'view shut "Behind closed doors" = CLOSED\n')
    root = parsed(svg_text(view_picture(built, built.views[0])))
    assert root.findtext(f"{SVG}title") == "Behind closed doors"
    assert root.findtext(f"{SVG}desc") == "A state diagram of 2 states and 2 transitions."
