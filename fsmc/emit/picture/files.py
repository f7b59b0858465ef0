"""A `Machine` in, the pictures that every format has of it out, by the names of their files."""

from __future__ import annotations

from fsmc.emit.filing import stems
from fsmc.emit.picture.compose import compose, view_picture
from fsmc.emit.picture.parts import Picture
from fsmc.model import Machine


def whole_and_views(machine: Machine, suffix: str) -> dict[str, Picture]:
    """The whole machine, `NAME.svg`, then its views in order of declaration, `views/VIEW.svg`."""
    files = stems(view.name for view in machine.views)
    views = {f"views/{files[view.name]}.{suffix}": view_picture(machine, view) for view in machine.views}
    return {f"{machine.slug}.{suffix}": compose(machine), **views}
