"""The back ends there are, in the order in which their outputs are made; each is imported when it is first used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from fsmc.emit.backend import Artifact, Backend
from fsmc.model import Machine


def _python(machine: Machine) -> tuple[Artifact, ...]:
    from fsmc.emit.python import emit

    return (emit(machine),)


def _dot(machine: Machine) -> tuple[Artifact, ...]:
    from fsmc.emit.diagram import emit_dot

    return emit_dot(machine)


def _svg(machine: Machine, dot: Path | None = None) -> tuple[Artifact, ...]:
    from fsmc.emit.diagram import emit_svg

    return emit_svg(machine, dot)


def _markdown(machine: Machine) -> tuple[Artifact, ...]:
    from fsmc.emit.reference import emit_reference

    return (emit_reference(machine),)


def _csv(machine: Machine) -> tuple[Artifact, ...]:
    from fsmc.emit.data import emit_csv

    return emit_csv(machine)


def _json(machine: Machine) -> tuple[Artifact, ...]:
    from fsmc.emit.data import emit_json

    return emit_json(machine)


def _mermaid(machine: Machine) -> tuple[Artifact, ...]:
    from fsmc.emit.mermaid import emit_mermaid

    return emit_mermaid(machine)


def _plantuml(machine: Machine) -> tuple[Artifact, ...]:
    from fsmc.emit.plantuml import emit_plantuml

    return emit_plantuml(machine)


def _sequence(machine: Machine) -> tuple[Artifact, ...]:
    from fsmc.emit.sequence import emit_sequence

    return emit_sequence(machine)


def _page(machine: Machine, dot: Path | None = None) -> tuple[Artifact, ...]:
    from fsmc.emit.page import emit_page

    return emit_page(machine, dot)


def _tests(machine: Machine) -> tuple[Artifact, ...]:
    from fsmc.emit.suite import emit_suite

    return (emit_suite(machine),)


BACKENDS = (
    Backend("python", "the module: events in, actions out", _python),
    Backend("dot", "the diagram for Graphviz", _dot),
    Backend("svg", "the diagram as a picture", _svg),
    Backend("mermaid", "the diagram for Mermaid", _mermaid),
    Backend("plantuml", "the diagram for PlantUML", _plantuml),
    Backend("sequence", "a sequence diagram of each scenario", _sequence),
    Backend("markdown", "the reference: every state, event and cell", _markdown),
    Backend("html", "the page: the diagram, the reference and a simulator", _page),
    Backend("csv", "the cells as a table for spreadsheets", _csv),
    Backend("json", "the whole model for other tools", _json),
    Backend("tests", "pytest for the other outputs", _tests),
)

_DRAWN = {"svg": _svg, "html": _page}
"""The back ends with pictures that a Graphviz program of the user's can draw."""

NAMES = tuple(backend.name for backend in BACKENDS)
SUFFIXES = (".py", ".dot", ".svg", ".mmd", ".puml", ".md", ".html", ".csv", ".json")
"""How the files of outputs end."""


def chosen(only: Iterable[str] | None = None, dot: Path | None = None) -> tuple[Backend, ...]:
    """The back ends named in `only` (None: all), in order of the catalogue; ValueError for a name that is not in it.

    `dot` is a Graphviz program that draws the picture in place of the engine that comes with fsmc.
    """
    wanted = set(NAMES if only is None else only)
    unknown = sorted(wanted.difference(NAMES))
    if unknown or not wanted:
        raise ValueError(f"no output {', '.join(map(repr, unknown)) or 'named'}: choose from {', '.join(NAMES)}")
    backends = tuple(backend for backend in BACKENDS if backend.name in wanted)
    return tuple(replace(b, emit=partial(_DRAWN[b.name], dot=dot)) if dot and b.name in _DRAWN else b for b in backends)
