"""Two steps in one normal form in, all in which they may differ out, as far as the logic can tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fsmc import logic
from fsmc.diff.doings import Doings
from fsmc.diff.suspects import Agreement, Aspect
from fsmc.model import (
    Action,
    Comparison,
    Expr,
    Many,
    Pack,
    Read,
    Timer,
    Variable,
)


@dataclass(frozen=True)
class Difference:
    """One thing in which two steps differ, and a case in which they do where one is known."""

    aspect: Aspect
    what: str
    case: Mapping[Expr, logic.Value] | None = None
    subject: Variable | Timer | None = None
    in_time: bool = False


@dataclass
class Sameness:
    """Whether two steps come to the same where some conditions hold and others fail."""

    found: Agreement
    holding: tuple[Expr, ...]
    failing: tuple[Expr, ...]
    thorough: bool = False

    def differences(self, old: Doings, new: Doings) -> Iterator[Difference]:
        """In what they differ."""
        yield from self._actions(old, new)
        for variable in dict.fromkeys((*old.values, *new.values)):
            yield from self._variable(variable, old, new)
        yield from self._timers(old.timers, new.timers)
        yield from self._raises(old, new)

    def _actions(self, old: Doings, new: Doings) -> Iterator[Difference]:
        side = self.found.terms.new
        was, now = [action for action, _ in old.actions], [side.entity(action) for action, _ in new.actions]
        if was != now:
            yield Difference(Aspect.ACTIONS, _other_actions(was, now))
            return
        for (action, args), (_, others) in zip(old.actions, new.actions, strict=True):
            yield from self.compared(Difference(Aspect.ACTIONS, f"{action.name} with other arguments"), args, others)

    def _variable(self, variable: Variable, old: Doings, new: Doings) -> Iterator[Difference]:
        paired = variable in self.found.terms.pairing.pairs["var"].values()
        if self.thorough or (paired and variable in self.found.live):
            kept = Read(variable)
            was, now = old.values.get(variable, kept), new.values.get(variable, kept)
            told = Difference(Aspect.HIDDEN, f"{variable.name} is set otherwise", subject=variable)
            yield from self.compared(told, (was,), (now,))

    def _timers(self, old: Mapping[Timer, Expr | None], new: Mapping[Timer, Expr | None]) -> Iterator[Difference]:
        paired = list(self.found.terms.pairing.pairs["timer"].values())
        was = {timer: length for timer, length in old.items() if timer in paired}
        now = {timer: length for timer, length in new.items() if timer in paired}
        for timer in paired:
            one, other = was.get(timer, _AS_BEFORE), now.get(timer, _AS_BEFORE)
            if isinstance(one, _Kept) or isinstance(other, _Kept) or one is None or other is None:
                if one is not other:
                    what = f"timer {timer.name} is started, stopped or kept otherwise"
                    yield Difference(Aspect.HIDDEN, what, subject=timer)
            else:
                what = f"timer {timer.name} runs for another time"
                told = Difference(Aspect.HIDDEN, what, None, timer, in_time=True)
                yield from self.compared(told, (one,), (other,))
        started = [[timer for timer, length in some.items() if length is not None] for some in (was, now)]
        if set(started[0]) == set(started[1]) and started[0] != started[1]:
            yield Difference(Aspect.HIDDEN, "timers are started in another order")

    def _raises(self, old: Doings, new: Doings) -> Iterator[Difference]:
        side = self.found.terms.new
        if [event for event, _ in old.raises] != [side.entity(event) for event, _ in new.raises]:
            yield Difference(Aspect.HIDDEN, "other events are raised")
            return
        for (event, args), (_, others) in zip(old.raises, new.raises, strict=True):
            told = Difference(Aspect.HIDDEN, f"{event} is raised with another payload")
            yield from self.compared(told, args, others)

    def compared(self, told: Difference, old: tuple[Expr, ...], new: tuple[Expr, ...]) -> Iterator[Difference]:
        """What is told of the first of two lists of values that are not the same."""
        if len(old) != len(new):
            yield told
            return
        for one, other in zip(old, new, strict=True):
            found = self._same(one, other)
            if not isinstance(found, logic.Nothing):
                yield replace(told, case=found.values if isinstance(found, logic.Witness) else None)
                return

    def _same(self, one: Expr, other: Expr) -> logic.Found:
        """Nothing if the two are always equal, else a case in which they are not, or that it is not known."""
        if one == other:
            return logic.Nothing()
        if isinstance(one, Pack) and isinstance(other, Pack):
            if len(one.items) != len(other.items):
                return logic.Unknown("another number of values")
            found = (self._same(a, b) for a, b in zip(one.items, other.items, strict=True))
            return next((each for each in found if not isinstance(each, logic.Nothing)), logic.Nothing())
        if isinstance(one.type, Many) or one.type != other.type:
            return logic.Unknown("values of the host")
        differ = Comparison((one, other), ("!=",))
        return logic.find((*self.holding, differ), self.failing)


class _Kept:
    """A timer that a step leaves as it was."""


_AS_BEFORE = _Kept()


def _other_actions(old: list[Action], new: list[Action]) -> str:
    """`no snd any more`, `now also report`, or that the order differs."""
    dropped = [action.name for action in old if old.count(action) > new.count(action)]
    added = [action.name for action in new if new.count(action) > old.count(action)]
    told = [f"no {name} any more" for name in dict.fromkeys(dropped)]
    told += [f"now also {name}" for name in dict.fromkeys(added)]
    return ", ".join(told) or "actions come in another order"
