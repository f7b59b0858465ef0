"""A machine and one of its scenarios in, who says what to whom in which order out: a sequence diagram in no format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Union

from fsmc.emit.sequence.parties import ENVIRONMENT, placed
from fsmc.emit.sequence.steps import named_event
from fsmc.emit.sequence.words import arrival_text, assumed, did, own_text, refusal, verdict
from fsmc.emit.telling import Told, tell
from fsmc.interpreter import Refused
from fsmc.model import Action, Event, Kind, Machine, Scenario, State, Step
from fsmc.scenarios import Failure, Passed, follow


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event that a party sends to the machine; `condition` is what the scenario assumes of it, in brackets."""

    party: str
    text: str
    condition: str
    event: Event


@dataclass(frozen=True, slots=True)
class Own:
    """An event that nobody sends now: a timer expires, or what was raised or deferred before is taken."""

    text: str
    condition: str
    event: Event


@dataclass(frozen=True, slots=True)
class Standing:
    """The machine is in a state: at the start, and after each step that changes it."""

    state: State


@dataclass(frozen=True, slots=True)
class Sending:
    """An action that is meant for a party."""

    party: str
    text: str
    action: Action


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the machine: an action for nobody in particular, or a remark (`action` is None)."""

    text: str
    action: Action | None = None


Moment = Union[Arrival, Own, Standing, Sending, Aside]


@dataclass(frozen=True, slots=True)
class Story:
    """What happens in a scenario, and the parties that take part: those left and those right of the machine."""

    machine: Machine
    scenario: Scenario
    left: tuple[str, ...]
    right: tuple[str, ...]
    moments: tuple[Moment, ...]


def story(machine: Machine, scenario: Scenario) -> Story:
    """What happens in a scenario that holds (`fsmc check` has seen to that), by the reference semantics."""
    way = follow(machine, scenario)
    assert not isinstance(way, Failure), f"{scenario.title} does not hold: {way}"
    moments = (*_beginning(scenario), *_steps(machine, scenario.steps, way))
    present = {moment.party for moment in moments if isinstance(moment, (Arrival, Sending))}
    left, right = (tuple(party for party in side if party in present) for side in placed(machine))
    return Story(machine, scenario, left, right, moments)


def _beginning(scenario: Scenario) -> Iterator[Moment]:
    yield Standing(scenario.start)
    if scenario.given is not None:
        yield Aside(f"with {scenario.given}")


def _steps(machine: Machine, steps: Iterable[Step], way: Iterable[Passed]) -> Iterator[Moment]:
    steps, way = tuple(steps), tuple(way)
    for step, passed, run in zip(steps, way, tell(machine, steps, way), strict=True):
        yield _sent(machine, step, passed, run)
        for number, told in enumerate(run):
            if number > 0:
                yield Own(own_text(told), "", told.taken.event)
            yield from _done(told)


def _sent(machine: Machine, step: Step, passed: Passed, run: tuple[Told, ...]) -> Moment:
    """The event of a step."""
    event, assuming = named_event(machine, step)
    text, condition = arrival_text(event, step), assumed(machine, assuming, step, passed, run)
    if event.expires:
        return Own(text, condition, event)
    return Arrival(event.source or ENVIRONMENT, text, condition, event)


def _done(told: Told) -> Iterator[Moment]:
    """What one step of the machine does: the state if it is another, then the actions."""
    taken = told.taken
    if taken.target is not taken.source:
        yield Standing(taken.target)
    kind = verdict(taken)
    if kind and not taken.outcomes:
        yield Aside("ignored" if kind is Kind.IGNORE else "deferred")
    yield from (Aside(refusal(told, outcome)) for outcome in taken.outcomes if isinstance(outcome, Refused))
    for action, arguments in told.actions:
        text = did(action, arguments)
        yield Sending(action.to, text, action) if action.to else Aside(text, action)
