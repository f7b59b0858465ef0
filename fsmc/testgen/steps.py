"""A machine, a configuration and what a tester does in; what the machine answers, and where it is then, out."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from fsmc import outcomes
from fsmc.interpreter import (
    Answers,
    BeyondMeasure,
    Configuration,
    EndlessRaise,
    Impossible,
    Interpreter,
    Outcome,
    Output,
    Rejected,
    Taken,
    Value,
    evaluate,
    no_answers,
)
from fsmc.model import Ask, Event, Machine, Predicate, State, Transition, flat
from fsmc.outcomes import Answer

Way = tuple[Hashable, ...]
"""A state, an event, the line that decides the cell, and the truth of each condition among its effects."""
ECHOED = "with another payload"
"""Ends a way that was taken before, where actions now say other values of the payload."""


@dataclass(frozen=True, eq=False)
class Input:
    """What a tester does: an event with its payload, or seconds that go by; and what the host answers meanwhile.

    To questions that are not among the answers it says no.
    """

    event: Event | None
    payload: Mapping[str, Value] = field(default_factory=dict)
    seconds: float = 0.0
    answers: tuple[Answer, ...] = ()

    @cached_property
    def key(self) -> Hashable:
        """What makes two inputs one."""
        said = tuple((guard.name, repr(args), holds) for guard, args, holds in self.answers)
        return self.event, repr(self.payload), self.seconds, said

    @property
    def name(self) -> str:
        """The event, or `wait`."""
        return self.event.name if self.event else "wait"

    def answer(self, predicate: Predicate, args: tuple[Value, ...]) -> bool:
        """What the host says; fits `Interpreter(answers=...)`."""
        known = (holds for asked, given, holds in self.answers if asked is predicate and given == args)
        return next(known, False)


@dataclass(frozen=True, eq=False)
class Leg:
    """One step: what was done, what came of it, by which ways through which cells, and where it leads."""

    before: Configuration
    input: Input
    outcomes: tuple[Outcome, ...]
    refused: bool | str
    """Whether the event is refused; the reason, if the spec gives one."""
    ways: tuple[Way, ...]
    after: Configuration

    @cached_property
    def reply(self) -> Hashable:
        """What the host sees: that the event is refused, or the actions.  Not every adapter tells reasons."""
        told = (repr(each) if isinstance(each, Output) else ("refused", each.event) for each in self.outcomes)
        return bool(self.refused) or tuple(told)


@dataclass
class LeftOut:
    """Steps of which no test can be made, as nobody follows them to their end: from which state, on what (or time)."""

    endless: dict[tuple[State, Event | None], None] = field(default_factory=dict)
    """What raises events without end: to look again takes long, so nobody does, whatever the variables are then."""
    beyond: dict[tuple[State, Event | None], None] = field(default_factory=dict)
    """What came to a number beyond all measure."""

    def add(self, other: LeftOut) -> None:
        """Take over what another player left out."""
        self.endless.update(other.endless)
        self.beyond.update(other.beyond)


class Player:
    """Plays a machine with its options set in one way.  Configurations count time from the present."""

    def __init__(self, machine: Machine, options: Mapping[str, Value]) -> None:
        self.machine = machine
        self.options = options
        self._answer: Answers = no_answers
        self._running = Interpreter(machine, options=options, answers=lambda asked, given: self._answer(asked, given))
        self._start = self._running.configuration
        self._questions: dict[tuple[State, Event], tuple[Ask, ...]] = {}
        self.left_out = LeftOut()

    @property
    def start(self) -> Configuration:
        """Where the machine begins."""
        return self._start

    def play(self, here: Configuration, given: Input, answers: outcomes.World | None = None) -> Leg | None:
        """What comes of an input; None where it never comes, by the word of the spec, or where it is left out.

        With `answers`, a world, that is asked, and the input gets the answers that it gave.
        """
        try:
            return self._play(here, given, answers)
        except EndlessRaise:
            self.left_out.endless[here.state, given.event] = None
        except BeyondMeasure:
            self.left_out.beyond[here.state, given.event] = None
        return None

    def _play(self, here: Configuration, given: Input, answers: outcomes.World | None) -> Leg | None:
        self._answer, running = answers.answer if answers else given.answer, self._running
        here = later(here, given.seconds)
        running.configuration, running.taken = here, ()
        if answers and given.event:
            self._ask_all(given.event, given.payload)
        refusal: Rejected | None = None
        try:
            found = running.deliver(given.event, given.payload) if given.event else running.advance()
        except Rejected as error:
            refusal, found = error, ()
        except Impossible:
            return None
        ways = self._ways(running.taken) if refusal is None else (self._refusing(refusal),)
        done = Input(given.event, given.payload, given.seconds, tuple(answers.answers)) if answers else given
        refused = refusal is not None and (refusal.reason or True)
        return Leg(here, done, found, refused, ways, running.configuration)

    def _refusing(self, refusal: Rejected) -> Way:
        return self.machine.state(refusal.state), self.machine.event(refusal.event), refusal.line

    def _ways(self, taken: tuple[Taken, ...]) -> tuple[Way, ...]:
        return tuple((one.source, one.event, one.line, *self._truths(one)) for one in taken)

    def _ask_all(self, event: Event, payload: Mapping[str, Value]) -> None:
        """Ask every question of the cell, also those that need not be asked: an implementation may."""
        cell = self._running.state, event
        if cell not in self._questions:
            self._questions[cell] = outcomes.questions(outcomes.conditions(self.machine, *cell))
        if self._questions[cell]:
            scope = self._running.scope(event, payload)
            for ask in self._questions[cell]:
                evaluate(ask, scope)

    def _truths(self, taken: Taken) -> Iterator[bool]:
        if isinstance(taken.line, Transition):
            for effect in flat(self.machine.effects(taken.line, taken.source)):
                if effect.condition is not None:
                    yield bool(evaluate(effect.condition, taken.before))


def later(here: Configuration, seconds: float) -> Configuration:
    """The same some time later."""
    if not here.timers or not seconds:
        return here
    return replace(here, timers={timer: round(left - seconds, 9) for timer, left in here.timers.items()})
