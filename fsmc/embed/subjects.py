"""A `Machine` and what a block asks for in, the parts of the machine that it is about out, and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from fsmc.embed import problems
from fsmc.embed.markers import Word
from fsmc.emit.filing import stems
from fsmc.emit.picture import Picture
from fsmc.model import Event, Machine, Scenario, State, Transition, View


def state(machine: Machine, name: Word) -> State:
    """The state of that name.  This and the others raise BlockError."""
    return _found("state", machine, name, {state.name: state for state in machine.states})


def view(machine: Machine, name: Word) -> View:
    return _found("view", machine, name, {view.name: view for view in machine.views})


def event(machine: Machine, name: Word) -> Event:
    """The event of that name; the expiry of a timer is `timeout NAME`."""
    return _found("event", machine, name, {event.name: event for event in machine.all_events})


def scenario(machine: Machine, name: Word) -> Scenario:
    """The scenario of that name, or of that label if it has no name."""
    return _found("scenario", machine, name, {named(scenario): scenario for scenario in machine.scenarios})


def named(scenario: Scenario) -> str:
    """What a scenario is called by: its name, or its label."""
    return scenario.name or scenario.label


_Entity = TypeVar("_Entity", State, View, Event, Scenario)


def _found(kind: str, machine: Machine, name: Word, known: dict[str, _Entity]) -> _Entity:
    if name.text not in known:
        raise problems.BlockError(problems.unknown_name(kind, name.text, name.span, machine.name, known))
    return known[name.text]


# ----------------------------------------------------------------------------------------------------------- pictures


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of a machine: its file among the outputs, its title, the lines of the spec that it shows.

    `svg` is given the address to which links in the picture lead, that of the machine's reference; empty for none.
    """

    file: str
    title: str
    lines: tuple[Transition, ...]
    svg: Callable[[str], str]
    mermaid: Callable[[], str]


def diagram(machine: Machine, view_name: Word | None = None, state_name: Word | None = None) -> Drawing:
    """The picture of a view, of a state and its neighbours, or of the whole machine."""
    from fsmc.emit.diagram import svg_text
    from fsmc.emit.picture import compose, neighbourhood, view_picture

    if view_name is not None:
        shown = view(machine, view_name)
        picture, file = view_picture(machine, shown), _file("views", shown.name, (v.name for v in machine.views))
    elif state_name is not None:
        near = state(machine, state_name)
        picture, file = neighbourhood(machine, near), _file("states", near.name, (s.name for s in machine.states))
    else:
        picture, file = compose(machine), f"{machine.slug}.svg"
    shown_lines = {row.line for row in picture.rows}
    lines = tuple(line for line in machine.transitions if line in shown_lines)
    return Drawing(
        file, picture.title, lines, lambda reference: svg_text(picture, reference=reference), lambda: _mermaid(picture)
    )


def _mermaid(picture: Picture) -> str:
    from fsmc.emit.mermaid import mermaid_text

    return mermaid_text(picture)


def sequence(machine: Machine, scenario_name: Word) -> Drawing:
    """The messages of a scenario."""
    from fsmc.emit.sequence import sequence_mermaid, sequence_svg

    shown = scenario(machine, scenario_name)
    return Drawing(
        _file("scenarios", named(shown), map(named, machine.scenarios)),
        shown.title,
        (),
        lambda reference: sequence_svg(machine, shown, reference),
        lambda: sequence_mermaid(machine, shown),
    )


def _file(folder: str, name: str, names: Iterable[str]) -> str:
    return f"{folder}/{stems(names)[name]}.svg"
