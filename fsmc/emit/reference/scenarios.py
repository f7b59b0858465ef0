"""A `Machine` in, the tables of its scenarios out: the steps of each, and the state after every step."""

from __future__ import annotations

from dataclasses import dataclass

from fsmc.emit.anchors import anchor
from fsmc.emit.reference import words
from fsmc.emit.reference.markdown import block, code, table, text
from fsmc.model import ELSE, Machine, Scenario, Step

HEAD = ("", "Event", "Assuming", "State after it")


@dataclass(frozen=True, slots=True)
class ScenarioSection:
    """A scenario as Markdown."""

    anchor: str
    heading: str
    doc: str
    start: str
    notes: str
    table: str


def scenario_sections(machine: Machine) -> list[ScenarioSection]:
    """One section a scenario, in order of declaration."""
    return [_section(machine, scenario) for scenario in machine.scenarios]


def _section(machine: Machine, scenario: Scenario) -> ScenarioSection:
    given = f" with {code(str(scenario.given))}" if scenario.given is not None else ""
    return ScenarioSection(
        anchor=anchor("scenario", scenario.name or scenario.label),
        heading=text(scenario.title),
        doc=block(scenario.doc),
        start=f"Starts in {words.state_link(scenario.start)}{given}.",
        notes=words.marks(machine, scenario),
        table=table(HEAD, (_row(number, step) for number, step in enumerate(scenario.steps, 1))),
    )


def _row(number: int, step: Step) -> tuple[str, ...]:
    arguments = "" if not step.args else " " + code(f"({', '.join(map(str, step.args))})")
    assuming = "" if step.assuming is None else "otherwise" if step.assuming is ELSE else code(str(step.assuming))
    return (str(number), words.event_link(step.event) + arguments, assuming, words.state_link(step.target))
