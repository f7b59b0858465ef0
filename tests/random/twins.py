"""A case in; the interpreter and the generated module driven side by side, and the first difference between them, out.

The interpreter is the meaning of the spec.  The module's machine is told events by its methods, and after every step
replaced by one that was restored from its snapshot or copied; a `Runner`, told by value, goes along with a machine of
its own that is never replaced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from random import Random
from typing import Any
from unittest import mock

from fsmc.emit.python import cells
from fsmc.interpreter import Configuration, Interpreter, evaluate, run, whole_payload
from fsmc.model import Disposition, Event, Kind, Machine, Transition
from tests.random import conditions
from tests.random.copies import copied
from tests.random.features import kinds_of
from tests.random.follower import Follower
from tests.random.hosts import GuardError, Host, Stopped, pick, plain
from tests.random.modules import Module
from tests.random.outcomes import DifferenceError, attempt, same, told
from tests.random.specs import Case
from tests.random.statics import check_transitions, row_of, rows

RAISED_AT_MOST = 50
"""Raised events in one run, for both: endless runs are many among random specs, and 1000 events take long."""


def compare(machine: Machine, case: Case) -> Twins:
    """Take the twins through a case; raise DifferenceError with spec and steps at the first difference."""
    twins = Twins(machine, case)
    try:
        with mock.patch.object(run, "RAISED_AT_MOST", RAISED_AT_MOST):
            twins.play(case.steps)
    except DifferenceError as error:
        log = "\n".join(twins.log)
        difference = DifferenceError(f"{error}\n--- steps\n{log}\n--- spec\n{case.text}")
        difference.steps = twins.steps
        raise difference from None
    return twins


class Twins:
    """The interpreter, a machine of the generated module, and one with a `Runner`, in the same condition."""

    def __init__(self, machine: Machine, case: Case) -> None:
        self.machine = machine
        self.dice = Random(case.walk)
        self.hosts = host, of_code, of_runner = Host(), Host(), Host()
        given = {o.name: pick(o.type, case.options + place) for place, o in enumerate(machine.options)}
        options = given if case.options % 3 else {}
        self.log = [f"options {options}"]
        self.spec = Interpreter(
            machine, options=options, answers=lambda guard, args: host.answer(guard.name, args), clock=host.clock
        )
        try:
            with mock.patch.object(cells, "CHAIN_AT_MOST", 2 if case.walk % 3 == 0 else cells.CHAIN_AT_MOST):
                self.module = Module(machine)  # small specs too are to find their states by tables
        except Exception as error:
            raise DifferenceError(f"no module is made: {error!r}\n--- spec\n{case.text}") from error
        self.module.names["_RAISED_AT_MOST"] = RAISED_AT_MOST
        self.code = self.module.make(of_code, options)
        self.follower = Follower(self.module, self.module.make(of_runner, options))
        self.steps = 0
        self.seen: Counter[str] = Counter()
        """How often what came of steps."""
        self.rows = set(rows(self.module))
        self.sendable = [event for event in machine.events if event.base is None]

    def play(self, steps: int) -> None:
        """A random walk; after each step the module's machine is replaced by a copy, and all is compared."""
        check_transitions(self.module)
        self.compare_conditions()
        self.send_what_cannot_be_sent()
        for _ in range(steps if self.sendable else 0):
            self.steps += 1
            self.move()
            self.restore()
            self.compare_conditions()

    def move(self) -> None:
        """One step: an event or the passing of time, perhaps with a host that fails."""
        answers = self.dice.choice((0, 1, self.dice.randrange(2, 100), self.dice.randrange(2, 100)))
        fault = Stopped if self.dice.randrange(4) == 0 else GuardError
        for host in self.hosts:
            host.answers, host.trap, host.fault = answers, None, fault
        self.log.append(f"# answers {answers}")
        trap = self.dice.random() < 0.15
        if self.spec.timers and self.dice.random() < 0.4:
            self.wait(trap=trap)
        else:
            self.send(*self.something_to_send(), trap=trap)

    def something_to_send(self) -> tuple[Event, dict[str, Any]]:
        """An event with a payload; mostly one that is welcome."""
        for _ in range(4):
            event, number = self.dice.choice(self.sendable), self.dice.randrange(999)
            payload = {part.name: pick(part.type, number + 3 * place) for place, part in enumerate(event.params)}
            optional = [part.name for part in event.params if part.default is not None]
            for name in optional[self.dice.randrange(len(optional) + 1) :]:
                del payload[name]
            line = self.foreseen(event, payload)
            if isinstance(line, Transition) or line.kind in (Kind.DEFER, Kind.IGNORE):
                break
        return event, payload

    def foreseen(self, event: Event, payload: dict[str, Any]) -> Transition | Disposition:
        """The line that would decide; a trap that is set waits for the step itself."""
        trap, self.hosts[0].trap = self.hosts[0].trap, None
        _, line = self.spec.decision(event, whole_payload(event, payload))
        self.hosts[0].trap = trap
        return line

    def send(self, event: Event, payload: dict[str, Any], *, trap: bool = False) -> None:
        """Deliver an event."""
        self.log.append(f"{event} {payload}")
        self.check_cell(event, whole_payload(event, payload))
        by_method, by_value = self.telling(event, payload), self.told_by_value(event, payload)
        self.step(lambda: self.spec.send(event, payload), by_method, by_value, trap)

    def telling(self, event: Event, payload: Mapping[str, Any]) -> Callable[[Any], Any]:
        """What tells a machine of the module an event by its method."""
        given, name = self.module.payload(event, payload), self.module.bind.method(event)
        return lambda machine: getattr(machine, name)(**given)

    def told_by_value(self, event: Event, payload: Mapping[str, Any]) -> Callable[[], Any]:
        """What tells the Runner an event, which hands it to its machine by value."""
        value, given = self.module.events[event], self.module.payload(event, payload)
        return lambda: self.follower.runner.send(value, **given)

    def wait(self, *, trap: bool = False) -> None:
        """Let time pass, and deliver what has expired."""
        left = max(0.0, (self.spec.deadline or 0.0) - self.hosts[0].now)
        passed = self.dice.choice((left, left, 0.0, left + 0.25, 1.0, 0.25, 500.0))
        for host in self.hosts:
            host.now += passed
        self.log.append(f"advance {passed}s")
        self.step(self.spec.advance, lambda machine: machine.advance(), self.follower.runner.advance, trap)

    def restore(self) -> None:
        """Go on with a machine made from a snapshot, or with a copy."""
        expected = conditions.of_snapshot(self.spec, self.hosts[0].now, defers=hasattr(self.code, "_deferred"))
        same("the snapshot", expected, plain(self.code.snapshot()))
        try:
            self.code = copied(self.module, self.code, self.hosts[1], self.steps)
        except Exception as error:
            raise DifferenceError(f"the machine cannot be kept: {error!r}") from error

    def send_what_cannot_be_sent(self) -> None:
        """A derived event or a timeout from outside is a ValueError."""
        for event in self.machine.all_events:
            if event not in self.sendable:
                found = attempt(lambda: self.code.handle(self.module.events[event]))  # noqa: B023 - called at once
                same(f"{event} from outside", "ValueError", found[0])

    def step(
        self, spec: Callable[[], Any], code: Callable[[Any], Any], runner: Callable[[], Any], trap: bool = False
    ) -> tuple[Any, ...]:
        """The same step in all three: what comes of it must be the same."""
        if trap:
            self.set_trap(spec, code)
        before = self.spec.configuration
        self.hosts[1].asked.clear()
        expected = self.both(spec, code)
        self.seen[expected[0]] += 1
        if expected[0] == "does":
            self.look_at_run(before)
        if expected[0] == "does" and self.spec.taken and self.was_one_step(before):
            asked = [guard for guard, args in self.hosts[1].asked if not args]
            same("questions of one step that are asked twice", sorted(set(asked)), sorted(asked))
        if expected[0] == "GuardError":
            same("the interpreter after a fault", before, self.spec.configuration)
        self.follow(expected, runner)
        return expected

    def look_at_run(self, before: Configuration) -> None:
        """What the last run was made of; each transition must stand in the table of the module."""
        for row in map(row_of, self.spec.taken):
            if row is not None and row not in self.rows:
                raise DifferenceError(f"TRANSITIONS has no {row}")
        self.seen.update(kinds_of(before, self.spec))

    def was_one_step(self, before: Configuration) -> bool:
        """Whether the machines tried a single step: no expiry, and nothing that was deferred."""
        first, *others = self.spec.taken
        return not (others or before.deferred or (first.event.base or first.event).timer)

    def both(self, spec: Callable[[], Any], code: Callable[[Any], Any]) -> tuple[Any, ...]:
        """What the interpreter does; the machine of the module must do the same."""
        expected = attempt(lambda: tuple(map(told, spec())))
        self.log.append(f"    {expected}")
        same("the outcome", expected, attempt(lambda: tuple(map(self.module.outcome, code(self.code)))))
        return expected

    def set_trap(self, spec: Callable[[], Any], code: Callable[[Any], Any]) -> None:
        """Let the host fail at one of the questions of this step, as rehearsals show.

        A question on which nothing depends may be asked or not, so the trap is one that both ask equally often.
        """
        for host in self.hosts:
            host.asked.clear()
        before = self.spec.configuration
        attempt(spec)
        self.spec.configuration = before
        understudy = self.module.restore(self.code.snapshot(), self.hosts[1])
        attempt(lambda: code(understudy))
        spec_asked, code_asked = self.hosts[0].asked, self.hosts[1].asked
        asked = [each for each in spec_asked if spec_asked.count(each) == code_asked.count(each)]
        if asked:
            guard, args = self.dice.choice(asked)
            self.log.append(f"    {guard}{args} raises {self.hosts[0].fault.__name__}")
            for host in self.hosts:
                host.trap = (guard, repr(args))

    def follow(self, expected: tuple[Any, ...], act: Callable[[], Any]) -> None:
        """The same step by the Runner; its handler may fail at one of the actions, or send another event meanwhile."""
        if expected[0] != "does" or not expected[1] or self.dice.random() >= 0.3:
            self.follower.follow(expected, act)
            return
        place = self.dice.randrange(len(expected[1]))
        if self.dice.random() < 0.5:
            self.log.append(f"    the handler fails at action {place}")
            self.follower.fail(expected, act, place)
            return
        event, payload = self.something_to_send()
        self.log.append(f"    at action {place} the handler sends {event} {payload}")
        second = self.both(lambda: self.spec.send(event, payload), self.telling(event, payload))
        self.follower.send_meanwhile(expected, act, place, self.told_by_value(event, payload), second)

    def compare_conditions(self) -> None:
        """State, options, variables, timers in order, deferred events, the deadline: all three are alike."""
        expected = conditions.of_interpreter(self.spec)
        same("the condition", expected, conditions.of_machine(self.module, self.code))
        of_runner = conditions.of_machine(self.module, self.follower.runner.machine)
        same("the condition of the Runner's machine", expected, of_runner)
        same("what the Runner still has to do", [], list(self.follower.runner.pending))

    def check_cell(self, event: Event, payload: Mapping[str, Any]) -> None:
        """The flattened cell decides as the lines do."""
        scope = self.spec.scope(event, payload)
        found, line = self.spec.decision(event, payload)
        cell = self.machine.cells[self.spec.state, found]
        branch = next(each for each in cell.branches if each.guard is None or evaluate(each.guard, scope))
        same(f"the line that decides {cell.name}", line.label, branch.line.label)
