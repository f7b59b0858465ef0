"""A `Machine` in, its pictures as Mermaid `stateDiagram-v2` out: `NAME.mmd`, and `views/VIEW.mmd` for each view."""

from __future__ import annotations

from fsmc.emit.backend import Artifact
from fsmc.emit.mermaid.statements import source
from fsmc.emit.picture import Picture, whole_and_views
from fsmc.model import Machine

__all__ = ["emit_mermaid", "mermaid_text"]


def emit_mermaid(machine: Machine) -> tuple[Artifact, ...]:
    """The whole machine, then its views in order of declaration."""
    named = whole_and_views(machine, "mmd")
    return tuple(Artifact(name, mermaid_text(picture)) for name, picture in named.items())


def mermaid_text(picture: Picture) -> str:
    """A picture as Mermaid text."""
    return source(picture)
