"""A machine and a host in; an object that events are sent to out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from fsmc.interpreter.configuration import Configuration, Delivery, Impossible, Looked, Outcome, Rejected, Taken
from fsmc.interpreter.decision import AnyLine, all_lines_for
from fsmc.interpreter.run import Host, Run
from fsmc.interpreter.values import Answers, BeyondMeasure, Scope, Slot, Value, evaluate, no_answers
from fsmc.model import Disposition, Event, Kind, Machine, Option, State, Timer, Variable, signature


class Interpreter:
    """One running machine.

    `options` sets options by name, `answers` is the host's side of the declared guards, `clock` gives the time in
    seconds (without one, time stands still at 0).  An enumeration's values are the names of its members.

    `state` and `configuration` (immutable; assign it to go back) say where the machine is, `outcomes` is
    what the last run yielded, `taken` the steps that it took, also if it failed after them, and `looked` all that it
    looked at for them.
    """

    def __init__(
        self,
        machine: Machine,
        *,
        options: Mapping[str, Value] | None = None,
        answers: Answers | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.machine = machine
        self.host = Host(_options(machine, options or {}), answers or no_answers, clock or (lambda: 0.0))
        self.configuration = Configuration(machine.initial, self._defaults())
        self.outcomes: tuple[Outcome, ...] = ()
        self.taken: tuple[Taken, ...] = ()
        self.looked: tuple[Looked, ...] = ()

    # ---------------------------------------------------------------------------------------------- where it is

    @property
    def state(self) -> State:
        """The present state."""
        return self.configuration.state

    @property
    def variables(self) -> dict[str, Value]:
        """The variables by name, in order of declaration."""
        return {variable.name: self.configuration.variables[variable] for variable in self.machine.variables}

    @property
    def options(self) -> dict[str, Value]:
        """The options by name, in order of declaration."""
        return {option.name: self.host.options[option] for option in self.machine.options}

    @property
    def timers(self) -> dict[str, float]:
        """The deadlines of the running timers by name, in order of their start."""
        return {timer.name: deadline for timer, deadline in self.configuration.timers.items()}

    @property
    def deadline(self) -> float | None:
        """When `advance` has something to do next; None if no timer runs."""
        return min(self.configuration.timers.values(), default=None)

    @property
    def deferred(self) -> tuple[tuple[str, Mapping[str, Value]], ...]:
        """The deferred events with their payload, in order of arrival."""
        return tuple((delivery.event.name, delivery.payload) for delivery in self.configuration.deferred)

    def enabled(self) -> tuple[Event, ...]:
        """The events from outside that some case of the present state takes, ignores or defers; no timeouts."""
        return tuple(event for event in self.machine.events if event.base is None and self._welcome(event))

    def _welcome(self, event: Event) -> bool:
        """Whether not every line that may decide refuses the event."""
        return any(
            not isinstance(line, Disposition) or line.kind in (Kind.IGNORE, Kind.DEFER)
            for case in (*self.machine.derived(event), event)
            for line in all_lines_for(self.machine, self.state, case)
        )

    # ---------------------------------------------------------------------------------------- putting it somewhere

    def place(
        self,
        state: State | str,
        variables: Mapping[str, Value] | None = None,
        timers: Mapping[str, float] | None = None,
        deferred: Sequence[tuple[str, Mapping[str, Value]]] = (),
    ) -> None:
        """Put the machine anywhere: variables not given keep their defaults, `timers` are deadlines in start order."""
        values = self._defaults()
        for name, value in (variables or {}).items():
            values[_named(self.machine.variables, name)] = value
        self.configuration = Configuration(
            self.machine.state(state) if isinstance(state, str) else state,
            values,
            {_named(self.machine.timers, name): deadline for name, deadline in (timers or {}).items()},
            tuple(Delivery(self.machine.event(name), dict(payload)) for name, payload in deferred),
        )

    def copy(self, answers: Answers | None = None) -> Interpreter:
        """Another machine that goes on from here, with the same host or with one that answers otherwise."""
        twin = Interpreter.__new__(Interpreter)
        twin.__dict__.update(self.__dict__)
        twin.host = replace(self.host, answers=answers or self.host.answers)
        return twin

    def at(self, configuration: Configuration) -> Interpreter:
        """Another machine with the same host that goes on from a configuration."""
        twin = self.copy()
        twin.configuration = configuration
        return twin

    def _defaults(self) -> dict[Slot, Value]:
        values = dict(self.host.options)
        for variable in self.machine.variables:
            values[variable] = evaluate(variable.default, Scope(values, {}))
        return {variable: values[variable] for variable in self.machine.variables}

    # ------------------------------------------------------------------------------------------------------ events

    def scope(self, event: Event, payload: Mapping[str, Value] | None = None) -> Scope:
        """What guards see when `event` (no derived one) is delivered now."""
        return self._run_on(event).scope(payload or {})

    def decision(self, event: Event, payload: Mapping[str, Value] | None = None) -> tuple[Event, AnyLine]:
        """What `event` (no derived one) is classified as if delivered now, and the line that would decide."""
        found, line, _ = self._run_on(event).decide(Delivery(event, payload or {}))
        return found, line

    def send(self, event: Event | str, payload: Mapping[str, Value] | None = None) -> tuple[Outcome, ...]:
        """Deliver an event from outside with its payload by name, and all that follows.

        Parts of the payload that are left out take their defaults.  Returns the actions for the host.  Raises Rejected
        or Impossible (the machine is as it was), EndlessRaise, BeyondMeasure, what a guard of the host raises,
        ValueError for an event that nobody can send, TypeError for a payload that is not the event's.
        """
        found = self.machine.event(event) if isinstance(event, str) else event
        if found.base is not None:
            raise ValueError(f"{found} cannot be sent: it fires in place of {found.base}")
        if found.timer is not None:
            raise ValueError(f"{found} cannot be sent: advance() delivers the expiry of a timer")
        given = whole_payload(found, payload or {})
        return self.deliver(found, given)

    def deliver(self, event: Event, payload: Mapping[str, Value] | None = None) -> tuple[Outcome, ...]:
        """As `send` for what a host can send, as `expire` for a timeout."""
        if event.timer is not None:
            return self.expire(event.timer)
        self.outcomes = tuple(self._finish(Delivery(event, payload or {})).outcomes)
        return self.outcomes

    def expire(self, timer: Timer | str) -> tuple[Outcome, ...]:
        """Let one timer expire now, whatever the clock says and whether or not it runs, and all that follows.

        Raises as `send` does; after Rejected or Impossible the timer is gone all the same.
        """
        found = _named(self.machine.timers, timer) if isinstance(timer, str) else timer
        self.outcomes = tuple(self._expire(found).outcomes)
        return self.outcomes

    def advance(self) -> tuple[Outcome, ...]:
        """Deliver the expiries that are due, in order of deadline, then of start; the actions of all of them.

        Those of timers started meanwhile wait for the next call.  An expiry that fails raises as `send` does if it is
        the first; otherwise the call ends before it, so that no action is lost, and the next call raises.  Where one
        raises BeyondMeasure the call does, and nothing has changed.
        """
        begun = self.configuration
        running = begun.timers
        if not running:
            return ()
        now = self.host.clock()
        due = sorted((timer for timer in running if running[timer] <= now), key=lambda timer: running[timer])
        outcomes: list[Outcome] = []
        taken: list[Taken] = []
        looked: list[Looked] = []
        stale: set[Timer] = set()
        for place, timer in enumerate(due):
            if timer in stale:
                continue
            before = self.configuration
            try:
                run = self._expire(timer)
            except BeyondMeasure:
                self.configuration = begun
                raise
            except Exception:
                if place == 0:
                    raise
                self.configuration = before
                break
            finally:
                looked += self.looked
            outcomes += run.outcomes
            taken += run.taken
            stale |= run.touched
        self.outcomes, self.taken, self.looked = tuple(outcomes), tuple(taken), tuple(looked)
        return self.outcomes

    def _expire(self, timer: Timer) -> Run:
        before = self.configuration
        event = self.machine.timeout(timer)
        try:
            self.configuration = _without(before, event)
            return self._finish(Delivery(event))
        except (Rejected, Impossible):
            raise
        except BaseException:
            self.configuration = before
            raise

    def _run_on(self, event: Event) -> Run:
        return Run.of(self.machine, self.host, _without(self.configuration, event))

    def _finish(self, delivery: Delivery) -> Run:
        run = Run.of(self.machine, self.host, self.configuration)
        try:
            run.finish(delivery)
        finally:
            self.taken, self.looked = tuple(run.taken), tuple(run.looked)
        self.configuration = run.configuration
        return run


def whole_payload(event: Event, given: Mapping[str, Value]) -> dict[str, Value]:
    """The payload with defaults for what is left out; TypeError if a part has none or is not the event's."""
    names = [part.name for part in event.params]
    missing = [part.name for part in event.params if part.default is None and part.name not in given]
    if missing or not given.keys() <= set(names):
        raise TypeError(
            f"the payload of {event} is {signature(event.params) or 'empty'}, not {', '.join(given) or 'empty'}"
        )
    filled = {**defaults(event), **given}
    return {name: filled[name] for name in names}


def defaults(event: Event) -> dict[str, Value]:
    """The defaults of the parts of a payload that have one."""
    return {part.name: evaluate(part.default, Scope({}, {})) for part in event.params if part.default is not None}


def _without(configuration: Configuration, event: Event) -> Configuration:
    """The configuration in which an event is delivered: the timer whose expiry it is runs no more."""
    rest = {timer: deadline for timer, deadline in configuration.timers.items() if timer is not event.timer}
    return replace(configuration, timers=rest)


def _options(machine: Machine, given: Mapping[str, Value]) -> dict[Slot, Value]:
    """The options' values: those given by name, the defaults of the others (which may read options before them)."""
    for name in given:
        _named(machine.options, name)
    values: dict[Slot, Value] = {}
    for option in machine.options:
        values[option] = given[option.name] if option.name in given else evaluate(option.default, Scope(values, {}))
    return values


_Entity = TypeVar("_Entity", Option, Variable, Timer)


def _named(entities: Sequence[_Entity], name: str) -> _Entity:
    """The entity of that name; KeyError if there is none."""
    for entity in entities:
        if entity.name == name:
            return entity
    raise KeyError(name)
