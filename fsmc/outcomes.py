"""What is undetermined about an event, such as a host's answer or a part of its payload, in; the cases to look at, out.

`explore` runs something again and again, each time in another `World`: a choice for everything that the run asks of
it.  Candidates for a choice are such that every comparison in the conditions at hand comes out either way and is met at
its boundary: both booleans, all members of an enumeration, and one below, at and above each number compared with.
Nothing lasts less than no time: a duration is below zero only if it is compared with one that is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from math import floor
from typing import TypeVar, Union

from fsmc.interpreter import BeyondMeasure, Value, all_lines_for, evaluate, zero
from fsmc.interpreter.values import Scope
from fsmc.model import (
    Arithmetic,
    Ask,
    Assign,
    Basic,
    Comparison,
    Constant,
    Do,
    Effect,
    Enumeration,
    Event,
    Expr,
    Field,
    HostType,
    Literal,
    Machine,
    Many,
    Member,
    Otherwise,
    Parameter,
    Payload,
    Predicate,
    Raise,
    Read,
    Running,
    State,
    Timer,
    Transition,
    children,
    flat,
    walk,
)

AT_MOST = 256
"""How many worlds are looked at.  Where there are more, `explore_around` finds those that matter."""

T = TypeVar("T")
W = TypeVar("W", bound=Hashable)
Answer = tuple[Predicate, tuple[Value, ...], bool]
"""A declared guard, the values of its arguments, and what the host says."""
Atom = Union[Read, Payload, Field]
"""A part of a condition whose value somebody may choose."""


# ------------------------------------------------------------------------------------------------------- worlds


@dataclass
class World:
    """One choice for everything undetermined.  A question gets the same answer throughout."""

    path: list[int] = field(default_factory=list)
    """Which candidate each choice takes, in the order in which choices are made; 0 beyond the end."""
    sizes: list[int] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def choose(self, candidates: Sequence[T]) -> T:
        """One of the candidates; another world takes another."""
        place = len(self.sizes)
        self.sizes.append(len(candidates))
        return candidates[min(self.path[place], len(candidates) - 1) if place < len(self.path) else 0]

    def answer(self, predicate: Predicate, args: tuple[Value, ...]) -> bool:
        """What the host says here; fits `Interpreter(answers=...)`."""
        for asked, with_args, known in self.answers:
            if asked is predicate and with_args == args:
                return known
        self.answers.append((predicate, args, self.choose((True, False))))
        return self.answers[-1][2]

    def text(self, payload: Mapping[str, Value]) -> str:
        """What is the case here, for a message: `n = 3, ack-acceptable, not fin-acked`."""
        parts = [f"{name} = {value}" for name, value in payload.items()]
        for predicate, args, holds in self.answers:
            given = f"({', '.join(map(str, args))})" if args else ""
            parts.append(f"{'' if holds else 'not '}{predicate.name}{given}")
        return ", ".join(parts)

    def next_path(self) -> list[int] | None:
        """The path of the world after this one: the last choice that has another candidate takes it."""
        path = (self.path + [0] * len(self.sizes))[: len(self.sizes)]
        while path:
            if path[-1] + 1 < self.sizes[len(path) - 1]:
                return [*path[:-1], path[-1] + 1]
            path.pop()
        return None


def within_measure(run: Callable[[], T]) -> Iterator[T]:
    """What `run` yields; nothing where it comes to a number beyond all measure, which no search follows any further."""
    try:
        found = run()
    except BeyondMeasure:
        return
    yield found


def explore(run: Callable[[World], T], at_most: int = AT_MOST) -> Iterator[T]:
    """What `run` yields in each world, up to `at_most` of them; none for a number beyond all measure."""
    path: list[int] | None = []
    for _ in range(at_most):
        if path is None:
            return
        world = World(path)
        yield from within_measure(partial(run, world))
        path = world.next_path()


def explore_around(run: Callable[[World], tuple[T, W]], at_most: int = AT_MOST) -> Iterator[tuple[T, W]]:
    """As `explore`, where there are too many worlds: the first, and those next to each world that goes a new way.

    `run` yields a result and which way it went.  Two worlds are next to each other if they differ in one choice.
    """
    queue: deque[tuple[int, ...]] = deque([()])
    seen: set[tuple[int, ...]] = {()}
    ways: set[W | None] = set()
    for _ in range(at_most):
        if not queue:
            return
        world = World(list(queue.popleft()))
        found = tuple(within_measure(partial(run, world)))
        yield from found
        way = found[0][1] if found else None
        for path in _next_to(world) if way not in ways else ():
            if path not in seen:
                seen.add(path)
                queue.append(path)
        ways.add(way)


def _next_to(world: World) -> Iterator[tuple[int, ...]]:
    """The paths that differ from a world's own in one choice, without the zeros at their end."""
    own = (world.path + [0] * len(world.sizes))[: len(world.sizes)]
    for place, size in enumerate(world.sizes):
        for candidate in range(size):
            path = [*own[:place], candidate, *own[place + 1 :]]
            while path and path[-1] == 0:
                path.pop()
            yield tuple(path)


