"""A machine and a mutant of it in, whether any run tells them apart out.

What a run shows is what a host sees: whether an event is taken, or refused and in what words; the actions with their
arguments; and between two steps the state, the options, the variables (public attributes of the module, also those that
nothing reads), when which timers expire, in which order they were started, and the events that wait.  What only retells
the lines of a spec, such as `TRANSITIONS`, shows nothing, nor does which questions a host is asked.

EQUIVALENT is said only where a search over all that runs can come to (fsmc/mutate/reach.py) proves that each step comes
to the same in both; DIFFERENT only with a run that both interpreters have played.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache

from fsmc.diff.live import all_effects
from fsmc.diff.play import Values
from fsmc.diff.renames import KINDS, Pairing, entities
from fsmc.diff.search import Budget
from fsmc.diff.stimuli import options_worth_a_try
from fsmc.diff.terms import Side, Terms, in_common, presets_differ
from fsmc.diff.verdict import Trace
from fsmc.interpreter import Interpreter, Value
from fsmc.model import Basic, Machine, Option, Read, Start, Timer, walk
from fsmc.mutate.mutant import Finding, Judgement, Mutant
from fsmc.mutate.reach import Reach
from fsmc.mutate.runs import Hunt
from fsmc.mutate.seen import beginnings_differ
from fsmc.mutate.steps import Doubt, Steps

SETTINGS_AT_MOST = 4
"""In how many ways options are set before a question stays open."""

STEPS_FIRST, STEPS_AT_MOST, STEPS_MORE = 200, 2000, 500
"""How many steps are played with the options as they are preset, soon and later, and with each other setting."""


def judged(machine: Machine, mutant: Mutant) -> Judgement:
    """Whether a run shows the fault: a proof that none does, a run that does, or neither."""
    begun = next(beginnings_differ(machine, mutant.machine), "")
    if begun:
        return Judgement(Finding.DIFFERENT, f"at the start {begun}", Trace((), ()))
    found = [_run(terms) for terms in _all_terms(machine, mutant.machine)]
    return next((each for each in found if each and each.trace), next(filter(None, found), _SAME))


_SAME = Judgement(Finding.EQUIVALENT, "each step that a run can come to comes to the same")
_OPEN = Judgement(Finding.UNKNOWN, "no run was found that shows the fault, nor a proof that there is none")


def _run(terms: Terms) -> Judgement | None:
    """What is known of the steps; None if each is proved to be the same.

    Most faults show soon, so a short search comes before what whole runs come to is asked, and a long one after it.
    """
    steps = _steps(terms)
    doubts = tuple(steps.doubts())
    soon = _shown(steps, doubts, {}, STEPS_FIRST) if doubts else None
    if soon or not doubts:
        return soon
    left = tuple(steps.left(doubts))
    settings = _settings(steps, left)
    found = (_shown(steps, left, options, STEPS_MORE if options else STEPS_AT_MOST) for options in settings)
    return next(filter(None, found), _OPEN if left else None)


def _shown(steps: Steps, doubts: tuple[Doubt, ...], options: Values, at_most: int) -> Judgement | None:
    """A run that shows a difference."""
    found = Hunt(steps, doubts, options, Budget(at_most)).run()
    if found is None:
        return None
    return Judgement(Finding.DIFFERENT, f"after {found.trace.last.text} {found.because}", found.trace)


def _steps(terms: Terms) -> Steps:
    """The steps of runs, those left out that belong to a run without end in both machines."""
    steps = Steps(_reach(terms.old.machine, through=False), terms)
    return steps if steps.is_trapped else Steps(_reach(terms.old.machine, through=True), terms)


@lru_cache(maxsize=4)
def _reach(machine: Machine, through: bool) -> Reach:
    """All that runs of a machine can come to, found once for all of its mutants."""
    return Reach(machine, through)


def _all_terms(old: Machine, new: Machine) -> Iterator[Terms]:
    """Both machines with payloads given alike and, where defaults differ, with what may be left out left out.

    A mutant declares what its machine declares, in the same order.
    """
    pairs = {
        kind: dict(zip(entities(new, kind), entities(old, kind), strict=True)) for kind in KINDS
    }  # fmt: skip
    terms = in_common(old, new, Pairing(pairs))
    yield terms
    if presets_differ(terms):
        yield in_common(old, new, Pairing(pairs), unset=True)


def _settings(steps: Steps, doubts: tuple[Doubt, ...]) -> list[Values]:
    """The options to try; none where nothing is in doubt."""
    tried = _worth_a_try(steps, doubts) if doubts else iter(())
    return [options for options, _ in zip(tried, range(SETTINGS_AT_MOST), strict=False)]


def _worth_a_try(steps: Steps, doubts: tuple[Doubt, ...]) -> Iterator[Values]:
    """The defaults, then a timer that is in doubt in a hurry or all counters in none, then what may matter else."""
    seen = [doubt.suspect for doubt in doubts if doubt.is_seen]
    named = options_worth_a_try(steps.found, seen or [doubt.suspect for doubt in doubts])
    yield next(iter(named))
    expiring = {timer for doubt in doubts if (timer := _timer(doubt)) is not None}
    if expiring:
        yield from ({**hasty, **_patience(steps.terms.old)} for hasty in _haste(steps.terms.old, expiring))
    yield from named


def _timer(doubt: Doubt) -> Timer | None:
    given = doubt.suspect.input.old
    return given.timer if given is not None else None


def _haste(side: Side, timers: Container[Timer]) -> Iterator[dict[str, Value]]:
    """Half a second for each option that says how long one of the timers runs."""
    lengths = [timer.duration for timer in side.machine.timers if timer in timers]
    lengths += [each.length for each in all_effects(side.machine) if isinstance(each, Start) and each.timer in timers]
    read = dict.fromkeys(part.of for length in lengths for part in walk(side.express(length)) if isinstance(part, Read))
    yield {of.name: 0.5 for of in read if isinstance(of, Option) and of.type is Basic.DURATION}


def _patience(side: Side) -> dict[str, Value]:
    """Ten times as much for each option that is a number: whoever counts up to it gives up later."""
    fresh = Interpreter(side.machine).options
    return {o.name: 10 * int(fresh[o.name]) + 10 for o in side.machine.options if o.type is Basic.INT}
