"""Random choices in, the text of declarations and what lines may speak of out."""

from __future__ import annotations

from collections.abc import Mapping

from tests.random.dice import Dice
from tests.random.expressions import ENUMERATIONS, FIELDS, Expressions, Scope
from tests.random.parts import (
    ACTIONS,
    CITES,
    CONSTANTS,
    DERIVED,
    EVENTS,
    OPTIONS,
    PAYLOADS,
    QUESTIONS,
    STATES,
    TIMERS,
    VARIABLES,
    WORDS,
    Action,
    Event,
    Line,
    Timer,
)


class Declarations:
    """Declares states, values, timers, events and actions."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.make = Expressions(dice)
        self.count = dice.number(1, 6)
        self.states = list(STATES[: self.count]) if dice.yes(40) else dice.some(STATES, self.count, self.count)
        self.count = len(self.states)
        self.everywhere = frozenset(range(self.count))
        self.declared: list[str] = []
        self.written: list[str] = []
        self.groups: dict[str, frozenset[int]] = {}
        self.timers: list[Timer] = []
        self.events: list[Event] = []
        self.actions: list[Action] = []
        self.lines: list[Line] = []
        self.scope = Scope({})
        self.closed: set[tuple[int, int]] = set()
        """Cells of which no case is left: state, place of the event."""

    def declare(self) -> None:
        """All declarations."""
        self._declare_states()
        self._declare_values()
        self._declare_events()
        self._declare_actions()

    def _notes(self, percent: int = 15) -> str:
        return f" {self.dice.one(CITES)}" if self.dice.yes(percent) else ""

    def _declare_states(self) -> None:
        initial = self.dice.number(0, self.count - 1)
        self.declared += ["reference RFC1", "reference Other", "tag p mark", "tag q"]
        for place, state in enumerate(self.states):
            flags = (" initial" if place == initial else "") + (" final" if self.dice.yes(20) else "")
            self.declared.append(f"state {state}{flags}")
        for name in ("UP", "DOWN", "BOTH")[: self.dice.number(0, 3) if self.count > 1 else 0]:
            chosen = frozenset(self.dice.some(range(self.count), 2))
            self.declared.append(f"group {name} = {self._spelled(chosen)}")
            self.groups[name] = chosen

    def _spelled(self, states: frozenset[int]) -> str:
        """A set of states as a list, a range, a group, or with an exception."""
        groups = [name for name, members in self.groups.items() if members == states]
        if groups and self.dice.yes(70):
            return self.dice.one(groups)
        first, last = min(states), max(states)
        gaps = [place for place in range(first, last) if place not in states]
        wide = [name for name, members in self.groups.items() if members > states]
        if wide and self.dice.yes(40):
            name = self.dice.one(wide)
            return f"{name} except {self._listed(self.groups[name] - states)}"
        if len(states) > 1 and len(gaps) < len(states) and self.dice.yes(50):
            span = f"{self.states[first]}..{self.states[last]}"
            return f"{span} except {self._listed(frozenset(gaps))}" if gaps else span
        return self._listed(states)

    def _listed(self, states: frozenset[int]) -> str:
        return ", ".join(self.states[place] for place in sorted(states))

    def _declare_values(self) -> None:
        for name, members in ENUMERATIONS.items():
            if name != "Mode":
                self.declared.append(f"type {name} = {' | '.join(members)}")
        for name, parts in FIELDS.items():
            fields = ", ".join(f"{part}: {kind}" for part, kind in parts.items())
            self.declared.append(f"type {name}" + (f" ({fields})" if fields else ""))
        names: dict[str, str] = {}
        for name in self.dice.some(list(CONSTANTS)) if self.dice.yes(50) else []:
            if name != "TWICE" or "MSL" in names:
                names[name] = CONSTANTS[name][0]
                self.declared.append(f"const {name} = {CONSTANTS[name][1]}")
        constants = frozenset(names)
        for word, table in (("option", OPTIONS), ("var", VARIABLES)):
            chosen = ["ready"] if word == "var" else []
            chosen += [name for name in self.dice.some(list(table), 0, 5) if name != "ready"]
            for name in chosen:
                kind = " | ".join(ENUMERATIONS["Mode"]) if table[name] == "Mode" else table[name]
                default = f" = {self._default(table[name], names)}" if self.dice.yes(60) else ""
                self.declared.append(f"{word} {name}: {kind}{default}")
                names[name] = table[name]
        for name in TIMERS[: self.dice.number(0, 3)]:
            within = self.everywhere
            if self.count > 1 and self.dice.yes(70):
                within = frozenset(self.dice.some(range(self.count), 1))
            self.timers.append(Timer(name, within))
        questions = QUESTIONS[: self.dice.number(0, 4)]
        for question in questions:
            params = ", ".join(f"p{place}: {kind}" for place, kind in enumerate(question.kinds))
            self.declared.append(f"guard {question.name}" + (f" ({params})" if params else ""))
        self.scope = Scope(names, questions, tuple(timer.name for timer in self.timers), constants)
        for timer in self.timers:
            reading = self.scope if self.dice.yes(40) else Scope({})
            where = "" if timer.within == self.everywhere else f" within {self._spelled(timer.within)}"
            self.declared.append(f"timer {timer.name} = {self.make.value('duration', reading)}{where}")

    def _default(self, kind: str, names: Mapping[str, str]) -> str:
        """The value that an option or a variable begins with; it may read constants."""
        constants = {name: its for name, its in names.items() if name in CONSTANTS}
        reads = kind in ("int", "str", "duration") and self.dice.yes(30)
        return self.make.value(kind, Scope(constants)) if reads else self.make.literal(kind)

    def _declare_events(self) -> None:
        for name in self.dice.some([*EVENTS, *self.dice.some(WORDS, 2, 2)], 1, 5):
            payload = self._payload(PAYLOADS, 3)
            event = Event(name, payload, self.everywhere)
            self.events.append(event)
            self.declared.append(f"event {name}{self._signature(event)}")
        for timer in self.timers:
            known = frozenset({timer.name})
            self.events.append(Event(f"timeout {timer.name}", {}, timer.within, timer, known=known, raisable=False))
        left = list(DERIVED)
        for base in list(self.events):
            if len(left) > 2 and self.dice.yes(25):
                self._derive(base, left)

    def _payload(self, pool: dict[str, tuple[str, ...]], at_most: int) -> dict[str, str]:
        kinds = [self.dice.one(list(pool)) for _ in range(self.dice.number(0, at_most))]
        payload: dict[str, str] = {}
        for kind in sorted(kinds, key=lambda kind: kind.endswith("*")):
            name = self.dice.one(pool[kind])
            if name not in payload and not (kind.endswith("*") and any(k.endswith("*") for k in payload.values())):
                payload[name] = kind
        return payload

    def _signature(self, event: Event) -> str:
        """`(n: int = 3)`: the last parts may have defaults."""
        parts = [f"{name}: {kind}" for name, kind in event.payload.items()]
        kinds = list(event.payload.values())
        for place in range(len(parts) - 1, -1, -1):
            if kinds[place] in FIELDS or kinds[place].endswith("*") or not self.dice.yes(35):
                break
            parts[place] += f" = {self.make.literal(kinds[place])}"
            event.optional += 1
        return f" ({', '.join(parts)})" if parts else ""

    def _derive(self, base: Event, left: list[str]) -> None:
        """Some events derived from `base`: conditions that exclude each other, perhaps an [else]."""
        split = self.make.split(self.scope.reading(base.payload).without(base.known))
        conditions = list(split.parts[: self.dice.number(1, len(split.parts))])
        whole = split.whole and len(conditions) == len(split.parts)
        if not whole and self.dice.yes(35):
            conditions.append("else")
            whole = True
        base.covered = whole
        base.known |= split.reads
        for condition in conditions[:2] if not whole else conditions[:3]:
            name = left.pop(0)
            self.declared.append(f"event {name} = {base.text} [{condition}]")
            known = base.known | split.reads
            self.events.append(Event(name, base.payload, base.states, base=base, known=known, raisable=False))

    def _declare_actions(self) -> None:
        for name in self.dice.some(ACTIONS, 1, 5):
            payload = {f"a{place}": kind for place, kind in enumerate(self._payload(PAYLOADS, 3).values())}
            params = ", ".join(f"{part}: {kind}" for part, kind in payload.items())
            action = Action(name, tuple(payload.values()), self.everywhere)
            effects = []
            if self.dice.yes(35):
                scope = self.scope.reading(payload)
                for _ in range(self.dice.number(1, 2)):
                    effect, states = self._riding(scope)
                    effects += [effect] if effect else []
                    action.states &= states
            self.actions.append(action)
            riding = f" / {', '.join(effects)}" if effects else ""
            to = " to peer" if len(self.actions) % 2 else ""
            self.declared.append(f"action {name}" + (f" ({params})" if params else "") + to + riding)

    def _riding(self, scope: Scope) -> tuple[str, frozenset[int]]:
        """An effect that rides along with an action, and the states after a step that may have it."""
        way = self.dice.number(0, 3)
        if way < 2 or not self.timers:
            return self._assign(scope) + self._perhaps(scope), self.everywhere
        timer = self.dice.one(self.timers)
        if way == 2:
            return f"stop {timer.name}" + self._perhaps(scope), self.everywhere
        return self._start(timer, scope) + self._perhaps(scope), timer.within

    # ---------------------------------------------------------------------------- effects that ride along, and others

    def _perhaps(self, scope: Scope) -> str:
        return f" if {self.make.condition(scope)}" if self.dice.yes(30) else ""

    def _assign(self, scope: Scope) -> str:
        variables = [name for name, kind in self.scope.names.items() if name in VARIABLES]
        name = self.dice.one(variables)
        kind = VARIABLES[name]
        op = self.dice.one(("+=", "-=", "=")) if kind in ("int", "duration") else "="
        return f"{name} {op} {self.make.value(kind, scope)}"

    def _start(self, timer: Timer, scope: Scope) -> str:
        timer.started = True
        return f"start {timer.name}" + (f" = {self.make.value('duration', scope)}" if self.dice.yes(50) else "")