# --------------------------------------------------------------------------------------------------- conditions


@lru_cache(maxsize=1 << 12)
def conditions(machine: Machine, state: State, event: Event) -> tuple[Expr, ...]:
    """All that decides what `event`, one that can be sent, leads to in `state`.

    The conditions of the events derived from it, the guards of every line that may decide, those of their effects.
    """
    derived = machine.derived(event)
    found = [case.when for case in derived]
    for case in (*derived, event):
        for line in all_lines_for(machine, state, case):
            found.append(line.guard)
            if isinstance(line, Transition):
                found += [effect.condition for effect in flat(machine.effects(line, state))]
    exprs = (expr for expr in found if expr is not None and not isinstance(expr, Otherwise))
    return tuple(dict.fromkeys(exprs))


def truths(effect: Effect) -> Iterator[Expr]:
    """What of an effect is true or false: its condition, and what it assigns or hands on if that is a truth value."""
    if effect.condition is not None:
        yield effect.condition
    match effect:
        case Assign():
            values: tuple[Expr, ...] = (effect.value,)
        case Do() | Raise():
            values = effect.args
        case _:
            values = ()
    yield from (value for value in values if value.type is Basic.BOOL)


def questions(exprs: Iterable[Expr]) -> tuple[Ask, ...]:
    """The declared guards that the expressions ask."""
    return tuple(dict.fromkeys(part for expr in exprs for part in walk(expr) if isinstance(part, Ask)))


def timers_asked(exprs: Iterable[Expr]) -> tuple[Timer, ...]:
    """The timers of which the expressions ask whether they run."""
    return tuple(dict.fromkeys(part.timer for expr in exprs for part in walk(expr) if isinstance(part, Running)))


def words(exprs: Iterable[Expr]) -> frozenset[str]:
    """The texts and members of enumerations that expressions name."""
    parts = [part for expr in exprs for part in walk(expr)]
    members = {part.name for part in parts if isinstance(part, Member)}
    return frozenset(
        members | {part.value for part in parts if isinstance(part, Literal) and isinstance(part.value, str)}
    )


# --------------------------------------------------------------------------------------------------- candidates


@dataclass(frozen=True)
class Candidates:
    """The values worth a look for each atom, as far as `links` (comparisons, assignments) tell.

    Atoms that are compared with each other, however indirectly, share the numbers and texts they are compared with.
    """

    links: tuple[tuple[Expr, ...], ...]
    parts: frozenset[str]
    """The names of the parts of a payload that the conditions read."""

    def concern(self, part: str) -> bool:
        """Whether the conditions read a part of the payload."""
        return part in self.parts

    def of(self, atom: Expr, first: Value = None) -> tuple[Value, ...]:
        """The candidates for an atom; `first` comes first, whether or not it is one of them."""
        found = _found(self, atom)
        return found if first is None else (first, *(value for value in found if value != first))

    def found(self, atom: Expr) -> tuple[Value, ...]:
        """The candidates, the usual ones first: numbers from zero on, durations above it."""
        kind = atom.type
        if kind is Basic.BOOL:
            return (True, False)
        if isinstance(kind, Enumeration):
            return kind.members
        if isinstance(kind, (HostType, Many)):
            return (zero(kind),)
        links = self._reached(atom)
        values = _compared(atom, links)
        if kind is Basic.STR:
            return (*sorted(values), "another text") if values else ("text",)
        if kind is Basic.DURATION:
            least = _least(links)
            around = {float(max(value + step, least)) for value in values for step in (-1, 0, 1)} or {1.0}
            return tuple(sorted(around, key=lambda value: (value <= 0, abs(value))))
        whole = {floor(value) + step for value in values for step in (-1, 0, 1)} or {1}
        return tuple(sorted(whole, key=lambda value: (value < 0, abs(value))))

    def _reached(self, atom: Expr) -> tuple[tuple[Expr, ...], ...]:
        """The links that have to do with an atom, however indirectly."""
        reached, before = {atom}, -1
        while before < len(reached):
            before = len(reached)
            for link in self.links:
                parts = {part for expr in link for part in _atoms(expr)}
                reached |= parts if parts & reached else set()
        return tuple(link for link in self.links if any(part in reached for expr in link for part in _atoms(expr)))


