"""A `Machine` in, parts of its reference out, to stand in another file: matrix, transitions, a state, a scenario.

Links lead to `address`, where the reference of the machine is (`tcp.md`, `tcp.html`); None makes no links.  The parts
hold no places that links lead to, no headings and no definitions, so that those of several machines fit in one file.
"""

from __future__ import annotations

from fsmc.emit.reference.matrix import matrix
from fsmc.emit.reference.scenarios import scenario_body
from fsmc.emit.reference.states import state_body
from fsmc.emit.reference.transitions import transitions
from fsmc.emit.reference.words import Words
from fsmc.model import Machine, Scenario, State


def matrix_markdown(machine: Machine, address: str | None = None) -> str:
    """What each state does with each event, a table for each source of events, and the legend."""
    return matrix(_words(machine, address))


def table_markdown(machine: Machine, address: str | None = None) -> str:
    """The transitions, a row a line of the spec: From, Event, Guard, Actions, To."""
    return transitions(_words(machine, address))


def state_markdown(machine: Machine, state: State, address: str | None = None) -> str:
    """A state: its doc, what is known of it, its cells.  Without its name and its picture."""
    return state_body(_words(machine, address), state)


def scenario_markdown(machine: Machine, scenario: Scenario, address: str | None = None) -> str:
    """A scenario: its doc, where it starts, its steps.  Without its name and its picture."""
    return scenario_body(_words(machine, address), scenario)


def _words(machine: Machine, address: str | None) -> Words:
    return Words(machine, address, home=False)
