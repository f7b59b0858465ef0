"""A pair of states in; the pairs that it leads to, and where the machines may not agree, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fsmc import logic
from fsmc.diff.answers import moves, reason, refuses, taking
from fsmc.diff.doings import Case, cases, conditions, doings, is_silent, shape
from fsmc.diff.grading import Taking, graded
from fsmc.diff.sameness import Difference, Sameness
from fsmc.diff.suspects import Agreement, Aspect, Input, Pair, Suspect
from fsmc.diff.terms import Side
from fsmc.diff.verdict import Answer, Grade
from fsmc.model import Expr, Running, Start, State, Timer, Transition, flat


@dataclass
class Look:
    """A look at one pair of states."""

    found: Agreement
    pair: Pair
    thorough: bool = False
    """Whether values count of which nothing visible depends."""

    def __post_init__(self) -> None:
        self.suspects: list[Suspect] = []
        self.started: dict[Pair, set[Timer]] = {}
        sides = (self.found.terms.old, self.found.terms.new)
        timers = dict.fromkeys(side.entity(timer) for side in sides for timer in side.machine.timers)
        running = self.found.running.get(self.pair, frozenset(timers))
        self.resting = tuple(Running(timer) for timer in timers if timer not in running)

    def running_after(self, target: Pair) -> frozenset[Timer]:
        """The timers that may be running in a pair of states when this one has led there."""
        may = self.found.running[self.pair] | self.started.get(target, set())
        within = (self._within(number, state) for number, state in enumerate(target))
        return may & frozenset(timer for some in within for timer in some)

    def _within(self, number: int, state: State) -> set[Timer]:
        side = self._side(number)
        return {side.entity(timer) for timer in side.machine.timers if state in timer.within}

    def _starts(self, one: Case, other: Case) -> None:
        """Keep in mind what the two cases may start."""
        started = self.started.setdefault((one.target, other.target), set())
        for number, case in enumerate((one, other)):
            side = self._side(number)
            if isinstance(case.line, Transition):
                effects = flat(side.machine.effects(case.line, case.state))
                started |= {side.entity(effect.timer) for effect in effects if isinstance(effect, Start)}

    def targets(self) -> dict[Pair, set[Input]]:
        """The pairs that agreeing cases lead to; what does not agree goes to the suspects."""
        led: dict[Pair, set[Input]] = {}
        busy = self.found.busy.setdefault(self.pair, set())
        moving = self.found.moving.setdefault(self.pair, set())
        for each in self.found.inputs:
            before = len(self.suspects)
            ours, theirs = self._cases(each)
            for target in self._compare(each, ours, theirs):
                led.setdefault(target, set()).add(each)
            answers = {taking(self._side(n), case).answer for n, some in enumerate((ours, theirs)) for case in some}
            active = len(answers) > 1 or any(not is_silent(self._side(n), case) and not refuses(case)
                         for n, some in enumerate((ours, theirs)) for case in some)  # fmt: skip
            if active or len(self.suspects) > before:
                busy.add(each)
            if len(self.suspects) > before or any(
                moves(self._side(n), case) for n, some in enumerate((ours, theirs)) for case in some
            ):
                moving.add(each)
        return led

    def _side(self, number: int) -> Side:
        return (self.found.terms.old, self.found.terms.new)[number]

    def _cases(self, given: Input) -> tuple[list[Case], list[Case]]:
        """The cases on both sides; none where a timer that both have cannot run."""
        sides = []
        for number, event in enumerate((given.old, given.new)):
            side, state = self._side(number), self.pair[number]
            if event is None:
                timer = (given.old or given.new or event).timer  # type: ignore[union-attr]
                sides.append([Case(state, None, quiet=timer is not None)])
            elif event.timer is not None and not self._may_expire(side, state, event.timer):
                sides.append([])
            else:
                sides.append(list(cases(side, state, event)))
        return sides[0], sides[1]

    def _may_expire(self, side: Side, state: State, timer: Timer) -> bool:
        return state in timer.within and side.entity(timer) in self.found.running[self.pair]

    def _compare(self, given: Input, ours: list[Case], theirs: list[Case]) -> Iterator[Pair]:
        old_side, new_side = self.found.terms.old, self.found.terms.new
        if len(ours) == len(theirs) and all(
            shape(old_side, one) == shape(new_side, other) for one, other in zip(ours, theirs, strict=True)
        ):
            for one, other in zip(ours, theirs, strict=True):
                self._words(given, one, other, None)
                self._starts(one, other)
                yield one.target, other.target
            return
        for one in ours:
            for other in theirs:
                both = self._possible((*one.holding, *other.holding), (*one.failing, *other.failing))
                if not isinstance(both, logic.Nothing):
                    yield from self._held_together(given, one, other, both)

    def _possible(self, holding: tuple[Expr, ...], failing: tuple[Expr, ...]) -> logic.Found:
        """A case in which some conditions hold and others fail, by all that is known of this pair of states."""
        known = self.found.known((*holding, *failing))
        return logic.find((*known, *holding), (*failing, *self.resting))

    def _held_together(self, given: Input, one: Case, other: Case, both: logic.Found) -> Iterator[Pair]:
        """Compare two cases that may be the case at once."""
        witness = both.values if isinstance(both, logic.Witness) else None
        was, now = taking(self.found.terms.old, one), taking(self.found.terms.new, other)
        grade = graded(was, now)
        if grade > Grade.COMPATIBLE:
            self._suspect(given, Aspect.ANSWER, one, other, grade, f"{_told(was)}, now {_told(now)}", witness)
            return
        self._words(given, one, other, witness)
        if not now.welcome or Answer.DEFERRED in (was.answer, now.answer):
            yield one.target, other.target
            return
        self._starts(one, other)
        for each in self.differences(one, other, witness):
            told = (each.what, each.case, each.subject, each.in_time)
            self.suspects.append(Suspect(self.pair, given, each.aspect, one, other, Grade.BREAKING, *told))
        yield one.target, other.target

    def _words(self, given: Input, one: Case, other: Case, witness: Mapping[Expr, logic.Value] | None) -> None:
        was, now = taking(self.found.terms.old, one), taking(self.found.terms.new, other)
        if was.answer is not now.answer:
            self._suspect(given, Aspect.WORDS, one, other, Grade.COMPATIBLE, f"{_told(was)}, now {_told(now)}", witness)
        elif reason(one) != reason(other):
            what = f"refused with {reason(other)!r} instead of {reason(one)!r}"
            self._suspect(given, Aspect.WORDS, one, other, Grade.COMPATIBLE, what, witness)

    def _suspect(
        self,
        given: Input,
        aspect: Aspect,
        one: Case,
        other: Case,
        grade: Grade,
        what: str,
        witness: Mapping[Expr, logic.Value] | None,
    ) -> None:
        if aspect is Aspect.ANSWER and self.found.is_elsewhere(self.pair):
            grade = Grade.BREAKING
        self.suspects.append(Suspect(self.pair, given, aspect, one, other, grade, what, witness))

    def differences(
        self, one: Case, other: Case, witness: Mapping[Expr, logic.Value] | None = None
    ) -> Iterator[Difference]:
        """In what two cases that take the input differ; each aspect once."""
        terms = self.found.terms
        asked = dict.fromkeys((*conditions(terms.old, one), *conditions(terms.new, other)))
        holding, failing = (*one.holding, *other.holding), (*one.failing, *other.failing, *self.resting)
        asked_too = (*conditions(terms.old, one), *conditions(terms.new, other))
        holding = (*self.found.known((*holding, *failing, *asked_too)), *holding)
        seen: set[tuple[Aspect, str]] = set()
        for decided in _decisions(tuple(asked), holding, failing):
            holds = holding + tuple(each for each, value in decided.items() if value)
            fails = failing + tuple(each for each, value in decided.items() if not value)
            was, now = doings(terms.old, one, decided), doings(terms.new, other, decided)
            for each in Sameness(self.found, holds, fails, self.thorough).differences(was, now):
                if (each.aspect, each.what) not in seen:
                    seen.add((each.aspect, each.what))
                    yield replace(each, case=self._case(each, holds, fails) or witness)

    def _case(
        self, each: Difference, holding: tuple[Expr, ...], failing: tuple[Expr, ...]
    ) -> Mapping[Expr, logic.Value] | None:
        """A case in which the difference is one, as far as the logic can tell."""
        found = logic.find(holding, failing) if each.case is None else None
        return found.values if isinstance(found, logic.Witness) else each.case


def come_to_the_same(found: Agreement, one: Case, other: Case) -> bool:
    """Whether two transitions that are taken do the same wherever both are, as far as the logic can tell."""
    if shape(found.terms.old, one)[1:] == shape(found.terms.new, other)[1:]:
        return True
    return not any(Look(found, (one.state, other.state), thorough=True).differences(one, other))


def _told(each: Taking) -> str:
    return str(each.answer)


def _decisions(
    asked: tuple[Expr, ...], holding: tuple[Expr, ...], failing: tuple[Expr, ...]
) -> Iterator[dict[Expr, bool]]:
    """Every way in which the conditions may come out that is not proved impossible."""
    if not asked:
        yield {}
        return
    first, rest = asked[0], asked[1:]
    for value in (True, False):
        holds, fails = ((*holding, first), failing) if value else (holding, (*failing, first))
        if not isinstance(logic.find(holds, fails), logic.Nothing):
            for others in _decisions(rest, holds, fails):
                yield {first: value, **others}
