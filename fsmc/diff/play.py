"""Two machines side by side: a step in, what each of them does with it out, by the reference semantics.

Both live on one clock, are told the same and get the same answers.  A step is one that `fsmc simulate` can take: one
answer holds for all questions of a guard, and time goes by up to the next expiry of either machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil, inf, nextafter

from fsmc import names
from fsmc.diff.answers import answer
from fsmc.diff.grading import Taking
from fsmc.diff.suspects import Input
from fsmc.diff.terms import Terms
from fsmc.diff.verdict import Answer, Reply
from fsmc.interpreter import (
    Configuration,
    EndlessRaise,
    Impossible,
    Interpreter,
    Outcome,
    Output,
    Refused,
    Rejected,
    Taken,
    Value,
    defaults,
)
from fsmc.interpreter.spelling import call
from fsmc.model import Event, Machine, Many, Predicate, Timer
from fsmc.source import Span

MOST_EXPIRIES = 20
"""How many expiries at one moment are followed before they count as endless."""

_TICK = 1_000_000
"""Time goes by in whole microseconds, as durations are written."""

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Stimulus:
    """What both machines are given: an input with a payload for each, or nothing but time (`seconds`).

    `answers` are those of the host, by the names that guards have in the old machine.
    """

    input: Input | None = None
    old_payload: Values | None = None
    new_payload: Values | None = None
    answers: Mapping[str, bool] | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Place:
    """Where both machines are, and the time."""

    old: Configuration
    new: Configuration
    now: float = 0.0


@dataclass(frozen=True)
class Did:
    """What one machine did with one step."""

    answer: Answer
    after: Configuration
    outcomes: tuple[Outcome, ...] = ()
    taken: tuple[Taken, ...] = ()
    reason: str = ""
    refused_by: tuple[Span, ...] = ()
    refused_as: tuple[str, str] = ("", "")
    """The event as classified, and the section that refuses it."""
    effect: bool = False

    @property
    def taking(self) -> Taking:
        """How it took the step, for a judgment."""
        return Taking(self.answer, self.effect)


@dataclass(eq=False)
class Player:
    """One machine under way; it is put anywhere, told something, and looked at."""

    machine: Machine
    options: Values
    names: Mapping[Predicate, str]
    """What its guards are called in the old machine."""

    def __post_init__(self) -> None:
        self.now = 0.0
        self.ask: Callable[[str], bool] = lambda _: False
        self.interpreter = Interpreter(self.machine, options=self.options, answers=self._answer, clock=lambda: self.now)

    @property
    def start(self) -> Configuration:
        """Where the machine begins."""
        return Interpreter(self.machine, options=self.options).configuration

    def _answer(self, predicate: Predicate, args: tuple[Value, ...]) -> bool:
        return self.ask(self.names.get(predicate, f"new {predicate.name}"))

    def deliver(self, here: Configuration, now: float, event: Event | None, payload: Values) -> Did:
        """Tell it an event from outside; it may know no such event."""
        if event is None:
            return Did(Answer.NO_EVENT, here)
        self.now = now
        self.interpreter.configuration = here
        return self._did(here, lambda: self.interpreter.deliver(event, payload))

    def until(self, here: Configuration, now: float, end: float) -> Did:
        """Let time go by from `now`; what is due comes one by one, each at its time, as in `fsmc simulate`."""
        found = Did(Answer.QUIET, here)
        self.now = now
        for _ in range(MOST_EXPIRIES):
            due = next_timer(found.after, end)
            if due is None:
                return found
            self.now = max(self.now, found.after.timers[due])
            self.interpreter.configuration = found.after
            expired = _without(found.after, due)
            found = _joined(found, self._did(expired, lambda timer=due: self.interpreter.expire(timer)))  # type: ignore[misc]
        return Did(Answer.ENDLESS, found.after)

    def _did(self, before: Configuration, deliver: Callable[[], tuple[Outcome, ...]]) -> Did:
        try:
            found = deliver()
        except (Rejected, Impossible) as refused:
            after = self.interpreter.configuration
            told = (refused.event, refused.section)
            return Did(answer(refused.line), after, (), (), refused.reason, (refused.line.span,), told)
        except EndlessRaise:
            return Did(Answer.ENDLESS, before)
        after, taken = self.interpreter.configuration, self.interpreter.taken
        effect = bool(found) or not _same(before, after)
        return Did(answer(taken[0].line), after, found, taken, effect=effect)


def _without(here: Configuration, timer: Timer) -> Configuration:
    """The same after a timer has expired: that it runs no more is no effect of what the machine does then."""
    return replace(here, timers={each: at for each, at in here.timers.items() if each is not timer})


def _same(one: Configuration, other: Configuration) -> bool:
    return (one.state is other.state and one.variables == other.variables and one.deferred == other.deferred
            and list(one.timers.items()) == list(other.timers.items()))  # fmt: skip


def _joined(first: Did, second: Did) -> Did:
    """Two expiries as one step: the graver answer is the answer."""
    if first.answer is Answer.QUIET:
        return second
    worse = first if first.answer not in (Answer.TAKEN, Answer.IGNORED) else second
    if worse.answer is Answer.IGNORED:
        worse = first
    return replace(
        second,
        answer=worse.answer,
        reason=worse.reason,
        refused_by=worse.refused_by,
        refused_as=worse.refused_as,
        outcomes=first.outcomes + second.outcomes,
        taken=first.taken + second.taken,
        effect=first.effect or second.effect,
    )


def next_timer(here: Configuration, end: float) -> Timer | None:
    """The timer that expires next, at the latest at `end`."""
    timers = here.timers
    return min((timer for timer in timers if timers[timer] <= end), key=timers.__getitem__, default=None)


@dataclass(eq=False)
class Both:
    """Both machines, with the same host; `options` are set on both, by the names of the old machine."""

    terms: Terms
    options: Values

    def __post_init__(self) -> None:
        old, new, pairing = self.terms.old.machine, self.terms.new.machine, self.terms.pairing
        twins = {was.name: now.name for now, was in pairing.pairs["option"].items()}
        theirs = {twins.get(name, name): value for name, value in self.options.items()}
        called = {now: was.name for now, was in pairing.pairs["guard"].items()}
        self.old = Player(old, self.options, {guard: guard.name for guard in old.predicates})
        self.new = Player(new, theirs, called)
        self._actions = {now.name: was.name for now, was in pairing.pairs["action"].items()}
        self._events = {now.name: was.name for now, was in pairing.pairs["event"].items()}

    @property
    def start(self) -> Place:
        """Where both begin."""
        return Place(self.old.start, self.new.start)

    def do(self, here: Place, stimulus: Stimulus, ask: Callable[[str], bool] | None = None) -> tuple[Did, Did, Place]:
        """What both do with a step, and where they are after it.

        Questions are answered by `ask`, or as the stimulus says.
        """
        known = stimulus.answers or {}

        def as_said(name: str) -> bool:
            return known.get(name, False)

        self.old.ask = self.new.ask = ask or as_said
        if stimulus.input is None:
            end = here.now + stimulus.seconds
            ours, theirs = self.old.until(here.old, here.now, end), self.new.until(here.new, here.now, end)
        else:
            end, given = here.now, stimulus.input
            ours = self.old.deliver(here.old, end, given.old, stimulus.old_payload or {})
            theirs = self.new.deliver(here.new, end, given.new, stimulus.new_payload or {})
        return ours, theirs, Place(ours.after, theirs.after, end)

    def wait(self, here: Place) -> float | None:
        """How long until anything expires in either machine; None if nothing will."""
        deadlines = [*here.old.timers.values(), *here.new.timers.values()]
        return _whole_ticks(max(0.0, min(deadlines) - here.now)) if deadlines else None

    # ------------------------------------------------------------------------------------------- what is the same

    def same_actions(self, old: Did, new: Did) -> bool:
        """Whether both asked their hosts for the same, under the names that go together."""
        ours = [_told(outcome, {}, {}) for outcome in old.outcomes]
        return ours == [_told(outcome, self._actions, self._events) for outcome in new.outcomes]

    # ------------------------------------------------------------------------------------------------------- words

    def text(self, here: Place, stimulus: Stimulus) -> tuple[str, str]:
        """The step as `fsmc simulate` takes it, for the old and for the new machine."""
        facts = self._facts(stimulus)
        if stimulus.input is None:
            return self._waiting(here, stimulus.seconds, *facts)
        texts = []
        for event, payload, place in (
            (stimulus.input.old, stimulus.old_payload, 0),
            (stimulus.input.new, stimulus.new_payload, 1),
        ):
            texts.append((_step(event, payload or {}) if event else "") + facts[place])
        return texts[0] or texts[1], texts[1] or texts[0]

    def _facts(self, stimulus: Stimulus) -> tuple[str, str]:
        """The answers as each machine is told them."""
        given = stimulus.answers or {}
        called = {was.name: now.name for now, was in self.terms.pairing.pairs["guard"].items()}
        old = [(names.quoted(name), yes) for name, yes in given.items() if not name.startswith("new ")]
        new = [(names.quoted(name[4:]), yes) for name, yes in given.items() if name.startswith("new ")]
        new += [(names.quoted(called[name]), yes) for name, yes in given.items() if name in called]
        return _answers(old), _answers(new)

    def _waiting(self, here: Place, seconds: float, old_facts: str, new_facts: str) -> tuple[str, str]:
        """`timeout t` where the same timer comes next on both sides, else the time that goes by.

        While time goes by nobody answers, so where a machine asks it is told of its own timer.
        """
        ours, theirs = (next_timer(some, here.now + seconds) for some in (here.old, here.new))
        if ours is not None and theirs is not None and self.terms.pairing.old("timer", theirs) is ours:
            return f"timeout {names.quoted(ours.name)}{old_facts}", f"timeout {names.quoted(theirs.name)}{new_facts}"
        text = f"advance {names.duration(seconds)}"
        was = f"timeout {names.quoted(ours.name)}{old_facts}" if ours and old_facts else text
        return was, f"timeout {names.quoted(theirs.name)}{new_facts}" if theirs and new_facts else text

    def reply(self, which: Player, did: Did, now: float) -> Reply:
        """What a machine did, for a person."""
        after = did.after
        spans = (*dict.fromkeys(taken.line.span for taken in did.taken), *did.refused_by)
        return Reply(
            did.answer,
            after.state.name,
            tuple(spelled(which.machine, outcome) for outcome in did.outcomes),
            did.reason,
            tuple((t.name, names.duration(round(max(0.0, at - now), 6))) for t, at in after.timers.items()),
            tuple(call(waiting.event.name, tuple(waiting.payload.values()), waiting.event.params)
                  for waiting in after.deferred),
            spans,
        )  # fmt: skip


def _whole_ticks(seconds: float) -> float:
    """The next microsecond; of what is longer than a spec can write, floats tell none apart."""
    return ceil(round(seconds * _TICK, 3)) / _TICK if seconds < names.LONGEST else nextafter(seconds, inf)


def _answers(facts: list[tuple[str, bool]]) -> str:
    """` [ours, not late]`, or nothing."""
    return f" [{', '.join(name if yes else f'not {name}' for name, yes in facts)}]" if facts else ""


def _step(event: Event, payload: Values) -> str:
    """An event with its payload, without the values at its end that are the defaults."""
    given = list(payload.values())
    preset = defaults(event)
    while given and preset.get(event.params[len(given) - 1].name, _NOTHING) == given[-1]:
        given.pop()
    if given and isinstance(event.params[len(given) - 1].type, Many) and not given[-1]:
        given.pop()
    written = call(event.name, tuple(given), event.params[: len(given)])
    needs = bool(event.params) and not given and len(preset) < len(event.params)
    return written + "()" if needs else written


_NOTHING = object()


def _told(outcome: Outcome, actions: Mapping[str, str], events: Mapping[str, str]) -> tuple[object, ...]:
    """An outcome by names that go together; why a deferred event was refused is a matter of words."""
    if isinstance(outcome, Refused):
        return ("refused", events.get(outcome.event, outcome.event))
    return (actions.get(outcome.action, outcome.action), repr(outcome.args))


def spelled(machine: Machine, outcome: Outcome) -> str:
    """An action, or a refusal, as a spec writes it."""
    if not isinstance(outcome, Output):
        return str(outcome)
    action = next(each for each in machine.actions if each.name == outcome.action)
    return call(action.name, outcome.args, action.params)
