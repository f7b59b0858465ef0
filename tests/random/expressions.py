"""What an expression may read in, the text of random well-typed ones out, among them guards that exclude each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tests.random.dice import Dice

ENUMERATIONS = {
    "Colour": ("red", "green", "blue"),
    "Tone": ("red", "dark"),
    "Flag": ("SYN", "ACK", "'FIN (x)'"),
    "Mode": ("passive", "active"),
}
"""`Colour` and `Tone` share a member; `Mode` is written in place by the one variable that has it."""
FIELDS: dict[str, dict[str, str]] = {"Reply": {"status": "int", "fine": "bool", "tint": "Colour"}, "Segment": {}}
"""The types of the host; nothing can be asked of a `Segment`."""
TEXTS = ('"a"', '"b"', '""', '"it\'s \\"x\\"\\n{y}"', '"a\\tb"')
NUMBERS = ("0", "1", "2", "3", "5")
DURATIONS = ("0s", "500ms", "1s", "2s", "1.5s", "2min", "0.5h")


@dataclass(frozen=True)
class Question:
    """A declared guard and the kinds of its parameters."""

    name: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """What may be read here: names by kind; what may be asked where asking is allowed; what is not worth asking."""

    names: Mapping[str, str]
    questions: tuple[Question, ...] = ()
    timers: tuple[str, ...] = ()
    known: frozenset[str] = field(default_factory=frozenset)
    """Names whose value the event at hand tells already: a guard on them may never hold."""

    def of(self, kind: str) -> list[str]:
        """The names of that kind."""
        return [name for name, its in self.names.items() if its == kind]

    def reading(self, payload: Mapping[str, str], *, hidden: Iterable[str] = ()) -> Scope:
        """The same with a payload; `hidden` are names that may not be read."""
        names = {name: kind for name, kind in self.names.items() if name not in hidden}
        return replace(self, names={**names, **payload})

    def without(self, known: Iterable[str]) -> Scope:
        """The same, where these names are better left out of guards."""
        return replace(self, known=self.known | frozenset(known))


@dataclass(frozen=True)
class Split:
    """Conditions that exclude each other; `whole` if one of them always holds; the names that they read."""

    parts: tuple[str, ...]
    whole: bool
    reads: frozenset[str]


class Expressions:
    """Makes expressions."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice

    # ------------------------------------------------------------------------------------------------------ values

    def literal(self, kind: str) -> str:
        """A literal, or a member."""
        literals = {"bool": ("false", "true"), "int": NUMBERS, "str": TEXTS, "duration": DURATIONS}
        return self.dice.one(literals.get(kind) or ENUMERATIONS[kind])

    def value(self, kind: str, scope: Scope, depth: int = 2) -> str:
        """An expression of that kind that asks nobody."""
        names = scope.of(kind) + [
            f"{r}.{f}" for r in scope.of("Reply") for f, k in FIELDS["Reply"].items() if k == kind
        ]
        way = self.dice.number(0, 9)
        if kind in FIELDS or (names and way >= 4):
            return self.dice.one(names)
        if depth and way >= 2 and kind in ("int", "duration", "bool"):
            return {"int": self._sum, "duration": self._time, "bool": self._truth}[kind](scope, depth - 1)
        return self.literal(kind)

    def has(self, kind: str, scope: Scope) -> bool:
        """Whether there is any value of that kind: those of a host type come from payloads only."""
        return kind not in FIELDS or bool(scope.of(kind))

    def argument(self, kind: str, scope: Scope) -> list[str]:
        """What is written for one parameter: for `T*` any number of values, or one payload handed on whole."""
        if not kind.endswith("*"):
            return [self.value(kind, scope)]
        whole = scope.of(kind)
        if whole and self.dice.yes(50):
            return [self.dice.one(whole)]
        return [self.value(kind[:-1], scope, 1) for _ in range(self.dice.number(0, 3))]

    def arguments(self, kinds: Iterable[str], scope: Scope) -> str:
        """`(a, b)`, or nothing."""
        texts = [text for kind in kinds for text in self.argument(kind, scope)]
        return f"({', '.join(texts)})" if texts else ""

    def _sum(self, scope: Scope, depth: int) -> str:
        left = self.value("int", scope, depth)
        way = self.dice.number(0, 4)
        if way == 0:
            return f"-({left})"
        if way == 1:
            return f"{self.dice.one(NUMBERS)} * ({left})"
        right = self.value("int", scope, 0)
        return f"{left} + {right}" if way < 4 else f"{left} - ({right})"

    def _time(self, scope: Scope, depth: int) -> str:
        way = self.dice.number(0, 3)
        if way == 0:
            return f"({self.value('int', scope, depth)}) * {self.dice.one(DURATIONS)}"
        left, right = f"({self.value('duration', scope, depth)})", self.value("duration", scope, 0)
        return f"2 * {left}" if way == 1 else f"{left} + {right}" if way == 2 else f"{left} - {right}"

    def _truth(self, scope: Scope, depth: int) -> str:
        return self.dice.one(self.split(replace(scope, questions=(), timers=(), known=frozenset())).parts)

    # -------------------------------------------------------------------------------------------------- conditions

    def condition(self, scope: Scope) -> str:
        """A condition that may hold and may fail."""
        return self.dice.one(self.split(scope).parts)

    def split(self, scope: Scope) -> Split:
        """Conditions that exclude each other, over one thing or over two."""
        first = self._atom(scope)
        way = self.dice.number(0, 9)
        if way < 6:
            return first
        second = self._atom(scope.without(first.reads))
        if second.reads & first.reads:
            return first
        p, q = first.parts[0], second.parts[0]
        reads = first.reads | second.reads
        if way == 6:
            return Split((f"({p}) and ({q})", f"({p}) and not ({q})", *first.parts[1:]), first.whole, reads)
        if way == 7:
            either = f"{p} or {q} or {p}" if self.dice.yes(20) else f"{p} or {q}"
            return Split((either, f"not ({p}) and not ({q})"), True, reads)
        if way == 8:
            return Split((f"not ({p} or {q})", f"{q} and {p}"), False, reads)
        return Split((f"{p} and {q}", *(f"{part} and not ({q})" for part in first.parts[1:])), False, reads)

    def _atom(self, scope: Scope) -> Split:
        """Conditions on one thing: a value that can be read, a timer, a question to the host."""
        kinds = ("bool", "int", "str", "duration", *ENUMERATIONS, "Reply")
        names = [name for name, kind in scope.names.items() if kind in kinds and name not in scope.known]
        timers = [timer for timer in scope.timers if timer not in scope.known]
        asked = [q for q in scope.questions if q.name not in scope.known and all(self.has(k, scope) for k in q.kinds)]
        total = len(names) + len(timers) + 2 * len(asked)
        if not total:
            return self._atom(replace(scope, known=frozenset()))
        place = self.dice.number(0, total - 1)
        if place < len(names):
            return self._on_name(names[place], scope)
        if place < len(names) + len(timers):
            timer = timers[place - len(names)]
            return _either(f"running({timer})", timer)
        question = asked[(place - len(names) - len(timers)) // 2]
        return _either(question.name + self.arguments(question.kinds, scope), question.name)

    def _on_name(self, name: str, scope: Scope) -> Split:
        kind = scope.names[name]
        if kind in FIELDS:
            part = self.dice.one(list(FIELDS[kind]))
            return self._on_value(f"{name}.{part}", FIELDS[kind][part], name)
        others = [other for other in scope.of("int") if other != name]
        if kind == "int" and others and self.dice.yes(25):
            other = self.dice.one(others)
            return self._on_int(f"{name} {self.dice.one('+-')} {other}", frozenset({name, other}))
        return self._on_value(name, kind, name)

    def _on_value(self, text: str, kind: str, name: str) -> Split:
        reads = frozenset({name})
        match kind:
            case "bool":
                equal = f"{text} == false" if self.dice.yes(15) else f"not {text}"
                return Split((text, equal), True, reads)
            case "int":
                return self._on_int(text, reads)
            case "duration":
                limit = self.dice.one(DURATIONS[1:])
                return Split((f"{text} > {limit}", f"{text} <= {limit}"), True, reads)
            case _:
                members = TEXTS if kind == "str" else ENUMERATIONS[kind]
                chosen = self.dice.some(members, 1, 2)
                if len(chosen) == 1:
                    return Split((f"{text} == {chosen[0]}", f"{text} != {chosen[0]}"), True, reads)
                return Split(tuple(f"{text} == {member}" for member in chosen), len(members) == 2, reads)

    def _on_int(self, text: str, reads: frozenset[str]) -> Split:
        low, way = self.dice.number(0, 3), self.dice.number(0, 3)
        if way == 0:
            return Split((f"{text} < {low}", f"{text} >= {low}"), True, reads)
        if way == 1:
            return Split((f"{text} == {low}", f"{text} != {low}"), True, reads)
        high = low + self.dice.number(1, 3)
        parts = (f"{low} <= {text} < {high}", f"{text} < {low}", f"{high} <= {text}")
        return Split(parts[:way], way == 3, reads)


def _either(text: str, name: str) -> Split:
    return Split((text, f"not {text}"), True, frozenset({name}))
