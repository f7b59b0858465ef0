"""A `Machine` in, its page out: `NAME.html`, the machine to look at, to read about and to play with, in one file.

The page needs no network and runs no code but its own: the policy in its head allows just the style and the script
whose hashes it names, and no text of a spec ever becomes markup (docs/page.md).  `reading` makes the reference of it,
`pictures` the pictures; the script is the files of this folder, one after the other.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from fsmc.emit.anchors import anchor
from fsmc.emit.backend import Artifact, banner
from fsmc.emit.data import embedded
from fsmc.emit.data.cells import line_ids
from fsmc.emit.diagram import svg_text
from fsmc.emit.page import pictures, reading
from fsmc.emit.picture import Picture, compose, neighbourhood, view_picture
from fsmc.emit.prose import in_comment, on_one_line
from fsmc.emit.reference import emit_reference
from fsmc.emit.rendering import render
from fsmc.model import Disposition, Machine, Transition

_HERE = Path(__file__).parent
_STYLES = ("base", "panes", "simulator", "reference", "media")
_SCRIPTS = (
    *("engine-expressions", "engine-values", "engine-model", "engine-run", "engine-outlook", "engine"),
    *("dom", "values", "session", "scenario", "link", "where", "outlook"),
    *("diagram", "places", "state", "events", "forms", "time", "history", "player", "search"),
    *("app", "keys", "main"),
)
"""In the order in which they are put together."""

_FEW = 60
"""A machine of more states has its neighbourhoods in files of their own only: they would be most of the page."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture of the page: what the picker calls it, how scripts find it, and whether it is the first to be seen."""

    key: str
    title: str
    svg: str
    first: bool


def emit_page(machine: Machine, dot: Path | None = None) -> tuple[Artifact, ...]:
    """The page of a machine, `NAME.html`; pictures are drawn as those of `emit_svg`, which raises as this does."""
    return (Artifact(f"{machine.slug}.html", render("page.html.j2", _values(machine, dot))),)


def _values(machine: Machine, dot: Path | None) -> dict[str, object]:
    shown = list(_pictures(machine, dot))
    style = _style(pictures.colours(picture.svg for picture in shown))
    script = _script()
    return {
        "banner": in_comment(banner(machine)),
        "title": _text(machine.title),
        "name": _text(machine.name) if machine.label else "",
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "pictures": shown,
        "around": len(machine.states) <= _FEW,
        "reference": reading.html(emit_reference(machine).text),
        "model": embedded(machine),
    }


def _pictures(machine: Machine, dot: Path | None) -> Iterator[_Shown]:
    """The complete machine, its views, and of a machine that is not too large the neighbourhood of each state."""
    lines = line_ids(machine)
    composed = list(_composed(machine))
    first = next((key for key, _, picture in composed[1:] if _shows_all(picture)), composed[0][0])
    for key, title, picture in composed:
        told = on_one_line(f"{machine.title}: {title}")
        svg = pictures.inline_svg(svg_text(picture, dot), told, _places(picture, lines))
        yield _Shown(escape(key), _text(title), svg, first=key == first)


def _shows_all(picture: Picture) -> bool:
    """Whether a view has all states in it: such a view is easier to read than the complete machine."""
    return len(picture.boxes) == len(picture.machine.states) and not any(box.focus for box in picture.boxes)


def _composed(machine: Machine) -> Iterator[tuple[str, str, Picture]]:
    """Each picture with its key and its title."""
    yield "machine", "Complete machine", compose(machine)
    for view in machine.views:
        yield f"view.{view.name}", view.title, view_picture(machine, view)
    for state in machine.states if len(machine.states) <= _FEW else ():
        yield f"around.{state.name}", f"Around {state.name}", neighbourhood(machine, state)


def _places(picture: Picture, lines: Mapping[Transition | Disposition, str]) -> dict[str, str]:
    """The lines of the spec, by their ids in the data, that each place of a picture shows."""
    rows = {anchor("edge", edge.source.name, edge.target.name): edge.rows for edge in picture.edges}
    for shared in picture.shared:
        names = (shared.target.name,) if shared.target else ()
        rows[anchor("shared", *names)] = rows[anchor("shared-edge", *names)] = shared.rows
    return {place: " ".join(lines[row.line] for row in found) for place, found in rows.items()}


def _policy(style: str, script: str) -> str:
    """What the page may do: use its own style and script, and nothing else; no text can become markup or code."""
    rules = (
        "default-src 'none'",
        f"style-src {_hash(style)}",
        f"script-src {_hash(script)}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return "; ".join(rules)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _style(colours: str) -> str:
    return "\n".join((*(_file(f"{name}.css") for name in _STYLES), colours, ""))


@cache
def _script() -> str:
    """The script of every page: the files as one function, so that nothing of it is visible outside."""
    return "\n".join(('"use strict";', "(() => {", *(_file(f"{name}.js") for name in _SCRIPTS), "})();", ""))


@cache
def _file(name: str) -> str:
    text = (_HERE / name).read_text(encoding="utf-8")
    assert not re.search(r"</(script|style)|<!--", text, re.IGNORECASE), f"{name} would end before its end"
    return text


def _text(words: str) -> str:
    return escape(on_one_line(words))
