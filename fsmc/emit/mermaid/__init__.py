"""A `Machine` in, its pictures as Mermaid `stateDiagram-v2` out: `NAME.mmd`, and `views/VIEW.mmd` for each view."""

from __future__ import annotations

from fsmc.emit.backend import Artifact
from fsmc.emit.filing import stems
from fsmc.emit.mermaid.statements import source
from fsmc.emit.picture import Picture, compose, view_picture
from fsmc.model import Machine

__all__ = ["emit_mermaid", "mermaid_text"]


def emit_mermaid(machine: Machine) -> tuple[Artifact, ...]:
    """The whole machine, then its views in order of declaration."""
    files = stems(view.name for view in machine.views)
    named = {f"{machine.slug}.mmd": compose(machine)}
    named |= {f"views/{files[view.name]}.mmd": view_picture(machine, view) for view in machine.views}
    return tuple(Artifact(name, mermaid_text(picture)) for name, picture in named.items())


def mermaid_text(picture: Picture) -> str:
    """A picture as Mermaid text."""
    return source(picture)
