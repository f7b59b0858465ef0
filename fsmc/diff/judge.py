"""Two machines in, the verdicts on behaviour and on emitted actions out: what is proved, and what a run shows.

A verdict better than breaking needs a proof that nothing graver is possible; one worse than identical needs a run that
shows it.  Where a suspect is neither refuted nor shown the verdict is unknown, whatever else was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fsmc.diff.agreement import agreement
from fsmc.diff.relevance import matters
from fsmc.diff.renames import Pairing, by_name, recognized
from fsmc.diff.search import Budget, Hunt, Key, Point
from fsmc.diff.stimuli import options_worth_a_try
from fsmc.diff.suspects import Agreement, Aspect, Suspect, told
from fsmc.diff.terms import in_common, presets_differ
from fsmc.diff.verdict import Answer, Axis, Grade, Move, Trace, Verdict
from fsmc.interpreter import Scope, Value, evaluate
from fsmc.logic.evaluate import inline
from fsmc.model import Basic, Literal, Machine, Read, Timer, walk

SETTINGS_AT_MOST = 8
"""In how many ways options are set before a question stays open."""

STEPS_AT_MOST = 6000
"""How many steps are played for one question before it stays open; some seconds."""


@dataclass(eq=False)
class Judgment:
    """All that is known of two machines that run side by side."""

    pairing: Pairing
    looks: tuple[Agreement, ...]
    """The proof with options and payloads set alike and, where defaults differ, with all left out."""
    shown: dict[Key, Trace] = field(default_factory=dict)
    ends: dict[Key, tuple[Agreement, dict[str, Value], Point]] = field(default_factory=dict)
    """Where the runs of `shown` end, and with which options."""

    @property
    def main(self) -> Agreement:
        """The proof with everything set alike."""
        return self.looks[0]


def judged(old: Machine, new: Machine) -> Judgment:
    """Try the proof, with renamed entities recognized where that leaves fewer suspects."""
    plain, guessed = by_name(old, new), recognized(old, new)
    found = Judgment(guessed, tuple(_looks(old, new, guessed)))
    if dict(guessed.pairs) == dict(plain.pairs):
        return found
    other = Judgment(plain, tuple(_looks(old, new, plain)))
    return found if _open(found) < _open(other) else other


def _open(some: Judgment) -> int:
    return sum(len(look.suspects) for look in some.looks)


def _looks(old: Machine, new: Machine, pairing: Pairing) -> Iterator[Agreement]:
    terms = in_common(old, new, pairing)
    yield agreement(terms)
    if presets_differ(terms):
        yield agreement(in_common(old, new, pairing, unset=True))


# ------------------------------------------------------------------------------------------------------- verdicts


def verdict(found: Judgment, axis: Axis, steps: int) -> Verdict:
    """The verdict on behaviour or on emitted actions, after so many steps at most for each question."""
    suspects = [(look, each) for look in found.looks for each in look.suspects if matters(look, each, axis)]
    worst = max((each.grade for _, each in suspects), default=Grade.IDENTICAL)
    for grade in sorted({each.grade for _, each in suspects}, reverse=True):
        if _hunted(found, axis, grade, suspects, Budget(steps)):
            break
    best = max((key[1] for key in found.shown if key[0] is axis and key[1] is not Grade.COMPATIBLE), default=None)
    if best is not None and worst <= best:
        trace = found.shown[axis, best]
        details = told(each for look, each in suspects if each.pair not in look.lost)
        return Verdict(axis, best, because(axis, trace), trace, details)
    if suspects:
        return _unknown(found, axis, best, [each for _, each in suspects if best is None or best < each.grade])
    return _same(found, axis)


def _unknown(found: Judgment, axis: Axis, best: Grade | None, left: list[Suspect]) -> Verdict:
    trace = found.shown[axis, best] if best else None
    known = f"{because(axis, trace)}; " if trace else ""
    sentence = f"{known}neither a proof nor a run settles {'the rest' if trace else 'it'}"
    return Verdict(axis, Grade.UNKNOWN, sentence, trace, open=told(left))


def _same(found: Judgment, axis: Axis) -> Verdict:
    words = tuple(_words(found, axis))
    if not words:
        same = "every input is taken in the same way" if axis is Axis.BEHAVIOUR else "the same actions are emitted"
        return Verdict(axis, Grade.IDENTICAL, same)
    first = words[0] + (f" and {len(words) - 1} more" if len(words) > 1 else "")
    trace = None
    if axis is Axis.BEHAVIOUR:
        _hunt_words(found)
        trace = found.shown.get((axis, Grade.COMPATIBLE))
    return Verdict(axis, Grade.COMPATIBLE, f"only words differ: {first}", trace, words)


def _words(found: Judgment, axis: Axis) -> Iterator[str]:
    """What is only called otherwise, or refused in other words."""
    for kind, old, new in found.pairing.renamed():
        if (kind == "action") == (axis is Axis.ACTIONS) and kind != "type":
            yield f"{kind} {old} is now {new}"
    if axis is Axis.BEHAVIOUR:
        for old, new in renamed_states(found):
            yield f"state {old} is now {new}"
        yield from told(each for look in found.looks for each in look.suspects if each.aspect is Aspect.WORDS)


def renamed_states(found: Judgment) -> tuple[tuple[str, str], ...]:
    """States that go together under different names, where neither goes with another one, in order of the old spec."""
    pairs = [pair for look in found.looks for pair in look.pairs if pair not in look.lost]
    names = dict.fromkeys((old.name, new.name) for old, new in pairs)
    ours = {state.name: n for n, state in enumerate(found.main.terms.old.machine.states)}
    theirs = {state.name for state in found.main.terms.new.machine.states}
    alone = [
        (old, new) for old, new in names if old != new and (old not in theirs or new not in ours or _no_suspects(found))
    ]
    return tuple(sorted(alone, key=lambda pair: ours[pair[0]]))


def _no_suspects(found: Judgment) -> bool:
    return all(each.aspect is Aspect.WORDS for look in found.looks for each in look.suspects)


def because(axis: Axis, trace: Trace) -> str:
    """What the last move of a run shows, in a sentence."""
    last, before = trace.last, trace.moves[-2] if len(trace.moves) > 1 else None
    where = before.old.state if before else last.old.state
    if axis is Axis.ACTIONS:
        was, now = (", ".join(some.actions) or "no action" for some in (last.old, last.new))
        return f"{_place(before, where)}{last.text} comes to {was}, now to {now}"
    return f"{_place(before, where)}{last.text} was {_answer(last, old=True)}, now {_answer(last, old=False)}"


def _place(before: Move | None, state: str) -> str:
    if before is None:
        return "at the start "
    now = "" if before.new.state == state else f" (now {before.new.state})"
    return f"in {state}{now} "


def _answer(move: Move, old: bool) -> str:
    reply = move.old if old else move.new
    told = {Answer.QUIET: "nothing", Answer.NO_EVENT: "no event"}.get(reply.answer, str(reply.answer))
    return f"{told} ({reply.reason})" if reply.reason else told


# ---------------------------------------------------------------------------------------------------------- runs


def _hunted(
    found: Judgment, axis: Axis, grade: Grade, suspects: list[tuple[Agreement, Suspect]], budget: Budget
) -> bool:
    """Look for a run that shows a difference of that grade or a graver one."""
    wanted = frozenset((axis, each) for each in Grade if grade <= each)
    if wanted & found.shown.keys():
        return True
    hunts = [
        (look, aimed, options)
        for look in found.looks
        if (aimed := [each for of, each in suspects if of is look and each.grade is grade])
        for options in _settings(found, look, aimed)
    ]
    extra = budget.left // 4
    for place, (look, aimed, options) in enumerate(hunts[:SETTINGS_AT_MOST]):
        part = Budget(budget.left // 2 if place == 0 else budget.left // 4)
        if _hunt(found, look, aimed, options, part, wanted):
            return True
        budget.left -= part.used
    return _hunted_on(found, grade, suspects, wanted, extra)


def _hunted_on(
    found: Judgment,
    grade: Grade,
    suspects: list[tuple[Agreement, Suspect]],
    wanted: frozenset[Key],
    steps: int,
) -> bool:
    """Where no short run was found: go on from where a known one ends; or let time go by, with machines in no hurry."""
    agreeing = [end for (axis, shown), end in found.ends.items() if axis is Axis.ACTIONS or shown is Grade.COMPATIBLE]
    for look, options, point in agreeing:
        aimed = [each for of, each in suspects if of is look and each.grade is grade]
        if _hunt(found, look, aimed, options, Budget(steps), wanted, begin=point):
            return True
    for look in found.looks:
        aimed = [each for of, each in suspects if of is look and _takes_time(each)]
        for options in _tempers(look, aimed) if aimed else ():
            if _hunt(found, look, aimed, options, Budget(2 * steps), wanted, patient=True):
                return True
    return False


def _takes_time(each: Suspect) -> bool:
    """Whether time must go by before the suspect can show."""
    timeout = each.input.old or each.input.new
    return isinstance(each.subject, Timer) or (timeout is not None and timeout.timer is not None)


def _tempers(look: Agreement, aimed: Iterable[Suspect]) -> Iterator[dict[str, Value]]:
    """The settings in which a run of timers may be short."""
    tried: list[dict[str, Value]] = []
    for options in ({}, _haste(look, aimed), _patience(look)):
        if options not in tried:
            tried.append(options)
            yield options


def _patience(look: Agreement) -> dict[str, Value]:
    """Every count among the options ten times as large: whoever counts up to it gives up later."""
    paired = look.terms.pairing.pairs["option"].values()
    return {o.name: 10 * int(evaluate(o.default, Scope({}, {}))) + 10 for o in paired if o.type is Basic.INT
            and isinstance(inline(o.default), Literal)}  # fmt: skip


def _haste(look: Agreement, aimed: Iterable[Suspect]) -> dict[str, Value]:
    """A second for each option that says how long one of the timers runs: it expires before the others."""
    subjects = {each.subject for each in aimed if isinstance(each.subject, Timer)}
    lengths = [inline(own.duration) for own in look.terms.old.machine.timers if look.terms.old.entity(own) in subjects]
    read = {part.of for length in lengths for part in walk(length) if isinstance(part, Read)}
    paired = look.terms.pairing.pairs["option"].values()
    return {option.name: 1.0 for option in paired if option in read and option.type is Basic.DURATION}


def _hunt(
    found: Judgment,
    look: Agreement,
    aimed: Iterable[Suspect],
    options: dict[str, Value],
    budget: Budget,
    wanted: frozenset[Key],
    begin: Point | None = None,
    patient: bool = False,
) -> bool:
    hunt = Hunt(look, options, aimed, budget, patient)
    key = hunt.run(wanted, begin)
    for each, point in hunt.shown.items():
        if each not in found.shown:
            found.shown[each] = hunt.trace(each)
            found.ends[each] = (look, options, point)
    return key is not None


def _hunt_words(found: Judgment) -> None:
    """Look for a run that shows other words."""
    wanted = frozenset({(Axis.BEHAVIOUR, Grade.COMPATIBLE)})
    for look in found.looks:
        aimed = [each for each in look.suspects if each.aspect is Aspect.WORDS]
        if _hunt(found, look, aimed, {}, Budget(2000), wanted):
            return


def _settings(found: Judgment, look: Agreement, aimed: list[Suspect]) -> Iterator[dict[str, Value]]:
    """The options to try.  Where everything is set alike, those with two defaults must be set."""
    base: dict[str, Value] = {}
    if look is found.main:
        for new, old in found.pairing.pairs["option"].items():
            side, other = look.terms.old, look.terms.new
            if side.express(old.default) != other.express(new.default):
                base[old.name] = evaluate(old.default, Scope({}, {}))
    for options in options_worth_a_try(look, [each for each in aimed if each.pair not in look.lost]):
        yield {**base, **options}
