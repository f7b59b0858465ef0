"""The engine's SVG in, the SVG of a page out: without the engine's name and version, with a title for readers."""

from __future__ import annotations

import re

from fsmc.emit.backend import banner
from fsmc.emit.diagram.labels import name
from fsmc.model import Machine

_OPENING = re.compile(r"<svg\b([^>]*)>")


def finished(drawn: str, machine: Machine) -> str:
    """The picture alone: everything before `<svg` gives way to one comment, and a title opens the picture.

    What an engine writes there names itself and its version, which is no part of the spec.
    """
    opening = _OPENING.search(drawn)
    assert opening, "draw() promises an <svg> element"
    title = name(machine.title)
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<!-- {_in_comment(banner(machine))} -->",
            f'<svg role="img"{opening[1]}>',
            f"<title>{title}</title>{drawn[opening.end() :].rstrip()}",
            "",
        )
    )


def _in_comment(text: str) -> str:
    """Text within an XML comment, where two hyphens may not meet."""
    return name(text).replace("--", "-&#45;")
