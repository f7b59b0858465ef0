"""Sphinx: pictures and tables of specs in its documents, links to states and events, and colours for spec texts.

    extensions = ["fsmc.sphinx"]

`directive` reads a spec and makes nodes of it: `tables` those of tables, `pictures` those of drawings, which become
inline SVG where the output is HTML; `domain` knows where the states and events of every machine are.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fsmc import __version__
from fsmc.highlight import FsmLexer
from fsmc.sphinx.directive import FsmDirective
from fsmc.sphinx.domain import FsmDomain
from fsmc.sphinx.pictures import FsmPicture, place_pictures

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """What Sphinx calls for each of its `extensions`."""
    app.add_lexer("fsm", FsmLexer)
    app.add_domain(FsmDomain)
    app.add_directive("fsm", FsmDirective)
    app.add_node(FsmPicture)
    app.connect("doctree-resolved", place_pictures)
    app.connect("builder-inited", _add_style)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _add_style(app: Sphinx) -> None:
    """Tables that are wider than the page scroll, pictures shrink, and their links look like pictures."""
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))
    app.add_css_file("fsm.css")
