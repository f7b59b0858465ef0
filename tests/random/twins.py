"""A case in; the interpreter and the generated module driven side by side, and the first difference between them, out.

The interpreter is the meaning of the spec.  A `Runner` goes along with a machine of its own, and now and then the
module's machine is replaced by one that was restored from its snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from random import Random
from typing import Any
from unittest import mock

from fsmc.emit.python import cells
from fsmc.interpreter import Configuration, Interpreter, evaluate, run, whole_payload
from fsmc.model import Disposition, Event, Kind, Machine, Transition
from tests.random.hosts import GuardError, HandlerError, Host, Stopped, pick, plain, typed
from tests.random.modules import Module
from tests.random.outcomes import DifferenceError, attempt, told
from tests.random.specs import Case

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
        self.runner = self.module.runner(self.module.make(of_runner, options), self.perform)
        self.performed: list[tuple[Any, ...]] = []
        self.interruption: tuple[int, Callable[[], Any]] | None = None
        """What the handler does once it has performed so many actions."""
        self.steps = 0
        self.sendable = [event for event in machine.events if event.base is None]

    # ------------------------------------------------------------------------------------------------------- moves

    def play(self, steps: int) -> None:
        """A random walk, compared after each step."""
        self.compare_conditions()
        self.send_what_cannot_be_sent()
        for _ in range(steps if self.sendable else 0):
            self.steps += 1
            self.move()
            self.compare_conditions()

    def move(self) -> None:
        """One step: an event or the passing of time, perhaps on a restored machine, perhaps with a host that fails."""
        answers = self.dice.choice((0, 1, self.dice.randrange(2, 100), self.dice.randrange(2, 100)))
        fault = Stopped if self.dice.randrange(4) == 0 else GuardError
        for host in self.hosts:
            host.answers, host.trap, host.fault = answers, None, fault
        self.log.append(f"# answers {answers}")
        if self.dice.random() < 0.15:
            self.restore()
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
        """Deliver an event, by its method or by value."""
        self.log.append(f"{event} {payload}")
        self.check_cell(event, whole_payload(event, payload))
        tell = self.telling(event, payload)
        given, value = self.module.payload(event, payload), self.module.events[event]
        self.step(lambda: self.spec.send(event, payload), tell, lambda: self.runner.send(value, **given), trap)

    def telling(self, event: Event, payload: Mapping[str, Any]) -> Callable[[Any], Any]:
        """What tells a machine of the module an event."""
        given, value = self.module.payload(event, payload), self.module.events[event]
        name, by_value = self.module.bind.method(event), self.dice.random() < 0.3
        return lambda machine: machine.handle(value, **given) if by_value else getattr(machine, name)(**given)

    def wait(self, *, trap: bool = False) -> None:
        """Let time pass, and deliver what has expired."""
        left = max(0.0, (self.spec.deadline or 0.0) - self.hosts[0].now)
        passed = self.dice.choice((left, left, 0.0, left + 0.25, 1.0, 0.25, 500.0))
        for host in self.hosts:
            host.now += passed
        self.log.append(f"advance {passed}s")
        self.step(self.spec.advance, lambda machine: machine.advance(), self.runner.advance, trap)

    def restore(self) -> None:
        """Go on with a machine made from a snapshot, which goes through JSON unless values of the host wait in it."""
        data = self.code.snapshot()
        with suppress(TypeError):
            data = json.loads(json.dumps(data))
        self.log.append(f"snapshot {data}")
        self.same("the snapshot", self.snapshot_of_spec(), plain(data))
        self.code = self.module.restore(data, self.hosts[1])

    def send_what_cannot_be_sent(self) -> None:
        """A derived event or a timeout from outside is a ValueError."""
        for event in self.machine.all_events:
            if event not in self.sendable:
                found = attempt(lambda: self.code.handle(self.module.events[event]))  # noqa: B023 - called at once
                self.same(f"{event} from outside", "ValueError", found[0])

    # --------------------------------------------------------------------------------------------------- one step

    def step(
        self, spec: Callable[[], Any], code: Callable[[Any], Any], runner: Callable[[], Any], trap: bool = False
    ) -> tuple[Any, ...]:
        """The same step in all three: what comes of it must be the same."""
        if trap:
            self.set_trap(spec, code)
        before = self.spec.configuration
        self.hosts[1].asked.clear()
        expected = self.both(spec, code)
        if expected[0] == "does" and self.spec.taken and self.was_one_step(before):
            asked = [guard for guard, args in self.hosts[1].asked if not args]
            self.same("questions of one step that are asked twice", sorted(set(asked)), sorted(asked))
        if expected[0] == "GuardError":
            self.same("the interpreter after a fault", before, self.spec.configuration)
        self.performed.clear()
        if expected[0] == "does" and expected[1] and self.dice.random() < 0.2:
            self.run_interrupted(expected, runner)
        else:
            self.same_run(expected, attempt(runner))
        return expected

    def was_one_step(self, before: Configuration) -> bool:
        """Whether the machines took a single step, and tried no other: no expiry, and nothing that was deferred."""
        first, *others = self.spec.taken
        return not (others or before.deferred or (first.event.base or first.event).timer)

    def both(self, spec: Callable[[], Any], code: Callable[[Any], Any]) -> tuple[Any, ...]:
        """What the interpreter does; the machine of the module must do the same."""
        expected = attempt(lambda: tuple(map(told, spec())))
        self.log.append(f"    {expected}")
        self.same("the outcome", expected, attempt(lambda: tuple(map(self.module.outcome, code(self.code)))))
        return expected

    def same_run(self, expected: tuple[Any, ...], ran: tuple[Any, ...]) -> None:
        """The Runner performs what the machine does, or raises what the machine raises."""
        if expected[0] == "does":
            self.same("what the Runner performs", expected[1], tuple(self.performed))
        self.same("how the Runner ends", expected if expected[0] != "does" else ("does", None), ran)

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

    # -------------------------------------------------------------------------------------------------- the Runner

    def perform(self, action: tuple[Any, ...]) -> None:
        """The handler: it writes down what it is asked to do, and is interrupted once."""
        if self.interruption and self.interruption[0] == len(self.performed):
            _, act = self.interruption
            self.interruption = None
            act()
        self.performed.append(action)

    def run_interrupted(self, expected: tuple[Any, ...], runner: Callable[[], Any]) -> None:
        """The handler fails at one of the actions, or sends another event meanwhile."""
        place = self.dice.randrange(len(expected[1]))
        if self.dice.random() < 0.5:
            self.interruption = (place, _fail)
            self.log.append(f"    the handler fails at action {place}")
            self.same("how the interrupted Runner ends", ("HandlerError",), attempt(runner))
            left = tuple(map(self.module.outcome, self.runner.pending))
            self.same("what is left to perform", expected[1][place:], left)
            self.same_run(expected, attempt(self.runner.resume))
            return
        event, payload = self.something_to_send()
        value, given = self.module.events[event], self.module.payload(event, payload)
        self.log.append(f"    at action {place} the handler sends {event} {payload}")
        self.interruption = (place, lambda: self.runner.send(value, **given))
        second = self.both(lambda: self.spec.send(event, payload), self.telling(event, payload))
        ran = attempt(runner)
        done = second[1] if second[0] == "does" else ()
        self.same("what the Runner performs for two events", (*expected[1], *done), tuple(self.performed))
        self.same("how the Runner ends", ("does", None) if second[0] == "does" else second, ran)

    # ------------------------------------------------------------------------------------------------- comparisons

    def compare_conditions(self) -> None:
        """State, options, variables, timers in order, deferred events, the deadline: all three are alike."""
        expected = self.condition_of_spec()
        self.same("the condition", expected, self.condition_of(self.code))
        self.same("the condition of the Runner's machine", expected, self.condition_of(self.runner.machine))
        self.same("what the Runner still has to do", [], list(self.runner.pending))

    def condition_of_spec(self) -> dict[str, Any]:
        """The condition of the interpreter."""
        spec = self.spec
        return {
            "state": spec.state.name,
            "values": {name: typed(value) for name, value in {**spec.options, **spec.variables}.items()},
            "timers": list(spec.timers.items()),
            "deferred": [(name, *map(typed, payload.values())) for name, payload in spec.deferred],
            "deadline": spec.deadline,
        }

    def condition_of(self, machine: Any) -> dict[str, Any]:
        """The condition of a machine of the module."""
        entities = [*self.machine.options, *self.machine.variables]
        waiting = getattr(machine, "_deferred", ())
        return {
            "state": machine.state.value,
            "values": {entity.name: self.module.value(machine, entity) for entity in entities},
            "timers": list(machine._timers.items()) if self.machine.timers else [],
            "deferred": [(event.value, *map(typed, payload)) for event, payload in waiting],
            "deadline": getattr(machine, "deadline", None),
        }

    def snapshot_of_spec(self) -> dict[str, Any]:
        """What the snapshot must hold, said by the interpreter."""
        spec, machine = self.spec, self.machine
        left = {name: deadline - self.hosts[0].now for name, deadline in spec.timers.items()}
        waiting = [[name, {part: _listed(value) for part, value in payload.items()}] for name, payload in spec.deferred]
        return {
            "state": spec.state.name,
            **({"options": spec.options} if machine.options else {}),
            **({"variables": spec.variables} if machine.variables else {}),
            **({"timers": left} if machine.timers else {}),
            **({"deferred": waiting} if hasattr(self.code, "_deferred") else {}),
        }

    def check_cell(self, event: Event, payload: Mapping[str, Any]) -> None:
        """The flattened cell decides as the lines do."""
        scope = self.spec.scope(event, payload)
        found, line = self.spec.decision(event, payload)
        cell = self.machine.cells[self.spec.state, found]
        branch = next(each for each in cell.branches if each.guard is None or evaluate(each.guard, scope))
        self.same(f"the line that decides {cell.name}", line.label, branch.line.label)

    def same(self, what: str, expected: Any, found: Any) -> None:
        """Both are equal, or it is a difference."""
        if expected != found:
            raise DifferenceError(f"{what}:\n  expected {expected}\n  found    {found}")


def _fail() -> None:
    raise HandlerError


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
