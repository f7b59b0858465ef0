"""A picture of what changed in, Mermaid text out.

It is a flowchart: the edges of Mermaid's state diagrams take no colours, and colours are what it is about.  They are
those of lines only, in tones that are seen on white and on black; what words stand on is left to the page's theme.
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.emit.mermaid.escape import comment, escaped
from fsmc.emit.picture.changed import ChangedPicture, Mark, Place
from fsmc.emit.picture.rows import WIDE, WIDTH

_STEP = "    "
_STROKES = {
    Mark.ADDED: "stroke:#2da44e,stroke-width:3px",
    Mark.REMOVED: "stroke:#e5534b,stroke-width:2px,stroke-dasharray:6 4",
    Mark.CHANGED: "stroke:#bf8700,stroke-width:3px",
}


def changed_mermaid(picture: ChangedPicture) -> str:
    """A picture of what changed as Mermaid text."""
    return "\n".join((comment(picture.banner), "flowchart TB", *(f"{_STEP}{line}" for line in _lines(picture)), ""))


def _lines(picture: ChangedPicture) -> Iterator[str]:
    names = {place.name: f"s{number}" for number, place in enumerate(picture.places, 1)}
    yield f"accTitle: {escaped(picture.title)}"
    for place in picture.places:
        yield f'{names[place.name]}("{_label(place)}")'
    for arrow in picture.arrows:
        label = _rows([row for tale in arrow.tales for row in tale.rows(WIDTH)])
        yield f'{names[arrow.source]} -->|"{label}"| {names[arrow.target]}'
    yield from _colours(picture, names)


def _label(place: Place) -> str:
    return _rows([place.title, *(row for tale in place.inside for row in tale.rows(WIDE))])


def _rows(rows: list[str]) -> str:
    return "<br/>".join(map(escaped, rows))


def _colours(picture: ChangedPicture, names: dict[str, str]) -> Iterator[str]:
    for mark, stroke in _STROKES.items():
        if places := [names[place.name] for place in picture.places if place.mark is mark]:
            yield f"classDef {mark} {stroke}"
            yield f"class {','.join(places)} {mark}"
        if arrows := [str(number) for number, arrow in enumerate(picture.arrows) if arrow.mark is mark]:
            yield f"linkStyle {','.join(arrows)} {stroke}"
