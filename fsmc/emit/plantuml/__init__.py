"""A `Machine` in, its pictures as PlantUML state diagrams out: `NAME.puml`, and `views/VIEW.puml` for each view."""

from __future__ import annotations

from fsmc.emit.backend import Artifact
from fsmc.emit.picture import Picture, whole_and_views
from fsmc.emit.plantuml.statements import source
from fsmc.model import Machine

__all__ = ["emit_plantuml", "plantuml_text"]


def emit_plantuml(machine: Machine) -> tuple[Artifact, ...]:
    """The whole machine, then its views in order of declaration."""
    named = whole_and_views(machine, "puml")
    return tuple(Artifact(name, plantuml_text(picture)) for name, picture in named.items())


def plantuml_text(picture: Picture) -> str:
    """A picture as PlantUML text."""
    return source(picture)
