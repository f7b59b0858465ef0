"""Events, actions, and the effects that a line may have.

Effects compare by what they do; `span`, where one stands in the text, does not count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Union

from fsmc import names
from fsmc.model.expressions import Arithmetic, Expr, Guard, Parameter, Read, Timer, Variable, arguments
from fsmc.model.notes import Notes
from fsmc.source import NOWHERE, Span


@dataclass(frozen=True, slots=True, eq=False)
class Event(Notes):
    """An input: declared, or the expiry of a `timer`.

    A derived event has a `base` and fires in its place when `when` holds.  It carries the payload of its base.
    """

    name: str
    label: str = ""
    params: tuple[Parameter, ...] = ()
    source: str = ""
    timer: Timer | None = None
    base: Event | None = None
    when: Guard = None

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name

    @property
    def expires(self) -> Timer | None:
        """The timer whose expiry this event is, or is derived from."""
        return (self.base or self).timer

    def __str__(self) -> str:
        """`rcv-FIN`, or `timeout rtx`: as a line of the spec names it."""
        return f"timeout {names.quoted(self.timer.name)}" if self.timer else names.quoted(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Action(Notes):
    """An output: what the machine asks its host to do.  Its `effects` ride along each time the action is done.

    `to` names who gets it, such as `peer`, as the `source` of an event names who sends it.
    """

    name: str
    label: str = ""
    params: tuple[Parameter, ...] = ()
    effects: tuple[Effect, ...] = ()
    to: str = ""

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class Do:
    """Hand an action to the host.  `args` has one entry a parameter; a `T*` parameter gets a `Pack` or a `Payload`."""

    action: Action
    args: tuple[Expr, ...] = ()
    condition: Expr | None = None
    span: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return names.quoted(self.action.name) + arguments(self.args) + _condition(self.condition)


@dataclass(frozen=True, slots=True)
class Assign:
    """`x = e`, `x += e` or `x -= e`; `op` is `=`, `+=` or `-=`."""

    variable: Variable
    value: Expr
    op: str = "="
    condition: Expr | None = None
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def result(self) -> Expr:
        """The new value of the variable, with `+=` and `-=` written out."""
        if self.op == "=":
            return self.value
        return Arithmetic(self.op[0], Read(self.variable), self.value, self.variable.type)

    def __str__(self) -> str:
        return f"{names.quoted(self.variable.name)} {self.op} {self.value}" + _condition(self.condition)


@dataclass(frozen=True, slots=True)
class Start:
    """Start or restart a timer, for its own duration or for the one given here (seconds)."""

    timer: Timer
    duration: Expr | None = None
    condition: Expr | None = None
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def length(self) -> Expr:
        """How long the timer will run."""
        return self.timer.duration if self.duration is None else self.duration

    def __str__(self) -> str:
        length = "" if self.duration is None else f" = {self.duration}"
        return f"start {names.quoted(self.timer.name)}{length}" + _condition(self.condition)


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop a timer; nothing happens if it does not run."""

    timer: Timer
    condition: Expr | None = None
    span: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return f"stop {names.quoted(self.timer.name)}" + _condition(self.condition)


@dataclass(frozen=True, slots=True)
class Raise:
    """Hand an event to the same machine after this step, before any event from outside."""

    event: Event
    args: tuple[Expr, ...] = ()
    condition: Expr | None = None
    span: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return f"raise {self.event}" + arguments(self.args) + _condition(self.condition)


Effect = Union[Do, Assign, Start, Stop, Raise]


def _condition(condition: Expr | None) -> str:
    return "" if condition is None else f" if {condition}"
