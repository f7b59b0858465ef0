"""Declared states and events in, lines of all ranks out: guards of one rank exclude each other, no line is in vain."""

from __future__ import annotations

from collections.abc import Sequence

from tests.random.declarations import Declarations
from tests.random.expressions import Scope
from tests.random.parts import REASONS, Event, Line


class Lines(Declarations):
    """Writes the lines, still without their effects."""

    def write_lines(self) -> None:
        """Lines of the four ranks, strongest first, and the policy."""
        cells = [place for place, event in enumerate(self.events) if not event.covered]
        named: set[tuple[int, int]] = set()
        for _ in range(self.dice.number(1, 4 + 3 * self.count)):
            events = self._some_events(cells)
            states = self._free_states(events, named)
            if states:
                self._split_lines(self._spelled(states), states, events, 1)
                named |= {(state, event) for state in states for event in events}
        self._write_other(cells, named, frozenset(), 2)
        by_any: set[tuple[int, int]] = set()
        for _ in range(self.dice.number(0, 2)):
            events = self._some_events(cells)
            text, states = self._any()
            spoken = {(s, e) for e in events for s in states & self.events[e].states}
            if spoken - self.closed and not spoken & by_any and all(states & self.events[e].states for e in events):
                self._split_lines(text, states, events, 3)
                by_any |= {(state, event) for state in states for event in events}
        self._write_other(cells, named, frozenset(by_any), 4)
        policy = self.dice.one(("", "unlisted reject", 'unlisted reject "no way"', "unlisted ignore", "unlisted never"))
        self.written += [policy + self._notes()] if policy else []
        if policy == "unlisted ignore":
            for event in self.events:
                event.welcome |= self.everywhere

    def _some_events(self, cells: Sequence[int]) -> list[int]:
        return self.dice.some(cells, 1, 1 if self.dice.yes(65) else 3)

    def _free_states(self, events: Sequence[int], taken: set[tuple[int, int]]) -> frozenset[int]:
        """Some of the states in which all of the events may come and are not spoken of by a line of this rank."""
        free = [
            state
            for state in range(self.count)
            if all(state in self.events[event].states and (state, event) not in taken for event in events)
        ]
        return frozenset(self.dice.some(free, 1, 1 if self.dice.yes(50) else self.count))

    def _any(self) -> tuple[str, frozenset[int]]:
        if self.count == 1 or self.dice.yes(60):
            return "any", self.everywhere
        but = frozenset(self.dice.some(range(self.count), 1, self.count - 1))
        return f"any except {self._listed(but)}", self.everywhere - but

    def _write_other(
        self, cells: list[int], named: set[tuple[int, int]], by_any: frozenset[tuple[int, int]], rank: int
    ) -> None:
        """Lines about `other`: of some states, or of any."""
        taken: set[int] = set()
        for _ in range(self.dice.number(0, 1 if rank == 4 else 2)):
            if rank == 4:
                text, states = self._any()
            else:
                free = [state for state in range(self.count) if state not in taken]
                states = frozenset(self.dice.some(free, 1, 2))
                text = self._spelled(states) if states else ""
            left = [
                (state, event)
                for state in states
                for event in cells
                if state in self.events[event].states and (state, event) not in named and (state, event) not in by_any
            ]
            if set(left) - self.closed:
                self._split_lines(text, states, None, rank, left)
                taken |= states

    def _split_lines(
        self,
        text: str,
        states: frozenset[int],
        events: list[int] | None,
        rank: int,
        left: Sequence[tuple[int, int]] = (),
    ) -> None:
        """One line, or several whose guards exclude each other, for the same cells."""
        spoken = [self.events[event] for event in events or []]
        scope = self._line_scope(spoken, states)
        guards, whole = self._guards(scope, rank)
        known = self._names_in(guards)
        inside = scope.without(known if self.dice.yes(85) else ())
        cells = list(left) or [
            (state, event) for event in events or [] for state in states if state in self.events[event].states
        ]
        named = ", ".join(event.text for event in spoken) or "other"
        for guard in guards:
            self._line(text, named, guard, states, inside, cells)
        for event in spoken:
            event.known |= known
        if whole:
            self.closed |= set(cells)

    def _names_in(self, guards: Sequence[str]) -> frozenset[str]:
        """Names that these guards read: what is decided after them had better ask something else."""
        text = " ".join(guards)
        names = [*self.scope.names, *(question.name for question in self.scope.questions), *self.scope.timers]
        return frozenset(name for name in names if name in text)

    def _line_scope(self, events: Sequence[Event], states: frozenset[int]) -> Scope:
        """What a line about these events may read: parts that all carry alike; others hide variables all the same."""
        parts = {name for event in events for name in event.payload}
        kinds = {name: {event.payload.get(name) for event in events} for name in parts}
        payload = {
            name: str(next(iter(its))) for name, its in sorted(kinds.items()) if len(its) == 1 and None not in its
        }
        known = frozenset(name for event in events for name in event.known)
        idle = [timer.name for timer in self.timers if not timer.within & states]
        return self.scope.reading(payload, hidden=parts).without([*(known if self.dice.yes(95) else ()), *idle])

    def _guards(self, scope: Scope, rank: int) -> tuple[list[str], bool]:
        """Guards that exclude each other, and whether they leave nothing open."""
        if self.dice.yes(35):
            return [""], True
        split = self.make.split(scope)
        guards, whole = list(split.parts), split.whole
        if self.dice.yes(30):
            guards, whole = guards[:1], False
        if whole and len(guards) > 1 and self.dice.yes(50):
            guards[-1] = "else"
        elif not whole and self.dice.yes(50):
            guards.append("else")
            whole = True
        if self.dice.yes(15):
            guards.reverse()
        return guards, whole

    def _line(
        self, text: str, named: str, guard: str, states: frozenset[int], scope: Scope, cells: Sequence[tuple[int, int]]
    ) -> None:
        condition = f" [{guard}]" if guard else ""
        way = self.dice.number(0, 13)
        lasting = [
            (state, event) for state, event in cells if not (self.events[event].base or self.events[event]).timer
        ]
        if way >= 5 or (way >= 3 and (len(lasting) < len(cells) if named != "other" else not lasting)):
            target = None if self.dice.yes(30) else self.dice.number(0, self.count - 1)
            goal = "stay" if target is None else self.states[target]
            self.lines.append(Line(f"{text} on {named}{condition} -> {goal}", "", states, target, scope, self._notes()))
        else:
            verb = ("reject", "ignore", "never", "defer", "defer")[way]
            reason = f' "{self.dice.one(REASONS)}"' if way in (0, 2) and self.dice.yes(50) else ""
            self.lines.append(
                Line(f"{text} {verb} {named}{condition}{reason}", "-", states, None, scope, self._notes(30))
            )
            cells = {"ignore": cells, "defer": lasting}.get(verb, ())  # an expiry cannot be deferred
        for state, event in cells:
            base = self.events[event].base or self.events[event]
            base.welcome.add(state)
        for timer in self.timers:
            timer.handled |= any((self.events[event].base or self.events[event]).timer is timer for _, event in cells)
