"""For random specs, the machine after `fsmc check --fix` does what the one before did, step by step."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from fsmc import compiler
from fsmc.diagnostics import Diagnostic
from fsmc.fixes import mend
from fsmc.interpreter import Interpreter
from fsmc.model import Machine
from fsmc.project import Settings, judge
from fsmc.source import SourceFile
from tests.random.hosts import Host, pick, typed
from tests.random.outcomes import attempt, told
from tests.random.specs import Case, random_case

SPECS = 25
STEPS = 40


def judged(source: SourceFile) -> tuple[Diagnostic, ...]:
    return judge(source, compiler.check(source).diagnostics, Settings(Path.cwd()))


class Pair:
    """The machines before and after, asked the same and told the same."""

    def __init__(self, old: Machine, new: Machine, case: Case) -> None:
        self.dice = Random(case.walk)
        self.events = [event for event in old.events if event.base is None]
        self.hosts = Host(), Host()
        options = {option.name: pick(option.type, case.options) for option in old.options}
        self.machines = [
            Interpreter(machine, options=options, answers=_answers(host), clock=host.clock)
            for machine, host in zip((old, new), self.hosts, strict=True)
        ]

    def step(self) -> list[Any]:
        """What each of them does at the next random step, and what it is like afterwards."""
        answers = self.dice.randrange(100)
        for host in self.hosts:
            host.answers = answers
        if not self.events or (self.machines[0].timers and self.dice.random() < 0.4):
            return [self._advance(machine, host) for machine, host in zip(self.machines, self.hosts, strict=True)]
        event, number = self.dice.choice(self.events), self.dice.randrange(999)
        payload = {part.name: pick(part.type, number + place) for place, part in enumerate(event.params)}
        return [_done(machine, lambda: machine.send(event.name, payload)) for machine in self.machines]  # noqa: B023

    def _advance(self, machine: Interpreter, host: Host) -> Any:
        host.now = max(host.now, machine.deadline or host.now)
        return _done(machine, machine.advance)


def _answers(host: Host) -> Any:
    return lambda guard, args: host.answer(guard.name, args)


def _done(machine: Interpreter, act: Any) -> Any:
    came = attempt(lambda: tuple(map(told, act())))
    values = {name: typed(value) for name, value in machine.variables.items()}
    return came, machine.state.name, values, machine.timers, [name for name, _ in machine.deferred]


def test_a_mended_machine_does_what_it_did_before() -> None:
    mended_specs = 0
    for number in range(SPECS):
        case = random_case(f"fixes.{number}")
        source = SourceFile("random.fsm", case.text)
        before = compiler.check(source)
        if before.machine is None or before.errors:
            continue
        mended = mend(source, judged)
        after = compiler.check(mended.source)
        assert after.machine is not None
        assert not after.errors, mended.source.text
        assert not any(each.fix for each in mended.left)
        mended_specs += bool(mended.done)
        pair = Pair(before.machine, after.machine, case)
        for _ in range(STEPS):
            old, new = pair.step()
            assert old == new, f"--- before\n{source.text}\n--- after\n{mended.source.text}"
    assert mended_specs > SPECS // 2
