"""A `Machine` in, a sequence diagram of each of its scenarios out: `scenarios/NAME.mmd` and `scenarios/NAME.svg`.

`story` finds out what happens, by the reference semantics; `mermaid` writes it for Mermaid, `layout` and `svg` draw it.
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.emit.backend import Artifact
from fsmc.emit.filing import stems
from fsmc.emit.sequence import mermaid, svg
from fsmc.emit.sequence.story import story
from fsmc.model import Machine, Scenario

__all__ = ["emit_sequence", "sequence_mermaid", "sequence_svg"]


def emit_sequence(machine: Machine) -> tuple[Artifact, ...]:
    """Both files of each scenario, in order of declaration."""
    return tuple(_artifacts(machine))


def _artifacts(machine: Machine) -> Iterator[Artifact]:
    files = stems(_key(scenario) for scenario in machine.scenarios)
    for scenario in machine.scenarios:
        told, stem = story(machine, scenario), f"scenarios/{files[_key(scenario)]}"
        yield Artifact(f"{stem}.mmd", mermaid.written(told))
        yield Artifact(f"{stem}.svg", svg.drawn(told, _reference(machine)))


def _key(scenario: Scenario) -> str:
    return scenario.name or scenario.label


def sequence_mermaid(machine: Machine, scenario: Scenario) -> str:
    """A scenario that holds, as a Mermaid `sequenceDiagram`."""
    return mermaid.written(story(machine, scenario))


def sequence_svg(machine: Machine, scenario: Scenario, reference: str | None = None) -> str:
    """A scenario that holds, as a drawing.

    Its links lead to `reference`: the address of the machine's reference, as seen from where the drawing will be.
    """
    return svg.drawn(story(machine, scenario), _reference(machine) if reference is None else reference)


def _reference(machine: Machine) -> str:
    """Where the reference is, as seen from the folder of the scenarios."""
    return f"../{machine.slug}.md"
