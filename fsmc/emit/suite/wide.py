"""A cell in, many cases of it out: all that its lines speak of takes several values, also what decides nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache, partial
from random import Random
from typing import TypeVar

from fsmc import outcomes
from fsmc.emit.suite.attempt import Attempt
from fsmc.emit.suite.lines import atoms, holding, scope_before
from fsmc.emit.suite.rows import Before, Case
from fsmc.emit.suite.values import others, unusual
from fsmc.interpreter import Value, all_lines_for, defaults, zero
from fsmc.model import (
    Assign,
    Event,
    Expr,
    Field,
    HostType,
    Machine,
    Many,
    Option,
    Payload,
    Raise,
    Read,
    State,
    Transition,
    Variable,
    arguments_of,
    flat,
    put_in,
    walk,
    worked_out,
)
from fsmc.outcomes import World

T = TypeVar("T")

CASES_AT_MOST = 600
"""How many cases of a cell are looked at, each next to one that is new."""
THROWN_AT_MOST = 200
"""In how many worlds more, if these are not all, everything is left to the dice."""
RAISES_DEEP = 3
"""How far the events are followed that a line raises, for what they depend on."""
HASTE = 12
"""After how many raised events a case is put off: there are others, and one without end is costly."""
ENDLESS_AT_MOST = 20
"""How many cases without end are looked at, where no other shows what is looked for."""


class Thrown(World):
    """Every choice is thrown: what needs much at once, none of it new by itself, is many steps from the usual."""

    def __init__(self, dice: Random) -> None:
        super().__init__()
        self._dice = dice

    def choose(self, candidates: Sequence[T]) -> T:
        """Any of the candidates; `random()` throws the same with every version of Python."""
        return candidates[int(self._dice.random() * len(candidates))]


class Wide(Attempt):
    """Delivers an event in worlds that differ in whatever the lines of its cell speak of."""

    def __init__(self, machine: Machine, state: State, event: Event) -> None:
        super().__init__(machine, state, event)
        exprs = tuple(dict.fromkeys(_spoken(machine, state, event, RAISES_DEEP)))
        self._spoken = frozenset(part for expr in exprs for part in walk(expr))
        self._decisive = frozenset(part for expr in self.conditions for part in walk(expr))
        self._wider = outcomes.candidates(exprs)
        self._bounds = atoms(_spoken(machine, state, event, 0))
        self._unusual = unusual(self.fresh)
        self._worth_a_try = lru_cache(maxsize=None)(self._values)

    def cases(self) -> Iterator[Case]:
        """The cases, those in usual circumstances first; at last some that come to no end, which are costly."""
        endless: list[Case] = []
        for case in self._looked_at():
            if not case.after.endless:
                yield case
            elif len(endless) < ENDLESS_AT_MOST:
                endless.append(case)
        for case in endless:
            yield from outcomes.within_measure(partial(self.confirmed, case))

    def _looked_at(self) -> Iterator[Case]:
        """Cases next to new ones; where these are too many, also some that are far off."""
        left = CASES_AT_MOST
        for case, _ in outcomes.explore_around(self._run, CASES_AT_MOST):
            left -= 1
            yield case
        dice = Random(0)
        for _ in range(0 if left else THROWN_AT_MOST):
            yield from (case for case, _ in outcomes.within_measure(partial(self._run, Thrown(dice))))

    def _run(self, world: World) -> tuple[Case, Hashable]:
        """A case; and which way it goes, what changes and what it says: a case next to one that is new may be, too."""
        options = {option.name: self._slot(world, option, self.fresh.options) for option in self.machine.options}
        variables = {each.name: self._slot(world, each, self._unusual) for each in self.machine.variables}
        payload = {part.name: self._part(world, Payload(part.name, part.type)) for part in self.event.params}
        self.idle = bool(self.running) and world.choose((False, True))
        before = Before(state=self.state, options=options, variables=variables, timers=self._timers(world))
        case, way = self._deliver(world, before, payload, HASTE)
        if case.after.endless:
            return case, way
        said = (str((asked.name, args, holds)) for asked, args, holds in case.answers)
        changed = tuple(name for name, value in case.after.variables.items() if value != variables[name])
        end = (changed, len(case.after.outcomes), case.after.refusal)
        return case, (way, end, *holding(self._bounds, scope_before(self.machine, case)), *said)

    def _slot(self, world: World, slot: Option | Variable, usual: dict[str, Value]) -> Value:
        """A value of an option or a variable: the usual one if nothing here speaks of it."""
        return world.choose(self._worth_a_try(Read(slot))) if Read(slot) in self._spoken else usual[slot.name]

    def _part(self, world: World, atom: Expr) -> Value:
        """A value of a part of the payload, or of a field of one."""
        if isinstance(atom.type, HostType):
            return {part.name: self._part(world, Field(atom, part.name, part.type)) for part in atom.type.fields}
        return world.choose(self._worth_a_try(atom))

    def _values(self, atom: Expr) -> Sequence[Value]:
        """What decides has first the values that matter there, all else first those that are unlike any other."""
        if isinstance(atom.type, Many):
            return _lists(atom.type)
        usual = self._usual(atom)
        deciding, any_value = self._wider.of(atom, usual), tuple(others(atom.type, usual))
        found = (*deciding, *any_value) if atom in self._decisive else (*any_value, *deciding)
        return tuple(dict.fromkeys(value for value in found if value is not None))

    def _usual(self, atom: Expr) -> Value:
        """What there is by default; None for a part of a payload without one."""
        if isinstance(atom, Payload):
            return defaults(self.event).get(atom.name)
        fresh = {**self.fresh.options, **self.fresh.variables}
        return fresh[atom.of.name] if isinstance(atom, Read) else None


def _lists(kind: Many) -> tuple[Value, ...]:
    """Lists of several lengths."""
    first = zero(kind.item)
    second = next(others(kind.item, first))
    return (second,), (), (second, first)


def _spoken(machine: Machine, state: State, event: Event, deep: int) -> Iterator[Expr]:
    """All that is read or assigned where an event comes, then where the events come that this raises."""
    yield from outcomes.conditions(machine, state, event)
    lines = [line for each in (*machine.derived(event), event) for line in all_lines_for(machine, state, each)]
    moving = [line for line in lines if isinstance(line, Transition)]
    for target, effect in ((m.target_from(state), each) for m in moving for each in flat(machine.effects(m, state))):
        yield from worked_out(effect)
        if isinstance(effect, Assign):
            yield Read(effect.variable)
        if isinstance(effect, Raise) and deep:
            given = arguments_of(effect)
            yield from (put_in(expr, given) for expr in _spoken(machine, target, effect.event, deep - 1))
