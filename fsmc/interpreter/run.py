"""A configuration and an event in; the whole run that follows, up to the configuration after it, out.

A run is the event's own step, then the steps of raised events, then those of deferred events that became welcome.  It
works on a draft: whatever is raised on the way, the configuration that it began with is untouched.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from fsmc.interpreter.configuration import (
    Configuration,
    Delivery,
    EndlessRaise,
    Impossible,
    Looked,
    Outcome,
    Output,
    Refused,
    Rejected,
    Taken,
)
from fsmc.interpreter.decision import AnyLine, classify, decide
from fsmc.interpreter.values import Answers, BeyondMeasure, Scope, Slot, Value, evaluate
from fsmc.model import (
    Assign,
    Disposition,
    Do,
    Effect,
    Event,
    Expr,
    Kind,
    Machine,
    Predicate,
    Raise,
    Start,
    State,
    Stop,
    Timer,
    Transition,
)

RAISED_AT_MOST = 1000
"""How many raised events a run may take before it counts as endless."""


@dataclass(frozen=True)
class Host:
    """What a run needs from outside: option values, answers to guards, the time in seconds."""

    options: Mapping[Slot, Value]
    answers: Answers
    clock: Callable[[], float]
    patience: int | None = None
    """After how many raised events a run counts as endless, if not after as many as in a module."""


@dataclass
class Run:
    """A run under way, and after `finish` its result."""

    machine: Machine
    host: Host
    state: State
    variables: dict[Slot, Value]
    timers: dict[Timer, float]
    deferred: list[Delivery]
    raised: deque[Delivery] = field(default_factory=deque)
    outcomes: list[Outcome] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)
    touched: set[Timer] = field(default_factory=set)
    """Timers that were started, stopped or cancelled: an expiry of theirs that was due is stale."""

    @classmethod
    def of(cls, machine: Machine, host: Host, before: Configuration) -> Run:
        """A run that begins with the configuration `before`."""
        variables, timers = dict(before.variables), dict(before.timers)
        return cls(machine, host, before.state, variables, timers, list(before.deferred))

    @property
    def configuration(self) -> Configuration:
        """What the machine has become."""
        return Configuration(self.state, self.variables, self.timers, tuple(self.deferred))

    def finish(self, delivery: Delivery) -> None:
        """Take `delivery` and all that follows from it."""
        moved = self._step(delivery)
        taken = 0
        place = 0 if moved else None  # in the queue of deferred events, which only a change of state makes worth a look
        while True:
            if self.raised:
                taken += 1
                self._check_end(taken)
                moved = self._step(self.raised.popleft())
            elif place is not None and place < len(self.deferred):
                moved, place = self._try_deferred(place)
            else:
                return
            place = 0 if moved else place

    def _check_end(self, raised: int) -> None:
        if raised > (self.host.patience or RAISED_AT_MOST):
            last = ", ".join(step.event.name for step in self.taken[-5:])
            raise EndlessRaise(f"{self.machine.name} raises events without end: ... {last}")

    # ------------------------------------------------------------------------------------------------- one step

    def _step(self, delivery: Delivery) -> bool:
        """One step for an event that somebody sent or raised.  True if the state changed."""
        event, line, scope = self.decide(delivery)
        if isinstance(line, Transition):
            return self._take(delivery, event, line, scope)
        if line.kind is Kind.REJECT:
            raise Rejected(self.state, event, line)
        if line.kind is Kind.NEVER:
            raise Impossible(self.state, event, line)
        self._stay(delivery, event, line, scope)
        if line.kind is Kind.DEFER:
            self.deferred.append(delivery)
        return False

    def _try_deferred(self, place: int) -> tuple[bool, int]:
        """Try the deferred event at `place`.  Whether the state changed, and the place to try next."""
        delivery = self.deferred[place]
        event, line, scope = self.decide(delivery)
        if isinstance(line, Disposition) and line.kind is Kind.DEFER:
            return False, place + 1
        del self.deferred[place]
        if isinstance(line, Transition):
            return self._take(delivery, event, line, scope), place
        refused = Refused(event.name, "impossible" if line.kind is Kind.NEVER else line.reason)
        self._stay(delivery, event, line, scope, *(() if line.kind is Kind.IGNORE else (refused,)))
        return False, place

    def _stay(self, delivery: Delivery, event: Event, line: AnyLine, before: Scope, *outcomes: Outcome) -> None:
        self.taken.append(Taken(self.state, event, line, self.state, delivery, outcomes, before))
        self.outcomes += outcomes

    def decide(self, delivery: Delivery) -> tuple[Event, AnyLine, Scope]:
        """The event as classified, the line that decides, and the snapshot on which both were found."""
        before = self.scope(delivery.payload)
        self.looked.append(Looked(self.state, delivery, before))
        event = classify(self.machine, delivery.event, before)
        return event, decide(self.machine, self.state, event, before), before

    def scope(self, payload: Mapping[str, Value]) -> Scope:
        """The snapshot that guards see: the machine as it is now, and a host that is asked each question once."""
        return Scope(self._values(), payload, frozenset(self.timers), _asked_once(self.host.answers))

    def _take(self, delivery: Delivery, event: Event, line: Transition, before: Scope) -> bool:
        """Do what a transition says.  True if the state changed."""
        source, target, done = self.state, line.target_from(self.state), len(self.outcomes)
        if target is not source:
            self._cancel(target)
        self.state = target
        clock = _read_once(self.host.clock)
        self._apply_all(self.machine.effects(line, source), before, before.payload, clock)
        self.taken.append(Taken(source, event, line, target, delivery, tuple(self.outcomes[done:]), before))
        return target is not source

    def _cancel(self, target: State) -> None:
        """Cancel the timers that do not run in `target`."""
        for timer in [timer for timer in self.timers if target not in timer.within]:
            self._forget(timer)

    # ------------------------------------------------------------------------------------------------- effects

    def _apply_all(
        self, effects: Iterable[Effect], before: Scope, payload: Mapping[str, Value], clock: Callable[[], float]
    ) -> None:
        for effect in effects:
            try:
                self._apply(effect, before, payload, clock)
            except BeyondMeasure as error:
                raise error.at(effect.span)  # noqa: B904 - it is the same one

    def _apply(self, effect: Effect, before: Scope, payload: Mapping[str, Value], clock: Callable[[], float]) -> None:
        """Apply one effect, if its condition held before the step."""
        if effect.condition is not None and not evaluate(effect.condition, before):
            return
        match effect:
            case Do():
                self._do(effect, before, payload, clock)
            case Assign():
                self.variables[effect.variable] = self._now(effect.result, before, payload)
            case Start():
                length = self._now(effect.length, before, payload)
                self._forget(effect.timer)  # a restart goes to the end of the order
                self.timers[effect.timer] = clock() + length
            case Stop():
                self._forget(effect.timer)
            case Raise():
                values = [self._now(arg, before, payload) for arg in effect.args]
                self.raised.append(Delivery(effect.event, _payload(effect.event, values)))

    def _do(self, effect: Do, before: Scope, payload: Mapping[str, Value], clock: Callable[[], float]) -> None:
        """Hand an action to the host; then the action's own effects, which see its arguments as their payload."""
        args = tuple(self._now(arg, before, payload) for arg in effect.args)
        self.outcomes.append(Output(effect.action.name, args))
        if not effect.action.effects:
            return
        parameters = [part.name for part in effect.action.params]
        given = dict(zip(parameters, args, strict=True))
        asked = _Arguments(dict(zip(parameters, effect.args, strict=True)), before)
        inner = Scope(before.values, asked, before.running, before.ask)
        self._apply_all(effect.action.effects, inner, given, clock)

    def _now(self, expr: Expr, before: Scope, payload: Mapping[str, Value]) -> Value:
        """A right-hand side, an argument or a duration: it sees the assignments made so far."""
        return evaluate(expr, Scope(self._values(), payload, before.running, before.ask))

    def _values(self) -> dict[Slot, Value]:
        return {**self.host.options, **self.variables}

    def _forget(self, timer: Timer) -> None:
        self.touched.add(timer)
        self.timers.pop(timer, None)


class _Arguments(dict[str, Value]):
    """The arguments of an action as its own conditions see them: their values before the step."""

    def __init__(self, args: Mapping[str, Expr], before: Scope) -> None:
        super().__init__()
        self.args = args
        self.before = before

    def __missing__(self, name: str) -> Value:
        return evaluate(self.args[name], self.before)


def _payload(event: Event, values: list[Value]) -> dict[str, Value]:
    return dict(zip((part.name for part in event.params), values, strict=True))


def _asked_once(answers: Answers) -> Answers:
    """The same answers, where a question with the same arguments reaches the host once."""
    known: list[tuple[Predicate, tuple[Value, ...], bool]] = []

    def ask(predicate: Predicate, args: tuple[Value, ...]) -> bool:
        for asked, with_args, answer in known:
            if asked is predicate and with_args == args:
                return answer
        known.append((predicate, args, bool(answers(predicate, args))))
        return known[-1][2]

    return ask


def _read_once(clock: Callable[[], float]) -> Callable[[], float]:
    """The same clock, read when it is first needed and standing still from then on."""
    seen: list[float] = []

    def now() -> float:
        if not seen:
            seen.append(clock())
        return seen[0]

    return now
