"""A comparison in, Markdown for a pull request comment out: verdicts, cells, the picture, declarations and traces.

GitHub refuses a comment of more than 65,536 characters.  What is too long is made shorter by lists that end early and
say so, then without the picture; the verdicts are always there.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fsmc.diff.shown import words
from fsmc.diff.shown.picture import banner, changed_picture
from fsmc.diff.side import Report
from fsmc.diff.verdict import Grade, Trace, Verdict
from fsmc.emit.mermaid.changed import changed_mermaid
from fsmc.emit.prose import in_comment, on_one_line
from fsmc.emit.reference.markdown import blocks, code, table, uncalled

LARGEST = 65_000
"""Characters of a comment, with room for what a workflow puts around it."""
_PLENTY = 10_000
_LONGEST = 400
"""Characters of a sentence in a comment that is too long."""
_LARGEST_PICTURE = 20_000

SIGNS = {
    Grade.IDENTICAL: "✅",
    Grade.COMPATIBLE: "✅",
    Grade.EXTENDS: "✅",
    Grade.NARROWS: "⚠️",
    Grade.BREAKING: "❌",
    Grade.UNKNOWN: "❔",
}
"""No colour alone tells a grade: its word stands beside the sign."""


def markdown(report: Report, *, largest: int = LARGEST, headed: bool = True) -> str:
    """The comparison in no more than `largest` characters, as much of it as fits; `headed` with the gravest verdict."""
    sizes = (
        _Size(),
        _Size(200),
        _Size(60),
        _Size(60, picture=False),
        _Size(15, picture=False),
        _Size(0, picture=False),
    )
    for size in sizes:
        made = "\n".join(line.rstrip() for line in _Writer(report, size, headed).document().splitlines()) + "\n"
        if len(made) <= largest:
            return made
    return _Writer(report, sizes[-1], headed).shortest()


@dataclass(frozen=True, slots=True)
class _Size:
    """How many entries of a list are told, and whether there is a picture."""

    most: int = _PLENTY
    picture: bool = True


@dataclass(frozen=True, slots=True)
class _Writer:
    report: Report
    size: _Size
    headed: bool

    def document(self) -> str:
        if not words.differs(self.report):
            return blocks(self._comment(), uncalled(words.no_difference(self.report)) + ".")
        return blocks(
            self._comment(),
            self._headline(),
            self._verdicts(),
            self._cells(),
            self._picture(),
            self._renamed(),
            self._declarations(),
            *self._traces(),
        )

    def shortest(self) -> str:
        """The verdicts, and where the rest is."""
        rows = [(str(verdict.axis), self._grade(verdict)) for verdict in self.report.comparison.verdicts]
        whole = f"All of it is longer than a comment may be: {code(self._command())} prints it."
        return blocks(self._headline(), table(("axis", "verdict"), rows), whole) + "\n"

    def _comment(self) -> str:
        return hidden(banner(self.report)) if self.headed else ""

    def _headline(self) -> str:
        if not self.headed:
            return ""
        grade = self.report.comparison.grade
        sides = f"{code(cut(self.report.old.name))} → {code(cut(self.report.new.name))}"
        return f"### {SIGNS[grade]} {grade}: {sides}"

    # ----------------------------------------------------------------------------------------------------- verdicts

    def _verdicts(self) -> str:
        rows = [
            (str(verdict.axis), self._grade(verdict), self._why(verdict)) for verdict in self.report.comparison.verdicts
        ]
        return table(("axis", "verdict", "why"), rows)

    def _grade(self, verdict: Verdict) -> str:
        return f"{SIGNS[verdict.grade]} **{verdict.grade}**"

    def _why(self, verdict: Verdict) -> str:
        parts = [self._told(words.because(verdict)), *self._some(map(self._told, words.details(verdict)), 12)]
        return "<br>".join(part for part in parts if part)

    def _told(self, sentence: str) -> str:
        return uncalled(sentence if self.size.most == _PLENTY else cut(sentence))

    # -------------------------------------------------------------------------------------------------------- cells

    def _cells(self) -> str:
        changes = self.report.comparison.cells
        if not changes:
            return ""
        groups, more = words.listed(self.report)
        told = table(("state", "event", "change", "old", "new"), [self._cell(one) for one in groups[: self.size.most]])
        also = f"… and {more} more cells, written as before: what they name has changed." if more else ""
        return blocks(f"**{words.count(len(changes), 'cell')} changed**", told, self._rest(len(groups)), also)

    def _cell(self, group: words.Group) -> tuple[str, ...]:
        states = ", ".join(self._some(map(code, group.states), 20))
        events = ", ".join(self._some(map(code, group.events), 20))
        return states, events, group.kinds, self._ways(group.told, "-~"), self._ways(group.told, "+")

    def _ways(self, told: Sequence[words.Told], signs: str) -> str:
        ways = [f"{code(cut(one.way.text))}{_line(one.line)}" for one in told if one.sign in signs]
        changed = "the same words; what they name has changed" if any(one.sign == "~" for one in told) else "–"
        return "<br>".join(ways) or changed

    def _picture(self) -> str:
        picture = changed_picture(self.report) if self.size.picture else None
        if picture is None:
            return ""
        drawn = changed_mermaid(picture)
        if len(drawn) > _LARGEST_PICTURE:
            return "The changed part is too large for a picture."
        left_out = f" {picture.left_out} more moves changed." if picture.left_out else ""
        legend = f"`+` green: added. `{words.MINUS}` red, dashed: removed. `±` amber: changed.{left_out}"
        return blocks(_fenced("mermaid", drawn), legend)

    # ------------------------------------------------------------------------------------------------- declarations

    def _renamed(self) -> str:
        found = self.report.comparison.renamed
        rows = [(one.kind, code(cut(one.old)), code(cut(one.new))) for one in found[: self.size.most]]
        return blocks(table(("renamed", "old", "new"), rows), self._rest(len(found)))

    def _declarations(self) -> str:
        """As a diff, which GitHub colours."""
        found = self.report.comparison.declarations
        lines = [
            f"{sign} {cut(on_one_line(told))}"
            for change in found[: self.size.most]
            for sign, told in (("-", change.old), ("+", change.new))
            if told
        ]
        return blocks("**Declarations**", _fenced("diff", "\n".join(lines)), self._rest(len(found))) if lines else ""

    # ------------------------------------------------------------------------------------------------------- traces

    def _traces(self) -> Iterator[str]:
        for verdicts, trace in words.traces(self.report):
            summary = f"<summary>The shortest trace that shows it: {words.axes(verdicts)}</summary>"
            yield blocks(
                f"<details>\n{summary}", self._options(trace), self._steps(trace), self._replay(trace), "</details>"
            )

    def _options(self, trace: Trace) -> str:
        return f"With {', '.join(code(f'{name} = {value}') for name, value in trace.options)}." if trace.options else ""

    def _steps(self, trace: Trace) -> str:
        rows = []
        for number, move in enumerate(trace.moves, 1):
            old, new = words.replies(move)
            step = move.text if move.text == move.new_text else f"{move.text} (now {move.new_text})"
            rows.append((str(number), code(cut(step)), code(cut(old)), "the same" if old == new else code(cut(new))))
        kept = rows if len(rows) <= self.size.most + 2 else [*rows[: self.size.most], ("…", "", "", ""), rows[-1]]
        return table(("", "step", "old", "new"), kept)

    def _replay(self, trace: Trace) -> str:
        commands = words.replays(trace, self.report)
        return _fenced("sh", "\n".join(map(on_one_line, commands))) if commands and self.size.most else ""

    # --------------------------------------------------------------------------------------------------------- cuts

    def _some(self, parts: Iterable[str], most: int) -> Iterator[str]:
        listed = list(parts)
        most = min(most, self.size.most)
        yield from listed[:most]
        if len(listed) > most:
            yield f"… and {len(listed) - most} more"

    def _rest(self, number: int) -> str:
        if number <= self.size.most:
            return ""
        return f"… and {number - self.size.most} more: {code(self._command())} lists them."

    def _command(self) -> str:
        return shlex.join(("fsmc", "diff", cut(self.report.old.name), cut(self.report.new.name)))


def hidden(told: str) -> str:
    """A comment, which nobody sees."""
    return f"<!-- {in_comment(told)} -->"


def _line(line: int) -> str:
    return f" (line {line})" if line else ""


def cut(told: str) -> str:
    """The words, or as many of them as anybody reads."""
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"


def _fenced(language: str, content: str) -> str:
    """A block of code; its fence is longer than any run of backticks in it."""
    fence = "`" * max((len(run) + 1 for run in re.findall("`+", content)), default=3)
    fence = fence if len(fence) >= 3 else "```"
    return f"{fence}{language}\n{content.rstrip(chr(10))}\n{fence}"
