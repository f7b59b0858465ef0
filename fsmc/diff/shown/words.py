"""Parts of a comparison in, the words that all formats have for them out."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from fsmc import names
from fsmc.diff.side import Report
from fsmc.diff.verdict import Answer, CellChange, Grade, Move, Reply, Trace, Verdict, Way

MOST_ELSEWHERE = 5
"""Of cells that are written as before so many are told: the declaration that changed says it once."""
ELSEWHERE = "~ is written as before, but what it names has changed"
MOST_QUESTIONS = 3
"""Of what is open so much is told; the JSON has all."""
MINUS = "\N{MINUS SIGN}"


def differs(report: Report) -> bool:
    """Whether there is anything to tell."""
    found = report.comparison
    return bool(found.cells or found.declarations or found.renamed or found.grade is not Grade.IDENTICAL)


def no_difference(report: Report) -> str:
    """The sentence that is all there is to say about machines that are the same."""
    return f"{sides(report)}: no difference in behaviour, names, stored states and emitted actions"


def sides(report: Report) -> str:
    """`main:specs/tcp.fsm -> specs/tcp.fsm`."""
    return f"{report.old.name} -> {report.new.name}"


def grades(report: Report) -> str:
    """`behaviour breaking, names identical, stored states identical, emitted actions breaking`."""
    return ", ".join(f"{verdict.axis} {verdict.grade}" for verdict in report.comparison.verdicts)


def count(number: int, noun: str) -> str:
    """`1 cell`, `2 cells`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# --------------------------------------------------------------------------------------------------------------- cells


def where(change: CellChange) -> tuple[str, str]:
    """The state and the event of a cell, with both names where they go by another now."""
    old, new = change.old or change.new, change.new or change.old
    assert old is not None
    assert new is not None
    return _renamed(old[0], new[0]), _renamed(old[1], new[1])


def _renamed(old: str, new: str) -> str:
    return new if old == new else f"{new} (was {old})"


def kinds(change: CellChange) -> str:
    """`retargeted, other actions`; and whether it matters."""
    told = ", ".join(map(str, change.changes))
    return told if change.reachable else f"{told} (no run comes here)"


@dataclass(frozen=True, slots=True)
class Told:
    """A way out of a cell on one side: `sign` is `-` or `+`, `line` 0 where it stands nowhere.

    The sign is `~` for what is written as it was, but comes to something else: of a timer, say, that runs longer.
    """

    sign: str
    line: int
    way: Way

    @property
    def text(self) -> str:
        """The way as it is written."""
        return self.way.text


def ways(change: CellChange, report: Report) -> list[Told]:
    """The ways out of a cell that changed, those of the old side first; all ways where none changed by itself."""
    old, new = _changed(change.old_ways), _changed(change.new_ways)
    if not old and not new:
        old, new = list(change.old_ways), list(change.new_ways)
    both = {way.text for way in old} & {way.text for way in new}
    told = [Told("-", report.old.line(way.span), way) for way in old if way.text not in both]
    told += [Told("+", report.new.line(way.span), way) for way in new if way.text not in both]
    return told or [Told("~", report.new.line(way.span), way) for way in new]


def _changed(found: Sequence[Way]) -> list[Way]:
    return [way for way in found if way.changed]


@dataclass(frozen=True, slots=True)
class Group:
    """Cells of several states and events in which the same changed: one line of the spec, most of the time."""

    states: tuple[str, ...]
    events: tuple[str, ...]
    kinds: str
    told: tuple[Told, ...]

    @property
    def event(self) -> str:
        """`rcv-SYN, rcv-SYN-ACK`."""
        return ", ".join(self.events)

    @property
    def size(self) -> int:
        """How many cells these are."""
        return len(self.states) * len(self.events)

    @property
    def is_elsewhere(self) -> bool:
        """Whether nothing in it changed but what it names."""
        return bool(self.told) and all(one.sign == "~" for one in self.told)


def groups(report: Report) -> list[Group]:
    """All cells that changed, in order; those that tell the same stand where the first of them does."""
    same: dict[tuple[object, ...], tuple[str, str, tuple[Told, ...]]] = {}
    states: dict[tuple[object, ...], list[str]] = {}
    for change in report.comparison.cells:
        state, event = where(change)
        told = tuple(ways(change, report))
        key = (event, kinds(change), *((one.sign, one.line, one.text) for one in told))
        states.setdefault(key, []).append(state)
        same.setdefault(key, (event, kinds(change), told))
    events: dict[tuple[object, ...], list[str]] = {}
    found: dict[tuple[object, ...], Group] = {}
    for one, (event, kind, told) in same.items():
        whole = (tuple(states[one]), one[1:])
        events.setdefault(whole, []).append(event)
        found[whole] = Group(tuple(states[one]), tuple(events[whole]), kind, told)
    return list(found.values())


