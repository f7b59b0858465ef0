"""What became of the mutants of a spec in, text for people or JSON for programs out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fsmc.diagnostics import excerpt, place, printable
from fsmc.diff.shown.words import count, replay, replies
from fsmc.diff.verdict import Reply, Trace
from fsmc.emit.data.layout import pretty
from fsmc.model import Machine
from fsmc.mutate.mutant import Mutant
from fsmc.mutate.run import Fate, Survey, Trial
from fsmc.source import SourceFile

VERSION = 1
"""Of the format: a larger one breaks readers, new keys alone do not make one."""

_BOLD, _DIM, _RED, _YELLOW, _RESET = "\033[1m", "\033[2m", "\033[1;31m", "\033[1;33m", "\033[0m"
_TONES = {Fate.SURVIVED: _RED, Fate.UNDECIDED: _YELLOW}


@dataclass(frozen=True, slots=True)
class Graded:
    """A spec, its mutants and what became of them; no survey where they were only listed."""

    source: SourceFile
    machine: Machine
    mutants: tuple[Mutant, ...]
    survey: Survey | None = None


# ---------------------------------------------------------------------------------------------------------- for people


def listed(graded: Graded) -> str:
    """Each mutant in a line: `specs/door.fsm:9:1: other target: -> Open, not Closed`."""
    return "".join(f"{_headline(mutant, graded.source)}\n" for mutant in graded.mutants)


def text(graded: Graded, *, singly: bool = False, color: bool = False) -> str:
    """The table of the faults, or what became of each mutant; each that no test notices, and the score."""
    assert graded.survey
    if not graded.mutants:
        return f"{summary(graded)}\n"
    left = graded.survey.left(Fate.SURVIVED, Fate.UNDECIDED)
    first = _singly(graded.survey, graded.source) if singly else _table(graded.survey)
    blocks = [first, *(_told(trial, graded.source, color) for trial in left)]
    return "\n\n".join("\n".join(block) for block in blocks) + f"\n\n{summary(graded)}\n"


def summary(graded: Graded) -> str:
    """`specs/door.fsm: 100 %: 40 of 42 mutants killed, 2 proved equivalent`."""
    assert graded.survey
    return _scored(printable(graded.source.name), graded.survey)


def total(found: Sequence[Graded]) -> str:
    """The same of all mutants of some specs: `3 specs: 100 %: 2198 of 2205 mutants killed, 7 proved equivalent`."""
    trials = tuple(trial for graded in found if graded.survey for trial in graded.survey.trials)
    return _scored(count(len(found), "spec"), Survey(trials))


def _scored(name: str, survey: Survey) -> str:
    if not survey.trials:
        return f"{name}: no mutants"
    counts = survey.counts
    parts = [f"{counts[Fate.KILLED]} of {count(len(survey.trials), 'mutant')} killed"]
    parts += [f"{counts[fate]} {told}" for fate, told in _ENDS.items() if counts[fate]]
    return f"{name}: {percent(survey.score)}: {', '.join(parts)}"


_ENDS = {Fate.EQUIVALENT: "proved equivalent", Fate.SURVIVED: "survived", Fate.UNDECIDED: "undecided"}


def percent(score: float) -> str:
    """`99.9 %`: never rounded up, so that 100 % are all."""
    return f"{math.floor(score * 10) / 10:g} %"


def _table(survey: Survey) -> Iterator[str]:
    """A row for each kind of fault, and one for all."""
    rows = [(fault, *_numbers(counts)) for fault, counts in survey.by_fault.items()]
    rows = [("fault", "made", *map(str, Fate)), *rows, ("all", *_numbers(survey.counts))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *numbers in rows:
        columns = (f"{number:>{width}}" for number, width in zip(numbers, widths[1:], strict=True))
        yield "  ".join((f"{first:<{widths[0]}}", *columns))


def _singly(survey: Survey, source: SourceFile) -> Iterator[str]:
    """Each mutant with its fate, and why it is that."""
    for trial in survey.trials:
        because = printable(trial.judgement.because) if trial.judgement else f"by {printable(trial.killer)}"
        yield f"{_headline(trial.mutant, source)}\n  {trial.fate}: {because}"


def _numbers(counts: Counter[Fate]) -> tuple[str, ...]:
    return (str(counts.total()), *(str(counts[fate]) for fate in Fate))


def _told(trial: Trial, source: SourceFile, color: bool) -> Iterator[str]:
    """A mutant that no test notices: its line, why it is one, and a run that shows it."""
    tone = _TONES[trial.fate] if color else ""
    yield _paint(tone, f"{_headline(trial.mutant, source)}: {trial.fate}")
    yield from excerpt(trial.mutant.span, source, "^", tone)
    judgement = trial.judgement
    assert judgement
    yield f"  {printable(judgement.because)}"
    if judgement.trace:
        yield from (f"  {line}" for line in _traced(judgement.trace, source, color))


def _headline(mutant: Mutant, source: SourceFile) -> str:
    return f"{place(mutant.span, source)}: {mutant.fault}: {printable(mutant.change)}"


def _traced(trace: Trace, source: SourceFile, color: bool) -> Iterator[str]:
    """The steps, of the last what both machines did, and the command that plays them."""
    for number, move in enumerate(trace.moves, 1):
        spec, mutant = map(printable, replies(move))
        yield f"{number}. {printable(move.text)}  {spec}"
        if move is trace.last:
            yield f"{' ' * len(str(number))}  the mutant: {mutant}"
    if trace.moves:
        command = replay(source.name, trace.options, [move.text for move in trace.moves])
        yield _paint(_DIM if color else "", printable(command))


def _paint(tone: str, told: str) -> str:
    return f"{tone}{told}{_RESET}" if tone else told


# -------------------------------------------------------------------------------------------------------- for programs


def json_text(found: Iterable[Graded]) -> str:
    """All specs with all mutants as JSON (docs/json.md)."""
    specs = [_spec(graded) for graded in found]
    comment = "Made by fsmc mutate."
    return pretty({"$comment": comment, "format": "fsmc-mutants", "version": VERSION, "specs": specs})


def _spec(graded: Graded) -> dict[str, Any]:
    survey = graded.survey
    trials: Sequence[Trial | None] = survey.trials if survey else [None] * len(graded.mutants)
    mutants = [_mutant(*pair, graded) for pair in zip(graded.mutants, trials, strict=True)]
    graded_as = {"score": round(survey.score, 3), **_counts(survey.counts)} if survey else {}
    head = {"name": graded.source.name, "machine": graded.machine.name, "made": len(mutants)}
    return {**head, **graded_as, "mutants": mutants}


def _counts(counts: Counter[Fate]) -> dict[str, int]:
    return {fate.value: counts[fate] for fate in Fate}


def _mutant(mutant: Mutant, trial: Trial | None, graded: Graded) -> dict[str, Any]:
    span = mutant.span
    found = {"fault": mutant.fault, "change": mutant.change, "line": span.line, "column": span.column}
    if trial is None:
        return found
    found["fate"] = trial.fate.value
    if trial.judgement is None:
        return {**found, "killer": trial.killer}
    found["because"] = trial.judgement.because
    trace = trial.judgement.trace
    return {**found, "trace": _trace(trace, graded.source)} if trace else found


def _trace(trace: Trace, source: SourceFile) -> dict[str, Any]:
    return {
        "options": [{"name": name, "value": value} for name, value in trace.options],
        "moves": [{"text": move.text, "spec": _reply(move.old), "mutant": _reply(move.new)} for move in trace.moves],
        "replay": replay(source.name, trace.options, [move.text for move in trace.moves]),
    }


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "answer": reply.answer.value,
        "state": reply.state,
        "actions": list(reply.actions),
        "reason": reply.reason,
        "timers": [{"name": name, "left": left} for name, left in reply.timers],
        "deferred": list(reply.deferred),
    }
