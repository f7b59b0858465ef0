"""A cell in, cases of it out: an event delivered in one world after another, with what the interpreter makes of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace

from fsmc import outcomes
from fsmc.emit.suite.lines import (
    assigned,
    atoms,
    changes,
    holding,
    really_other,
    scope_before,
    started_first,
    would_change,
)
from fsmc.emit.suite.rows import After, Before, Case
from fsmc.emit.suite.selection import Way
from fsmc.emit.suite.vain import with_vain
from fsmc.emit.suite.values import asked_anywhere, others, slots, unusual
from fsmc.interpreter import (
    Answers,
    AnyLine,
    EndlessRaise,
    Impossible,
    Interpreter,
    Rejected,
    Scope,
    Value,
    defaults,
    evaluate,
)
from fsmc.interpreter.values import Slot
from fsmc.model import (
    Event,
    Machine,
    Option,
    Read,
    State,
    Transition,
    Variable,
    flat,
)
from fsmc.outcomes import World

PATIENCE = 50
"""After how many raised events a case counts as endless until it is known that it gets a row."""


class Attempt:
    """Delivers an event in a state in one world after another."""

    def __init__(self, machine: Machine, state: State, event: Event) -> None:
        self.machine = machine
        self.state = state
        self.event = event
        self.conditions = outcomes.conditions(machine, state, event)
        self.candidates = outcomes.candidates(self.conditions)
        self.slots = slots(self.conditions)
        self.fresh = Interpreter(machine)
        self.running = started_first(machine, state, event)
        self.assigned = assigned(machine, state, event)
        self.idle = False
        """Whether no timer runs but the one that expires."""
        self._atoms = atoms(self.conditions)
        self.contrary: dict[str, Slot] = {}
        self.contrary_parts: dict[str, Value] = {}
        """Options, variables and parts of the payload that take other values than usual."""

    def turn_contrary(self) -> None:
        """Give what only other cells of the event ask for other values than it usually has."""
        self.idle = False
        anywhere = asked_anywhere(self.machine)[self.event]
        self.contrary = {slot.name: slot for slot in anywhere.slots if slot not in self.slots}
        self.contrary_parts = {
            part.name: value
            for part in self.event.params
            if part.name in anywhere.parts and not self.candidates.concern(part.name)
            for value in [next(others(part.type, defaults(self.event).get(part.name)))]
        }

    def run(self, world: World) -> tuple[Case, Way]:
        """The case of one world, and which way it went."""
        options, variables = self._chosen(world)
        timers = self._timers(world)
        payload = outcomes.choose_payload(world, self.event, self.candidates, self.contrary_parts)
        before = Before(state=self.state, options=options, variables=variables, timers=timers)
        case, way = self._deliver(world, before, payload)
        for variable in self.assigned:
            case, way = self._make_change_visible(world, case, way, variable)
        return case, way

    def run_at_bounds(self, world: World) -> tuple[tuple[Case, Way], Hashable]:
        """The same; and besides the way, what holds, and on which side of each bound it went."""
        case, way = self.run(world)
        said = (str((asked.name, args, holds)) for asked, args, holds in case.answers)
        return (case, way), (way, *holding(self._atoms, scope_before(self.machine, case)), *said)

    def _make_change_visible(self, world: World, case: Case, way: Way, variable: Variable) -> tuple[Case, Way]:
        """The case with another value of `variable` before the step, if the step leaves the present one as it is."""
        name = variable.name
        if variable in self.slots or changes(case, variable):
            return case, way
        for value in really_other(variable.type, case.before.variables[name]):
            before = replace(case.before, variables={**case.before.variables, name: value})
            other, other_way = self._deliver(world, before, case.payload)
            if changes(other, variable):
                return other, other_way
            if would_change(self.machine, case, way, variable) < would_change(self.machine, other, way, variable):
                case, way = other, other_way
        return case, way

    def confirmed(self, case: Case) -> Case:
        """The case; one that was hastily called endless as it really ends."""
        if not case.after.endless:
            return case
        world = World(answers=list(case.answers))
        return self._deliver(world, case.before, case.payload, patience=None)[0]

    def _chosen(self, world: World) -> tuple[dict[str, Value], dict[str, Value]]:
        """Options and variables: those that conditions read take all values that matter."""
        fresh = self.fresh
        options, variables = fresh.options, unusual(fresh)
        for slot in self.contrary.values():
            if isinstance(slot, Option):
                options[slot.name] = next(others(slot.type, options[slot.name]))
            else:
                variables[slot.name] = fresh.variables[slot.name]
        for slot in self.slots:
            values = options if isinstance(slot, Option) else variables
            first = fresh.options[slot.name] if isinstance(slot, Option) else fresh.variables[slot.name]
            values[slot.name] = world.choose(self.candidates.of(Read(slot), first))
        return options, variables

    def _timers(self, world: World) -> dict[str, float]:
        """The timers that run: all that can, except those that a world has standing still because a guard asks."""
        asked = outcomes.timers_asked(self.conditions)
        running = dict(self.running)
        for timer in self.machine.timers:
            if timer.name not in running or timer is self.event.timer:
                continue
            if self.idle or (timer in asked and not world.choose((True, False))):
                del running[timer.name]
        if self.event.timer:
            running[self.event.timer.name] = 0.0
        return running

    def _deliver(
        self, world: World, before: Before, payload: Mapping[str, Value], patience: int | None = PATIENCE
    ) -> tuple[Case, Way]:
        """What comes of the event: the case, and which way it went."""
        interpreter = placed(self.machine, before, world.answer)
        interpreter.host = replace(interpreter.host, patience=patience)
        scope = interpreter.scope(self.event, payload)
        for ask in outcomes.questions(self.conditions):  # all, also those that need not be asked
            evaluate(ask, scope)
        event, line = interpreter.decision(self.event, payload)
        way = (event, line, *self._truths(line, scope))
        after = deliver(interpreter, lambda: interpreter.deliver(self.event, payload))
        case = Case(
            name=f"{self.state.name}-{event.name}{line.condition}",
            before=before,
            event=self.event,
            payload=payload,
            after=after,
            answers=with_vain(self.machine, interpreter.looked[1:], world.answers),
        )
        return case, way

    def _truths(self, line: AnyLine, scope: Scope) -> Iterator[bool]:
        """The truth of each condition among the effects of a line."""
        if isinstance(line, Transition):
            for effect in flat(self.machine.effects(line, self.state)):
                for condition in outcomes.truths(effect):
                    yield bool(evaluate(condition, scope))


def placed(machine: Machine, before: Before, answers: Answers) -> Interpreter:
    """An interpreter put where a case begins, at time 0."""
    interpreter = Interpreter(machine, options=before.options, answers=answers)
    interpreter.place(before.state, before.variables, before.timers, before.waiting)
    return interpreter


def deliver(interpreter: Interpreter, send: Callable[[], object]) -> After:
    """What comes of a delivery."""
    try:
        send()
    except (Rejected, Impossible) as refusal:
        impossible = isinstance(refusal, Impossible)
        return _after(
            interpreter,
            refusal=refusal.reason,
            section=refusal.section,
            refused_at=(refusal.state, refusal.event),
            impossible=impossible,
        )
    except EndlessRaise:
        return _after(interpreter, endless=True)
    return _after(interpreter)


def _after(interpreter: Interpreter, **refused: object) -> After:
    return After(
        state=interpreter.state,
        variables=interpreter.variables,
        timers=interpreter.timers,
        waiting=interpreter.deferred,
        outcomes=() if refused else interpreter.outcomes,
        **refused,  # type: ignore[arg-type]
    )
