"""Expressions of two machines in, the same in one vocabulary out, so that the logic can be asked about both at once.

Entities of a model compare by identity, so `count` of the old machine and `count` of the new one are two terms.  Here
what is paired (fsmc/diff/renames.py) becomes one: that of the old machine, or, where two enumerations have not the same
members, one that has those of both.  What only one side has stays a term of its own, of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fsmc.diff.renames import Pairing
from fsmc.logic.evaluate import inline
from fsmc.model import (
    Arithmetic,
    Ask,
    Comparison,
    Enumeration,
    Event,
    Expr,
    Field,
    HostType,
    Logic,
    Machine,
    Many,
    Member,
    Negative,
    Not,
    Option,
    Pack,
    Payload,
    Read,
    Running,
    Type,
    with_children,
)


def rebuilt(expr: Expr, leaf: Callable[[Expr], Expr]) -> Expr:
    """The expression with each leaf, and each part with a name or a type, replaced by what `leaf` makes of it."""
    inside = with_children(expr, lambda part: rebuilt(part, leaf))
    return inside if isinstance(inside, (Not, Negative, Arithmetic, Comparison, Logic)) else leaf(inside)


@dataclass(eq=False)
class Side:
    """One machine, and how its entities are called in the common vocabulary.

    `fixed` gives values to options that the other side lacks or presets otherwise: there a host that says nothing gets
    two different values.
    """

    machine: Machine
    common: Mapping[Any, Any] = field(default_factory=dict)
    fixed: Mapping[Option, Expr] = field(default_factory=dict)
    parts: Mapping[tuple[Event, str], Expr] = field(default_factory=dict)
    """What a part of the payload of an event is called, where it is not the same on both sides."""

    def __post_init__(self) -> None:
        self._known: dict[tuple[Expr, Event | None], Expr] = {}

    def entity(self, own: Any) -> Any:
        """An entity in the common vocabulary."""
        return self.common.get(own, own)

    def type(self, own: Type) -> Type:
        """A type in the common vocabulary."""
        if isinstance(own, Many):
            item: Any = self.entity(own.item)
            return Many(item)
        found: Type = self.entity(own)
        return found

    def express(self, expr: Expr, event: Event | None = None) -> Expr:
        """An expression in the common vocabulary; `event` is the one whose payload it reads."""
        key = (expr, event)
        if key not in self._known:
            self._known[key] = rebuilt(inline(expr), lambda leaf: self._leaf(leaf, event))
        return self._known[key]

    def _leaf(self, expr: Expr, event: Event | None) -> Expr:
        match expr:
            case Read(of=Option() as option) if option in self.fixed:
                return self.express(self.fixed[option])
            case Read():
                return Read(self.entity(expr.of))
            case Member():
                return Member(self.entity(expr.type), expr.name)
            case Running():
                return Running(self.entity(expr.timer))
            case Ask():
                return Ask(self.entity(expr.predicate), expr.args)
            case Field():
                return replace(expr, type=self.type(expr.type))
            case Pack():
                return replace(expr, type=Many(self.entity(expr.type.item)))
            case Payload():
                said = self.parts.get((event, expr.name)) if event else None
                return said or Payload(expr.name, self.type(expr.type))
            case _:
                return expr


@dataclass(frozen=True, eq=False)
class Terms:
    """The two sides of a comparison."""

    old: Side
    new: Side
    pairing: Pairing


def in_common(old: Machine, new: Machine, pairing: Pairing, unset: bool = False) -> Terms:
    """Both machines in one vocabulary.

    Options that only one side has are at their defaults, as for a host that knows nothing of them.  With `unset` so are
    those whose defaults differ, and so are parts of a payload whose defaults differ; otherwise they are set alike.
    """
    ours: dict[Any, Any] = {}
    theirs: dict[Any, Any] = {}
    for kind in ("option", "var", "timer", "guard", "event", "action"):
        theirs.update(pairing.pairs[kind])
    for new_type, old_type in pairing.pairs["type"].items():
        both = _merged(old_type, new_type)
        theirs[new_type] = both
        if both is not old_type:
            ours[old_type] = both
    left, right = Side(old, ours), Side(new, theirs)
    fixed = [_fixed(left, right, pairing, unset), _fixed(right, left, pairing, unset)]
    parts = _parts(left, right, pairing, unset)
    return Terms(replace(left, fixed=fixed[0], parts=parts[0]), replace(right, fixed=fixed[1], parts=parts[1]), pairing)


def _merged(old: Enumeration | HostType, new: Enumeration | HostType) -> Enumeration | HostType:
    """The type that has the values of both."""
    if not (isinstance(old, Enumeration) and isinstance(new, Enumeration)) or set(old.members) == set(new.members):
        return old
    members = (*old.members, *(member for member in new.members if member not in old.members))
    return replace(old, members=members)


def _fixed(side: Side, other: Side, pairing: Pairing, unset: bool) -> dict[Option, Expr]:
    """The options of a side that are not set alike on both, with their defaults."""
    found = {}
    for option in side.machine.options:
        twin = pairing.new("option", option) or pairing.old("option", option)
        if twin is None or (unset and side.express(option.default) != other.express(twin.default)):
            found[option] = option.default
    return found


def _parts(
    left: Side, right: Side, pairing: Pairing, unset: bool
) -> tuple[dict[tuple[Event, str], Expr], dict[tuple[Event, str], Expr]]:
    """What the parts of payloads are called: of the same name or, where that is missing, in the same place."""
    ours: dict[tuple[Event, str], Expr] = {}
    theirs: dict[tuple[Event, str], Expr] = {}
    for new, old in pairing.pairs["event"].items():
        known = {part.name: part for part in old.params}
        named = {part.name for part in new.params}
        for place, part in enumerate(new.params):
            twin = known.get(part.name)
            if twin is None and place < len(old.params) and old.params[place].name not in named:
                twin = old.params[place]
            if twin is None:
                if part.default is not None:
                    theirs[new, part.name] = right.express(part.default)
                continue
            if twin.name != part.name:
                theirs[new, part.name] = Payload(twin.name, left.type(twin.type))
            if unset and part.default is not None and twin.default is not None:
                was, now = left.express(twin.default), right.express(part.default)
                if was != now:
                    ours[old, twin.name], theirs[new, part.name] = was, now
        for part in old.params:
            kept = part.name in named or ours.get((old, part.name)) or _renamed(part.name, old, new, theirs)
            if not kept and part.default is not None:
                ours[old, part.name] = left.express(part.default)
    return ours, theirs


def _renamed(name: str, old: Event, new: Event, theirs: Mapping[tuple[Event, str], Expr]) -> bool:
    """Whether a part of the old payload is one of the new payload under another name."""
    return any(isinstance(twin, Payload) and twin.name == name for (event, _), twin in theirs.items() if event is new)


def presets_differ(terms: Terms) -> bool:
    """Whether a host that leaves something out gets other values on the two sides."""
    old, new = terms.old, terms.new
    options = (
        old.express(was.default) != new.express(now.default) for now, was in terms.pairing.pairs["option"].items()
    )
    return any(options) or any(_other_defaults(old, new, was, now) for now, was in terms.pairing.pairs["event"].items())


def _other_defaults(left: Side, right: Side, old: Event, new: Event) -> bool:
    was = {part.name: part.default for part in old.params}
    return any(
        part.default is not None and was.get(part.name) is not None
        and left.express(was[part.name]) != right.express(part.default)  # type: ignore[arg-type]
        for part in new.params
    )  # fmt: skip
