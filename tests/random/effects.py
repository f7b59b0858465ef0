"""Lines in, lines with effects out, and `enter` and `leave` lines: timers start only where they can run."""

from __future__ import annotations

from tests.random.expressions import Scope
from tests.random.lines import Lines


class Effects(Lines):
    """Writes effects; raised events are mostly welcome."""

    def write_effects(self) -> None:
        """The lines with their effects, the hooks, and what is missing for a timer."""
        self._write_transitions()
        self._write_hooks()
        self._mend_timers()

    def _write_transitions(self) -> None:
        for line in self.lines:
            if line.tail == "-":
                self.written.append(line.head + line.notes)
                continue
            after = line.sources if line.target is None else frozenset({line.target})
            self.written.append(line.head + self._effects(line.scope, after, 3) + line.notes)

    def _effects(self, scope: Scope, after: frozenset[int], at_most: int, at_least: int = 0) -> str:
        effects = [self._effect(scope, after) for _ in range(self.dice.number(at_least, at_most))]
        return f" / {', '.join(effects)}" if effects else ""

    def _effect(self, scope: Scope, after: frozenset[int]) -> str:
        way = self.dice.number(0, 19)
        startable = [timer for timer in self.timers if after <= timer.within]
        if way >= 18:
            raised = self._raise(scope, after)
            if raised:
                return raised
        if way >= 14 and startable:
            return self._start(self.dice.one(startable), scope) + self._perhaps(scope)
        if way >= 12 and self.timers:
            return f"stop {self.dice.one(self.timers).name}" + self._perhaps(scope)
        actions = [a for a in self.actions if after <= a.states and all(self.make.has(k, scope) for k in a.kinds)]
        if way >= 8 or not actions:
            return self._assign(scope) + self._perhaps(scope)
        action = self.dice.one(actions)
        return action.name + self.make.arguments(action.kinds, scope) + self._perhaps(scope)

    def _raise(self, scope: Scope, after: frozenset[int]) -> str:
        """A raised event: mostly one that is welcome in the states after the step, and seldom without condition."""
        events = [e for e in self.events if e.raisable and all(self.make.has(k, scope) for k in e.payload.values())]
        welcome = [event for event in events if after <= event.welcome]
        events = welcome if welcome and self.dice.yes(90) else events
        if not events:
            return ""
        event = self.dice.one(events)
        kinds = list(event.payload.values())
        if event.optional and self.dice.yes(50):
            kinds = kinds[: len(kinds) - self.dice.number(1, event.optional)]
        condition = "" if after <= event.welcome and self.dice.yes(25) else f" if {self.make.condition(scope)}"
        return f"raise {event.text}{self.make.arguments(kinds, scope)}{condition}"

    def _write_hooks(self) -> None:
        for word in ("enter", "leave"):
            for _ in range(self.dice.number(0, 2)):
                states = frozenset(self.dice.some(range(self.count), 1, 2 if self.dice.yes(70) else self.count))
                text = "any" if states == self.everywhere and self.dice.yes(50) else self._spelled(states)
                after = states if word == "enter" else self.everywhere
                self.written.append(f"{word} {text}" + self._effects(self.scope, after, 2, 1))

    def _mend_timers(self) -> None:
        """Every timer is started somewhere, and its expiry is taken somewhere."""
        for timer in self.timers:
            if not timer.started:
                self.written.append(f"enter {self._listed(timer.within)} / {self._start(timer, self.scope)}")
            spoken = [event for event in self.events if event.base and event.base.timer is timer]
            if not timer.handled:
                names = ", ".join(event.text for event in spoken) or f"timeout {timer.name}"
                self.written.append(f"any on {names} -> stay / {self._assign(self.scope)}")
