"""A `Machine` in, Markdown that shows the pictures of it out: files that other back ends write beside the reference.

Their addresses begin with `./`: MyST can tell them so when another document includes the reference.
"""

from __future__ import annotations

from fsmc.emit.filing import stems
from fsmc.emit.reference.markdown import text
from fsmc.model import Machine, Scenario, State, View


def main_picture(machine: Machine) -> str:
    """The picture at the head: that of the first view, or of the whole machine."""
    if machine.views:
        return _linked(text(machine.views[0].title), _view_files(machine)[0])
    return _linked(f"The states of {text(machine.title)} and the events that join them", f"{machine.slug}.svg")


def other_files(machine: Machine) -> str:
    """Links to the other pictures and to the other outputs for readers."""
    pictures = [_view_link(view, file) for view, file in zip(machine.views, _view_files(machine), strict=True)]
    pictures += [f"[the complete machine](./{machine.slug}.svg)"]
    more = [f"Other pictures: {' · '.join(pictures[1:])}\\\n"] if machine.views else []
    page, json, csv = (f"./{machine.slug}.{ending}" for ending in ("html", "json", "csv"))
    return "".join([*more, f"Other forms: [a page to explore]({page}) · [JSON]({json}) · [CSV]({csv})"])


def _view_link(view: View, file: str) -> str:
    party = f" (of the actions those to {text(view.to)})" if view.to else ""
    return f"[{text(view.title)}](./{file}){party}"


def state_picture(machine: Machine, state: State) -> str:
    """What leads to a state and away from it."""
    stem = stems(state.name for state in machine.states)[state.name]
    return _linked(f"What leads to {text(state.name)} and away from it", f"states/{stem}.svg")


def scenario_picture(machine: Machine, scenario: Scenario) -> str:
    """A scenario as a sequence of messages."""
    stem = stems(map(scenario_name, machine.scenarios))[scenario_name(scenario)]
    return _linked(f"{text(scenario.title)}, message by message", f"scenarios/{stem}.svg")


def scenario_name(scenario: Scenario) -> str:
    """What ids and files of a scenario are named after."""
    return scenario.name or scenario.label


def _view_files(machine: Machine) -> list[str]:
    found = stems(view.name for view in machine.views)
    return [f"views/{found[view.name]}.svg" for view in machine.views]


def _linked(alt: str, file: str) -> str:
    """A picture that leads to its own file, where it can be enlarged."""
    return f"[![{alt}](./{file})](./{file})"