@lru_cache(maxsize=1 << 12)
def _found(among: Candidates, atom: Expr) -> tuple[Value, ...]:
    return among.found(atom)


def candidates(exprs: Iterable[Expr], assignments: Iterable[Assign] = ()) -> Candidates:
    """The candidates that matter to some conditions, and to assignments that carry a value to another condition."""
    exprs = tuple(exprs)
    links: list[tuple[Expr, ...]] = [
        part.operands for expr in exprs for part in walk(expr) if isinstance(part, Comparison)
    ]
    links += [(Read(assign.variable), assign.value) for assign in assignments]
    read = {part.name for expr in exprs for part in walk(expr) if isinstance(part, Payload)}
    return Candidates(tuple(links), frozenset(read))


def _atoms(expr: Expr) -> Iterator[Expr]:
    """The atoms of an expression; of `r.status` the whole, not `r`.  Constants are looked into."""
    if isinstance(expr, (Payload, Field)) or (isinstance(expr, Read) and not isinstance(expr.of, Constant)):
        yield expr
    else:
        for child in children(expr):
            yield from _atoms(child)


def _compared(atom: Expr, links: Iterable[tuple[Expr, ...]]) -> set[Value]:
    """The constants that an atom meets in its links."""
    found = {value for link in links for value in _constants(link)}
    same = {value for value in found if isinstance(value, str) == (atom.type is Basic.STR)}
    others = any(part != atom for link in links for expr in link for part in _atoms(expr))
    return same or ({0} if others and atom.type is not Basic.STR else set())


def _least(links: Iterable[tuple[Expr, ...]]) -> float:
    """The shortest duration worth a look: none is below zero, unless one in the links is."""
    alone = (value for link in links for expr in link if not any(_atoms(expr)) for value in _known(expr))
    below = [value for value in alone if not isinstance(value, str) and value < 0]
    return float(min(below) - 1) if below else 0.0


def _constants(link: tuple[Expr, ...]) -> set[Value]:
    """The numbers and texts of a link; where it calculates, also what its numbers may come to."""
    found: set[Value] = set()
    for expr in link:
        if not any(_atoms(expr)):
            found |= _known(expr)
        else:
            found |= {value for part in walk(expr) for value in _known(part) if isinstance(part, (Literal, Read))}
    if any(isinstance(part, Arithmetic) for expr in link for part in walk(expr)):
        numbers = [value for value in found if not isinstance(value, str)]
        found |= {one + other for one in numbers for other in numbers}
        found |= {one - other for one in numbers for other in numbers}
        found |= {one // other for one in numbers for other in numbers if other}
    return found


def _known(expr: Expr) -> set[Value]:
    """The value of an expression that reads nothing; of an option, its default."""
    if isinstance(expr, Read) and not isinstance(expr.of, Constant):
        return _known(expr.of.default)
    if any(isinstance(part, (Ask, Running, Payload, Field)) or _is_slot(part) for part in walk(expr)):
        return set()
    value = evaluate(expr, Scope({}, {}))
    return {value} if not isinstance(value, (bool, tuple)) else set()


def known_duration(expr: Expr) -> Value:
    """The value of a duration where only constants and the defaults of options decide it, else None."""
    return next(iter(_known(expr)), None)


def _is_slot(expr: Expr) -> bool:
    return isinstance(expr, Read) and not isinstance(expr.of, Constant)


# ------------------------------------------------------------------------------------------------------ payloads


def choose_payload(
    world: World,
    event: Event,
    among: Candidates,
    given: Mapping[str, Value] | None = None,
    said: Mapping[Expr, Value] | None = None,
) -> dict[str, Value]:
    """A payload for an event; the parts that are `given` are not chosen, nor are parts and fields that are `said`."""
    known, fixed = given or {}, said or {}
    return {
        part.name: known[part.name] if part.name in known else _choose(world, part, among, fixed)
        for part in event.params
    }


def _choose(world: World, part: Parameter, among: Candidates, said: Mapping[Expr, Value]) -> Value:
    """A value for a part of a payload; its default is tried first."""
    first = None if part.default is None else evaluate(part.default, Scope({}, {}))
    return _choose_atom(world, Payload(part.name, part.type), among, said, first)


def _choose_atom(world: World, atom: Expr, among: Candidates, said: Mapping[Expr, Value], first: Value = None) -> Value:
    kind = atom.type
    if atom in said:
        return said[atom]
    if isinstance(kind, HostType):
        return {part.name: _choose_atom(world, Field(atom, part.name, part.type), among, said) for part in kind.fields}
    return world.choose(among.of(atom, first))