def listed(report: Report) -> tuple[list[Group], int]:
    """The cells that a reader is told of, and how many more changed only by what they name, as a timer that many do."""
    found = groups(report)
    elsewhere = [at for at, group in enumerate(found) if group.is_elsewhere]
    left_out = frozenset(elsewhere[MOST_ELSEWHERE:] if len(elsewhere) > MOST_ELSEWHERE + 1 else ())
    told = [group for at, group in enumerate(found) if at not in left_out]
    return told, sum(found[at].size for at in left_out)


# -------------------------------------------------------------------------------------------------------------- traces


def traces(report: Report) -> list[tuple[list[Verdict], Trace]]:
    """Each trace once, with the verdicts that it shows."""
    found: list[tuple[list[Verdict], Trace]] = []
    for verdict in report.comparison.verdicts:
        if verdict.trace is None:
            continue
        same = next((verdicts for verdicts, trace in found if trace == verdict.trace), None)
        if same is None:
            found.append(([verdict], verdict.trace))
        else:
            same.append(verdict)
    return found


def axes(verdicts: Sequence[Verdict]) -> str:
    """`behaviour and emitted actions`."""
    return " and ".join(str(verdict.axis) for verdict in verdicts)


def replies(move: Move) -> tuple[str, str]:
    """What the two machines did with a step.  Timers and events kept for later are told where they differ."""
    old, new = _reply(move.old), _reply(move.new)
    if move.old.timers != move.new.timers:
        old, new = f"{old}; {_timers(move.old)}", f"{new}; {_timers(move.new)}"
    if move.old.deferred != move.new.deferred:
        old, new = f"{old}; {_kept(move.old)}", f"{new}; {_kept(move.new)}"
    return old, new


def _reply(reply: Reply) -> str:
    state = names.quoted(reply.state)
    actions = f" / {', '.join(reply.actions)}" if reply.actions else ""
    reason = f": {reply.reason}" if reply.reason else ""
    match reply.answer:
        case Answer.TAKEN:
            return f"-> {state}{actions}"
        case Answer.QUIET:
            return f"{reply.answer} in {state}"
        case Answer.DEFERRED:
            return f"kept for later in {state}{actions}"
        case Answer.UNDEFINED:
            return f"undefined in {state}: no line decides"
        case Answer.ENDLESS:
            return f"raises events without end in {state}"
        case _:
            return f"{reply.answer} in {state}{actions}{reason}"


def _timers(reply: Reply) -> str:
    return f"timers: {', '.join(f'{name} in {left}' for name, left in reply.timers) or 'none'}"


def _kept(reply: Reply) -> str:
    return f"kept: {', '.join(reply.deferred) or 'nothing'}"


def replays(trace: Trace, report: Report) -> list[str]:
    """The commands that play a trace, on each side that is a spec by a name."""
    return [
        replay(side.name, trace.options, [getattr(move, word) for move in trace.moves])
        for side, word in ((report.old, "text"), (report.new, "new_text"))
        if not side.table and not side.name.startswith("<")
    ]


def replay(name: str, options: Sequence[tuple[str, str]], steps: Sequence[str]) -> str:
    """The command that plays these steps: `fsmc simulate specs/door.fsm --set limit=3 open`."""
    settings = (word for option, value in options for word in ("--set", f"{option}={value}"))
    return shlex.join(("fsmc", "simulate", name, *settings, *steps))


def because(verdict: Verdict) -> str:
    """Why, in a sentence, with the questions that are open."""
    more = len(verdict.open) - MOST_QUESTIONS
    listed = verdict.open if more <= 1 else (*verdict.open[:MOST_QUESTIONS], f"and {more} more")
    asked = "; ".join(listed)
    return f"{verdict.because} (open: {asked})" if asked else verdict.because


def details(verdict: Verdict) -> list[str]:
    """The single findings, less what the sentence has told already."""
    return [detail for detail in verdict.details if not _is_told(detail, verdict.because)]


def _is_told(detail: str, sentence: str) -> bool:
    """Whether `A on go: taken, now ignored` is what `in A go(1) was taken, now ignored` says of a trace."""
    place, _, what = detail.partition(": ")
    state, _, event = place.partition(" on ")
    of_trace = sentence.startswith((f"in {state} {event}", f"at the start {event}"))
    return detail in sentence or (of_trace and sentence.endswith(f"was {what}"))
