"""A pair of states and an input in, the payloads worth a try on both machines out.

Candidates are those of fsmc/outcomes.py for the conditions of both machines, the values that variables have just now,
and the cases that the logic has named where the two may differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fsmc import outcomes
from fsmc.diff.live import all_effects
from fsmc.diff.play import Place, Values
from fsmc.diff.suspects import Agreement, Input, Pair, Suspect
from fsmc.interpreter import Value, defaults, zero
from fsmc.model import (
    Assign,
    Basic,
    Enumeration,
    Event,
    Expr,
    Field,
    HostType,
    Machine,
    Option,
    Otherwise,
    Parameter,
    Payload,
    Raise,
    Read,
    Start,
    State,
    walk,
)
from fsmc.outcomes import World

MOST_VALUES = 8
"""How many values of one part of a payload are tried."""


@dataclass(frozen=True)
class Part:
    """A part of a payload: of the old event, of the new one, or what is the same in both."""

    old: Parameter | None
    new: Parameter | None


class Payloads:
    """Payloads for the inputs of two machines."""

    def __init__(self, found: Agreement, suspects: Iterable[Suspect]) -> None:
        self.found = found
        self._witnesses: dict[tuple[Pair, Input], list[Mapping[Expr, Value]]] = {}
        for each in suspects:
            if each.witness:
                known = self._witnesses.setdefault((each.pair, each.input), [])
                if each.witness not in known:
                    known.append(each.witness)
        self._parts: dict[Input, tuple[Part, ...]] = {}
        self._options: dict[tuple[Pair, Input, Part], tuple[Value, ...]] = {}

    def choose(self, world: World, here: Place, given: Input) -> tuple[Values, Values]:
        """A payload for each machine; another world has another one."""
        if given not in self._parts:
            self._parts[given] = tuple(_parts(self.found, given))
        parts = self._parts[given]
        if not parts:
            return {}, {}
        pair = (here.old.state, here.new.state)
        named = self._witnesses.get((pair, given), [])[:MOST_VALUES]
        left_out = ["left out"] if _other_defaults(parts) else []
        way: object = world.choose([*left_out, *named, None]) if left_out or named else None
        ours: dict[str, Value] = {}
        theirs: dict[str, Value] = {}
        for part in parts:
            self._fill(part, way, world, here, given, ours, theirs)
        return ours, theirs

    def _fill(
        self,
        part: Part,
        way: object,
        world: World,
        here: Place,
        given: Input,
        ours: dict[str, Value],
        theirs: dict[str, Value],
    ) -> None:
        if way == "left out" and part.old and part.new and part.old.default and part.new.default:
            ours[part.old.name] = _default(given.old, part.old)
            theirs[part.new.name] = _default(given.new, part.new)
            return
        if (part.old is None or part.new is None) and _has_default(part):
            value = _default(given.old if part.old else given.new, part.old or part.new)
        elif isinstance(way, Mapping):
            value = self._witnessed(part, way, here, given)
        else:
            value = world.choose(self._candidates(part, here, given))
        if part.old:
            ours[part.old.name] = value
        if part.new:
            theirs[part.new.name] = value

    def _witnessed(self, part: Part, witness: Mapping[Expr, Value], here: Place, given: Input) -> Value:
        """The value that a witness names; of a host type some fields, the others are zero."""
        side = self.found.terms.old if part.old else self.found.terms.new
        own = part.old or part.new
        assert own is not None
        atom = Payload(own.name, side.type(own.type))
        if atom in witness:
            return _legal(witness[atom], own)
        if isinstance(own.type, HostType):
            fields = {field.name: zero(field.type) for field in own.type.fields}
            for term, value in witness.items():
                if isinstance(term, Field) and term.operand == atom and term.name in fields:
                    fields[term.name] = value
            return fields
        return self._candidates(part, here, given)[0]

    def _candidates(self, part: Part, here: Place, given: Input) -> tuple[Value, ...]:
        pair = (here.old.state, here.new.state)
        key = (pair, given, part)
        if key not in self._options:
            self._options[key] = tuple(_distinct(self._gathered(part, pair, given)))[:MOST_VALUES]
        found = self._options[key]
        own = part.old or part.new
        assert own is not None
        if len(found) > 1 and own.type in (Basic.INT, Basic.STR, Basic.DURATION):
            found += tuple(_distinct(v for v in here.old.variables.values() if type(v) is type(found[0])))[:4]
        return found

    def _gathered(self, part: Part, pair: Pair, given: Input) -> Iterator[Value]:
        """A default first, then what the conditions on either side compare with."""
        concerned = False
        values: list[Value] = []
        for number, own in enumerate((part.old, part.new)):
            event = (given.old, given.new)[number]
            if own is None or event is None:
                continue
            side = (self.found.terms.old, self.found.terms.new)[number]
            among = _among(side.machine, pair[number], event)
            if own.default is not None:
                values.append(_default(event, own))
            concerned |= among.concern(own.name) or _carried(side.machine, own.name)
            values += self._of_type(own, among)
        yield from values if concerned else values[:1]

    def _of_type(self, own: Parameter, among: outcomes.Candidates) -> Iterator[Value]:
        if isinstance(own.type, HostType):
            atom = Payload(own.name, own.type)
            choices = {f.name: among.of(Field(atom, f.name, f.type)) for f in own.type.fields}
            yield {name: values[0] for name, values in choices.items()}
            for name, values in choices.items():
                for value in values[1:]:
                    yield {other: (value if other == name else some[0]) for other, some in choices.items()}
        else:
            yield from (value for value in among.of(Payload(own.name, own.type)) if _legal(value, own) == value)


def _legal(value: Value, own: Parameter) -> Value:
    """The value, or the next one that a step can be written with."""
    if own.type is Basic.DURATION:
        return round(max(0.0, float(value)), 6)
    if isinstance(own.type, Enumeration) and value not in own.type.members:
        return own.type.members[0]
    return value


def _parts(found: Agreement, given: Input) -> Iterator[Part]:
    """The parts of a payload, paired as the expressions are."""
    old, new = given.old, given.new
    taken: set[str] = set()
    for part in new.params if new else ():
        called = found.terms.new.parts.get((new, part.name)) if new else None
        name = called.name if isinstance(called, Payload) else part.name
        twin = next((each for each in (old.params if old else ()) if each.name == name), None)
        taken |= {name} if twin else set()
        yield Part(twin, part)
    yield from (Part(part, None) for part in (old.params if old else ()) if part.name not in taken)


def _has_default(part: Part) -> bool:
    return (part.old or part.new).default is not None  # type: ignore[union-attr]


def _default(event: Event | None, part: Parameter | None) -> Value:
    assert event is not None
    assert part is not None
    return defaults(event)[part.name]


def _other_defaults(parts: tuple[Part, ...]) -> bool:
    return any(
        part.old and part.new and part.old.default and part.new.default
        and str(part.old.default) != str(part.new.default)
        for part in parts
    )  # fmt: skip


def _distinct(values: Iterable[Value]) -> Iterator[Value]:
    seen: list[str] = []
    for value in values:
        if repr(value) not in seen:
            seen.append(repr(value))
            yield value


@lru_cache(maxsize=1 << 12)
def _among(machine: Machine, state: State, event: Event) -> outcomes.Candidates:
    """What matters where an event is sent: the conditions of the cell, and what assignments carry elsewhere."""
    conditions = outcomes.conditions(machine, state, event)
    assigns = [effect for effect in all_effects(machine) if isinstance(effect, Assign)]
    return outcomes.candidates((*conditions, *_guards(machine)), assigns)


@lru_cache(maxsize=64)
def _guards(machine: Machine) -> tuple[Expr, ...]:
    guards = [line.guard for line in machine.lines] + [event.when for event in machine.events]
    guards += [effect.condition for effect in all_effects(machine)]
    return tuple(guard for guard in guards if guard is not None and not isinstance(guard, Otherwise))


@lru_cache(maxsize=1 << 12)
def _carried(machine: Machine, name: str) -> bool:
    """Whether a part of that name is carried on: assigned, raised with, or how long a timer runs."""
    for effect in all_effects(machine):
        match effect:
            case Assign():
                exprs: tuple[Expr, ...] = (effect.value,)
            case Start():
                exprs = (effect.length,)
            case Raise():
                exprs = effect.args
            case _:
                exprs = ()
        if any(isinstance(part, Payload) and part.name == name for expr in exprs for part in walk(expr)):
            return True
    return False


def options_worth_a_try(found: Agreement, suspects: Iterable[Suspect]) -> Iterator[Values]:
    """Settings of the options that both machines have, by their old names: the defaults, then what the logic names."""
    yield {}
    paired = found.terms.pairing.pairs["option"]
    seen: list[Values] = [{}]
    named_often: Counter[tuple[tuple[str, Value], ...]] = Counter()
    for each in suspects:
        named = {
            term.of.name: _legal(value, Parameter(term.of.name, term.of.type))
            for term, value in (each.witness or {}).items()
            if isinstance(term, Read) and isinstance(term.of, Option) and term.of in paired.values()
        }
        named_often[tuple(named.items())] += 1
    for settings, _ in named_often.most_common():
        if dict(settings) not in seen:
            seen.append(dict(settings))
            yield dict(settings)
    for option in paired.values():
        members = option.type.members if isinstance(option.type, Enumeration) else ()
        for value in (True, False) if option.type is Basic.BOOL else members:
            if {option.name: value} not in seen:
                seen.append({option.name: value})
                yield {option.name: value}
