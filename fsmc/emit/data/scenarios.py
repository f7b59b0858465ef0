"""A `Machine` in, its scenarios and views out, as entries of JSON; each step with an example that takes it."""

from __future__ import annotations

from fsmc import scenarios
from fsmc.emit.anchors import anchor
from fsmc.emit.data.terms import Entry, Terms, lean, names_of, notes, value
from fsmc.model import Group, Machine, Option, Scenario, State, Step, Tag, View
from fsmc.scenarios import Failure, Passed


def scenario_entries(machine: Machine) -> list[Entry]:
    """The scenarios in order of the spec."""
    return [_scenario(machine, scenario) for scenario in machine.scenarios]


def _scenario(machine: Machine, scenario: Scenario) -> Entry:
    followed = scenarios.follow(machine, scenario)
    examples = [None] * len(scenario.steps) if isinstance(followed, Failure) else followed
    steps = [_step(machine, step, found) for step, found in zip(scenario.steps, examples, strict=True)]
    return {
        "name": scenario.name,
        "id": anchor("scenario", scenario.name or scenario.label),
        **lean(label=scenario.label, stroke=scenario.stroke.value),
        "start": scenario.start.name,
        **lean(given=Terms(machine).expression(scenario.given), set=_settings(scenario)),
        "steps": steps,
        **notes(scenario),
    }


def _settings(scenario: Scenario) -> Entry:
    """The options and variables that are set before the first step, by name."""
    given = scenarios.settings(scenario.given) if scenario.given is not None else {}
    options = [[slot.of.name, value(v)] for slot, v in given.items() if isinstance(slot.of, Option)]
    variables = [[slot.of.name, value(v)] for slot, v in given.items() if not isinstance(slot.of, Option)]
    return lean(options=options, variables=variables)


def _step(machine: Machine, step: Step, found: Passed | None) -> Entry:
    terms = Terms(machine)
    args = [terms.expression(arg) for arg in step.args or ()]
    return {
        "label": str(step),
        "event": names_of(machine).event(step.event),
        **lean(args=args, assuming=terms.expression(step.assuming)),
        "target": step.target.name,
        **({} if found is None else {"example": _example(found)}),
    }


def _example(passed: Passed) -> Entry:
    """One way through the step: the payload in order of the event's parts, and what the host answers."""
    answers = [
        {"guard": guard.name, "args": [value(arg) for arg in args], "answer": answer}
        for guard, args, answer in passed.answers
    ]
    return {"payload": [value(part) for part in passed.payload.values()], "answers": answers}


def view_entries(machine: Machine) -> list[Entry]:
    """The views in order of the spec."""
    return [_view(view) for view in machine.views]


def _view(view: View) -> Entry:
    parts = [_part(part) for part in view.parts]
    return {"name": view.name, "id": anchor("view", view.name), **lean(label=view.label, to=view.to, parts=parts)} | (
        notes(view)
    )


def _part(part: Tag | Group | State | Scenario) -> Entry:
    match part:
        case Tag():
            return {"tag": part.name}
        case Group():
            return {"group": part.name}
        case State():
            return {"state": part.name}
        case Scenario():
            return {"scenario": part.name}
