"""What is known of two machines in, the cells that differ by meaning out: whether or not anything comes of it.

A cell is held against the one of the same state and event, also where these go by other names.  Ways that come to the
same are paired first; what is left says what changed.  Two cells whose ways are the same, but not in the same cases,
have another guard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fsmc import logic
from fsmc.diff.answers import answer
from fsmc.diff.doings import Case, cases
from fsmc.diff.judge import Judgment, renamed_states
from fsmc.diff.look import come_to_the_same
from fsmc.diff.suspects import Agreement
from fsmc.diff.terms import Side
from fsmc.diff.verdict import Answer, CellChange, Change, Way
from fsmc.model import Cell, Disposition, Event, Otherwise, Rank, State, Transition


def cell_changes(found: Judgment) -> tuple[CellChange, ...]:
    """The cells that differ, in order of the old machine; those that only the new one has come last."""
    return tuple(_Cells(found).changes())


@dataclass(eq=False)
class _Cells:
    """The cells of two machines."""

    found: Judgment

    def __post_init__(self) -> None:
        self._known: dict[tuple[Case, Case], bool] = {}
        self.look: Agreement = self.found.looks[-1]
        self.old, self.new = self.look.terms.old, self.look.terms.new
        called = dict(renamed_states(self.found))
        theirs = {state.name: state for state in self.new.machine.states}
        names = ((state, theirs.get(called.get(state.name, state.name))) for state in self.old.machine.states)
        self.states: Mapping[State, State] = {old: new for old, new in names if new}
        pairing = self.found.pairing
        self.events: dict[Event, Event] = {old: new for new, old in pairing.pairs["event"].items()}
        for new_timer, old_timer in pairing.pairs["timer"].items():
            self.events[self.old.machine.timeout(old_timer)] = self.new.machine.timeout(new_timer)
        self.reached = ({old for old, _ in self.look.pairs}, {new for _, new in self.look.pairs})

    def changes(self) -> Iterator[CellChange]:
        seen = set()
        for (state, event), cell in self.old.machine.cells.items():
            there = (self.states.get(state), self.events.get(event))
            other = self.new.machine.cells.get(there) if there[0] and there[1] else None  # type: ignore[arg-type]
            seen.add(other)
            yield from self._compared(cell, other)
        for cell in self.new.machine.cells.values():
            if cell not in seen:
                yield from self._compared(None, cell)

    def _compared(self, old: Cell | None, new: Cell | None) -> Iterator[CellChange]:
        kinds = tuple(self._kinds(old, new))
        if kinds:
            ours = tuple(_way(old, case, case not in kept) for case, kept in self._told(old, new))
            theirs = tuple(_way(new, case, case not in kept) for case, kept in self._told(new, old))
            reachable = (old is not None and old.state in self.reached[0]) or (
                new is not None and new.state in self.reached[1]
            )
            yield CellChange(kinds, _names(old), _names(new), ours, theirs, reachable)

    def _told(self, cell: Cell | None, other: Cell | None) -> Iterator[tuple[Case, list[Case]]]:
        """The cases of a cell that somebody decided, with those that the other cell has too."""
        if cell is None:
            return
        ours = list(self._cases(cell))
        theirs = [] if other is None else list(self._cases(other))
        kept = [case for case in ours if any(self._same(case, each) for each in theirs)]
        for case in ours:
            if not _nobody(case) or other is not None:
                yield case, kept

    def _cases(self, cell: Cell) -> Iterator[Case]:
        side = self._side(cell)
        base = cell.event.base or cell.event
        return (case for case in cases(side, cell.state, base) if case.event is cell.event)

    def _side(self, cell: Cell) -> Side:
        return self.old if self.old.machine.cells.get((cell.state, cell.event)) is cell else self.new

    def _kinds(self, old: Cell | None, new: Cell | None) -> Iterator[Change]:
        """In what ways a cell changed; nothing if it did not."""
        ours = [] if old is None else list(self._cases(old))
        theirs = [] if new is None else list(self._cases(new))
        was, now = any(not _nobody(case) for case in ours), any(not _nobody(case) for case in theirs)
        if not (was and now):
            if was or now:
                yield Change.REMOVED if was else Change.ADDED
            return
        found = {change for one in ours for other in theirs for change in self._clash(one, other)}
        pairs = [(one, other) for one in ours for other in theirs if self._same(one, other)]
        both_have_all = {one for one, _ in pairs} == set(ours) and {other for _, other in pairs} == set(theirs)
        if found and both_have_all and found != {Change.OTHER_REASON}:
            yield Change.OTHER_GUARD
            return
        yield from (change for change in Change if change in found)

    def _clash(self, one: Case, other: Case) -> Iterator[Change]:
        """In what two cases differ that may hold together."""
        if self._same(one, other) and self._reason(one) == self._reason(other):
            return
        both = logic.find((*one.holding, *other.holding), (*one.failing, *other.failing))
        if not isinstance(both, logic.Nothing):
            yield from self._difference(one, other)

    def _difference(self, one: Case, other: Case) -> Iterator[Change]:
        was, now = one.line, other.line
        if isinstance(was, Transition) and isinstance(now, Transition):
            if not self._goes_alike(one, other):
                yield Change.RETARGETED
            if not self._does_alike(one, other):
                yield Change.OTHER_ACTIONS
        elif was is not None and now is not None and answer(was) is not answer(now):
            yield Change.OTHER_VERDICT
        elif self._reason(one) != self._reason(other):
            yield Change.OTHER_REASON

    def _same(self, one: Case, other: Case) -> bool:
        """Whether two cases, the old one first or second, come to the same, whenever that is."""
        if one.line is None or other.line is None or answer(one.line) is not answer(other.line):
            return False
        if not (isinstance(one.line, Transition) and isinstance(other.line, Transition)):
            return True
        if one.state not in self.old.machine.states:
            one, other = other, one
        return self._goes_alike(one, other) and self._does_alike(one, other)

    def _goes_alike(self, one: Case, other: Case) -> bool:
        stays = one.line.target is None, other.line.target is None  # type: ignore[union-attr]
        return all(stays) or self.states.get(one.target) is other.target

    def _does_alike(self, one: Case, other: Case) -> bool:
        """Whether two transitions, the old one first, do the same."""
        if (one, other) not in self._known:
            self._known[one, other] = come_to_the_same(self.look, one, other)
        return self._known[one, other]

    def _reason(self, case: Case) -> str:
        return case.line.reason if isinstance(case.line, Disposition) else ""


def _nobody(case: Case) -> bool:
    """Whether nobody decided the case."""
    return case.line is None or answer(case.line) is Answer.UNDEFINED or case.line.rank is Rank.UNLISTED


def _names(cell: Cell | None) -> tuple[str, str] | None:
    return None if cell is None else (cell.state.name, str(cell.event))


def _way(cell: Cell | None, case: Case, changed: bool) -> Way:
    assert cell is not None
    assert case.line is not None
    line = case.line
    branch = next(branch for branch in cell.branches if branch.line is line)
    told = cell.told_guard(branch)
    guard = "" if told is None else "else" if isinstance(told, Otherwise) else str(told)
    head = f"[{guard}] " if guard else ""
    if isinstance(line, Transition):
        actions = tuple(map(str, line.effects))
        text = f"{head}-> {line.written_target}{line.written_effects}"
        return Way(text, guard, "" if line.target is None else line.target.name, actions, line.span, changed)
    reason = f' "{line.reason}"' if line.reason else ""
    word = "unlisted " if line.rank is Rank.UNLISTED else ""
    return Way(f"{head}{word}{line.kind}{reason}", guard, "", (), line.span, changed)
