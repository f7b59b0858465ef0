"""A machine and steps in, a record of what each step did out, on a clock that moves only when a step says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from fsmc.cli.steps import Advance, Delivery, Step, fact, parse, payload_of
from fsmc.cli.values import StepError
from fsmc.interpreter import BeyondMeasure, EndlessRaise, Impossible, Interpreter, Outcome, Rejected, Taken, Value
from fsmc.interpreter.spelling import call
from fsmc.model import Machine, Parameter, Predicate, State, Timer

MOST_EXPIRIES = 1000
"""How many expiries one `advance` follows before it asks whether there is an end."""


@dataclass(frozen=True, slots=True)
class Record:
    """What one delivery did: `problem` is empty, or says why the event was not taken or what was expected.

    `timers` gives the seconds left, `changed` those of the `variables` that the delivery set anew.
    """

    step: str
    before: State
    after: State
    actions: tuple[Outcome, ...] = ()
    taken: tuple[Taken, ...] = ()
    problem: str = ""
    time: float = 0.0
    timers: Mapping[str, float] = field(default_factory=dict)
    variables: Mapping[str, Value] = field(default_factory=dict)
    changed: Mapping[str, Value] = field(default_factory=dict)
    deferred: tuple[str, ...] = ()


@dataclass
class Asker:
    """How to get what a step leaves open; None where there is nobody to ask."""

    guard: Callable[[str], bool] | None = None
    payload: Callable[[Parameter], str] | None = None


class Simulation:
    """One machine under way, with its own clock and a way back."""

    def __init__(self, machine: Machine, options: Mapping[str, Value], asker: Asker) -> None:
        self.machine = machine
        self.now = 0.0
        self._asker = asker
        self._facts: Mapping[str, bool] = {}
        self._interpreter = Interpreter(machine, options=options, answers=self._answer, clock=lambda: self.now)
        self._past: list[tuple[object, float]] = []

    @property
    def state(self) -> State:
        """The present state."""
        return self._interpreter.state

    @property
    def timers(self) -> dict[str, float]:
        """The seconds that each running timer has left, in order of their start."""
        return {name: deadline - self.now for name, deadline in self._interpreter.timers.items()}

    @property
    def offers(self) -> tuple[str, ...]:
        """What can be done in the present state, as steps are written."""
        events = [f"{event}({', '.join(map(str, event.params))})" if event.params else str(event)
                  for event in self._interpreter.enabled()]  # fmt: skip
        return (*events, *(f"timeout {name}" for name in self.timers))

    def place(self, state: State) -> None:
        """Begin elsewhere than in the initial state."""
        self._interpreter.place(state)

    def undo(self) -> bool:
        """Take the last step back; False if there is none."""
        if not self._past:
            return False
        self._interpreter.configuration, self.now = self._past.pop()  # type: ignore[assignment]
        return True

    def take(self, text: str) -> Iterator[Record]:
        """Do a step.  An `advance` or a `timeout` may come to several deliveries, each with its record.

        Raises StepError for a step that cannot be tried, and what the asker raises; all is as before then.
        """
        step = parse(text, self.machine)
        self._past.append((self._interpreter.configuration, self.now))
        self._facts = step.facts if isinstance(step, Delivery) else {}
        try:
            yield from self._do(step)
        except Exception:
            self.undo()
            raise

    def _do(self, step: Step) -> Iterator[Record]:
        if isinstance(step, Advance):
            yield from self._until(self.now + step.seconds, step.text)
        elif step.event.timer:
            yield from self._expire(step, step.event.timer)
        else:
            payload = payload_of(step, self._asker.payload)
            yield _met(self._deliver(step.text, lambda: self._interpreter.send(step.event, payload)), step)

    # -------------------------------------------------------------------------------------------------------- time

    def _expire(self, step: Delivery, timer: Timer) -> Iterator[Record]:
        """Let time go by up to the expiry of `timer`, and deliver all that is due by then, in its order."""
        deadline = self._interpreter.timers.get(timer.name)
        if deadline is None:
            yield self._record(step.text, self.state, problem=f"timer {timer.name} is not running")
            return
        records = list(self._until(max(deadline, self.now), step.text))  # a length below zero: it has passed
        yield from records[:-1]
        yield _met(records[-1], step)

    def _until(self, end: float, text: str) -> Iterator[Record]:
        """Deliver one by one what expires up to the time `end`."""
        for _ in range(MOST_EXPIRIES):
            due = self._next_timer(end)
            if due is None:
                break
            self.now = max(self.now, self._interpreter.timers[due])
            yield self._deliver(f"timeout {due}", lambda: self._interpreter.expire(due))  # noqa: B023
        else:
            raise StepError(f"stopped after {MOST_EXPIRIES} expiries, {self._next_timer(end)} is due again")
        if end > self.now:
            self.now = end
            yield self._record(text, self.state)

    def _next_timer(self, end: float) -> str | None:
        """The timer that expires next, at the latest at `end`."""
        timers = self._interpreter.timers
        return min((name for name in timers if timers[name] <= end), key=timers.__getitem__, default=None)

    # ------------------------------------------------------------------------------------------------------ events

    def _deliver(self, text: str, deliver: Callable[[], tuple[Outcome, ...]]) -> Record:
        before, variables = self.state, self._interpreter.variables
        try:
            actions = deliver()
        except (Rejected, Impossible) as refused:
            section = f" ({refused.section})" if refused.section else ""
            return self._record(text, before, problem=f"{refused}{section}")
        except (EndlessRaise, BeyondMeasure) as failure:
            return self._record(text, before, problem=str(failure))
        changed = {name: new for name, new in self._interpreter.variables.items() if new != variables[name]}
        return replace(self._record(text, before, actions, self._interpreter.taken), changed=changed)

    def _record(
        self,
        text: str,
        before: State,
        actions: tuple[Outcome, ...] = (),
        taken: tuple[Taken, ...] = (),
        problem: str = "",
    ) -> Record:
        now = self._interpreter
        return Record(
            text,
            before,
            self.state,
            actions,
            taken,
            problem,
            self.now,
            timers=self.timers,
            variables=now.variables,
            deferred=tuple(name for name, _ in now.deferred),
        )

    def _answer(self, predicate: Predicate, args: tuple[Value, ...]) -> bool:
        """The host's side of a guard: what the step says, else what a person says."""
        known = fact(self._facts, predicate.name)
        if known is not None:
            return known
        question = call(predicate.name, args, predicate.params)
        if self._asker.guard is None:
            raise StepError(f"the machine asks {question}: add [{question}], [not {question}] or [else] to the step")
        return self._asker.guard(question)


def _met(record: Record, step: Delivery) -> Record:
    """The record, with a problem if the step names another state than the machine is in."""
    if step.target is None or record.problem or record.after is step.target:
        return record
    return replace(record, problem=f"{step.target} was expected")
