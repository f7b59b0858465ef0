"""For random specs, the machine after `fsmc check --fix` does what the one before did, step by step."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from fsmc import compiler, lint
from fsmc.diagnostics import Diagnostic
from fsmc.fixes import mend
from fsmc.interpreter import Interpreter
from fsmc.language import load
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


def check_mended(case: Case) -> bool:
    """Whether there is anything to mend in the spec of a case, after a look at whether it does the same mended."""
    source = SourceFile("random.fsm", case.text)
    machine = sound(source)
    if machine is None:
        return False
    mended = mend(source, judged)
    after = sound(mended.source)
    assert after is not None, mended.source.text
    assert not any(each.fix for each in mended.left)
    pair = Pair(machine, after, case)
    for _ in range(STEPS):
        old, new = pair.step()
        assert old == new, f"--- before\n{source.text}\n--- after\n{mended.source.text}"
    return bool(mended.done)


def sound(source: SourceFile) -> Machine | None:
    """The machine of a spec, if it has no error."""
    machine, _ = load(source)
    return machine if machine is not None and not lint.errors(machine) else None


def test_a_mended_machine_does_what_it_did_before() -> None:
    mended = [check_mended(random_case(f"fixes.{number}")) for number in range(SPECS)]
    assert sum(mended) > SPECS // 2
