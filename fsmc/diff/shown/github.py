"""A comparison in, workflow commands of GitHub out: a note at each changed line of the new file, and the verdicts.

GitHub shows ten annotations of each level and step, so the verdicts come first, and cells are notices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from fsmc.diff.shown import words
from fsmc.diff.side import Report
from fsmc.diff.verdict import Grade, Verdict
from fsmc.emit.prose import on_one_line

MOST_CELLS = 9
"""The most notices of cells; a tenth tells how many more there are."""
_MOST_NAMES = 3


def workflow_commands(report: Report, file: str, fails: Callable[[Verdict], bool]) -> str:
    """The commands, a line each.

    `file` is the path of the new side from the root of the repository, or empty if it is no file; `fails` says which
    verdicts are errors.
    """
    if not words.differs(report):
        return f"{command('notice', file, 0, 'fsmc diff', words.no_difference(report))}\n"
    verdicts = (one for one in report.comparison.verdicts if one.grade is not Grade.IDENTICAL)
    lines = [*(_verdict(one, report, file, fails(one)) for one in verdicts), *_cells(report, file)]
    return "\n".join(lines) + "\n"


def _verdict(verdict: Verdict, report: Report, file: str, fails: bool) -> str:
    grave = verdict.grade in (Grade.NARROWS, Grade.BREAKING, Grade.UNKNOWN)
    level = "error" if fails else "warning" if grave else "notice"
    told = [words.because(verdict)]
    if verdict.trace:
        told.append("trace: " + ", ".join(move.new_text for move in verdict.trace.moves))
    return command(level, file, _line(verdict, report), f"{verdict.axis}: {verdict.grade}", "\n".join(told))


def _line(verdict: Verdict, report: Report) -> int:
    """The line of the new side that decides where the difference shows."""
    spans = verdict.trace.last.new.spans if verdict.trace else ()
    return next((line for span in spans if (line := report.new.line(span))), 0)


def _cells(report: Report, file: str) -> Iterator[str]:
    groups, left_out = words.listed(report)
    for group in groups[:MOST_CELLS]:
        yield _cell(group, file)
    if more := left_out + sum(group.size for group in groups[MOST_CELLS:]):
        yield command("notice", file, 0, "fsmc diff", f"{more} more cells changed")


def _cell(group: words.Group, file: str) -> str:
    line = next((one.line for one in group.told if one.sign != "-" and one.line), 0)
    text = "\n".join(f"{one.sign} {one.text}" for one in group.told)
    title = f"{_some(group.states, 'states')}; {_some(group.events, 'events')}: {group.kinds}"
    return command("notice", file, line, title, text)


def _some(names: Sequence[str], noun: str) -> str:
    """`CLOSED, LISTEN and 9 more states`: a title is one line."""
    more = len(names) - _MOST_NAMES
    if more <= 1:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_NAMES])} and {more} more {noun}"


def command(level: str, file: str, line: int, title: str, text: str) -> str:
    """`::error file=specs/tcp.fsm,line=178,title=...::...`: each part in the escapes that the runner undoes."""
    place = {"file": file, "line": str(line) if file and line else "", "title": on_one_line(title)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items() if value)
    return f"::{level} {properties}::{_data(chr(10).join(map(on_one_line, text.splitlines())))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
