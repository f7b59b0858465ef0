"""What a machine is between two events, as an immutable value, and what its steps yield."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Union

from fsmc.interpreter.decision import AnyLine
from fsmc.interpreter.values import Scope, Slot, Value
from fsmc.model import Disposition, Event, State, Timer


@dataclass(frozen=True)
class Delivery:
    """An event and its payload, by the names of its parameters."""

    event: Event
    payload: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Configuration:
    """State, variables, the deadlines of the running timers in order of their start, and the deferred events.

    Nobody changes the mappings of a configuration: a run builds another one and stores it whole, or not at all.
    """

    state: State
    variables: Mapping[Slot, Value]
    timers: Mapping[Timer, float] = field(default_factory=dict)
    deferred: tuple[Delivery, ...] = ()


@dataclass(frozen=True)
class Output:
    """An action that the host is to do: its name in the spec, and one value a parameter."""

    action: str
    args: tuple[Value, ...] = ()

    def __str__(self) -> str:
        return f"{self.action}({', '.join(map(_shown, self.args))})" if self.args else self.action


@dataclass(frozen=True)
class Refused:
    """What became of a deferred event that the new state refuses, or that cannot happen there."""

    event: str
    reason: str

    def __str__(self) -> str:
        return f"refused {self.event}: {self.reason}" if self.reason else f"refused {self.event}"


Outcome = Union[Output, Refused]


def _shown(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True)
class Taken:
    """One step of a run: the line that decided, for which event (as classified), and the states before and after.

    `delivery` is what was delivered, the same object again where a deferred event is taken in a later step;
    `outcomes` is what this step added to those of the run, `before` what its guards saw.
    """

    source: State
    event: Event
    line: AnyLine
    target: State
    delivery: Delivery
    outcomes: tuple[Outcome, ...] = ()
    before: Scope = field(default=Scope({}, {}), compare=False, repr=False)


@dataclass(frozen=True)
class Looked:
    """A look at what comes of a delivery: in which state, and what guards saw.

    Not every look is at a step: what is refused, or deferred on, was looked at, too.
    """

    state: State
    delivery: Delivery
    before: Scope


class NotTaken(Exception):  # noqa: N818 - the names of the API are those of the field
    """An event that the machine does not take: nothing has changed."""

    verb = "is not taken"

    def __init__(self, state: State, event: Event, line: Disposition) -> None:
        self.state = state.name
        self.event = event.name
        self.line = line
        self.reason = line.reason
        self.section = line.cites[0].label if line.cites else ""
        said = f": {self.reason}" if self.reason else ""
        super().__init__(f"{event.name} {self.verb} in {state.name}{said}")


class Rejected(NotTaken):
    """The spec refuses the event in this state: an error of whoever sent it."""

    verb = "is refused"


class Impossible(NotTaken):
    """The spec says that the event never comes in this state: a defect of the host."""

    verb = "cannot happen"


class EndlessRaise(RuntimeError):  # noqa: N818 - as above
    """A run that raises events without end."""
