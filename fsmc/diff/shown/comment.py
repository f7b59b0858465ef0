"""The specs of a project in, one Markdown comment out: a table of all that changed, and a part to unfold for each."""

from __future__ import annotations

from collections.abc import Sequence

from fsmc.diff.project import Project, Spec
from fsmc.diff.shown import markdown
from fsmc.diff.shown.project import banner, is_told, sentence, summary
from fsmc.diff.side import Report
from fsmc.emit.prose import on_one_line
from fsmc.emit.reference.markdown import blocks, code, table, uncalled

_MOST_ROWS = 100
_LEAST = 2_000
"""Characters; a part that would be shorter is left out."""


def comment(project: Project, *, largest: int = markdown.LARGEST) -> str:
    """The comment, in no more than `largest` characters: what is too long is told shorter, from the longest on."""
    told = [spec for spec in project.specs if is_told(spec)]
    head = blocks(markdown.hidden(banner(project)), _headline(project), _table(told))
    return f"{blocks(head, *_parts(told, largest - len(head)))}\n"


def _headline(project: Project) -> str:
    sign = markdown.SIGNS[project.grade] if all(spec.grade for spec in project.specs) else "❗"
    return f"### {sign} {project.grade}: {uncalled(summary(project))}"


def _table(told: Sequence[Spec]) -> str:
    rows = [(code(markdown.cut(spec.name)), _grade(spec), uncalled(markdown.cut(sentence(spec)))) for spec in told]
    more = f"… and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""
    return blocks(table(("spec", "verdict", "why"), rows[:_MOST_ROWS]), more)


def _grade(spec: Spec) -> str:
    word = spec.grade if spec.report else spec.fate
    return f"{markdown.SIGNS[spec.grade] if spec.grade else '❗'} **{word}**"


def _parts(told: Sequence[Spec], room: int) -> list[str]:
    """The comparisons, each folded.  Those that need little leave their room to the others."""
    reports = [(spec, spec.report) for spec in told if spec.report]
    parts: dict[int, str] = {}
    whole = [_part(*pair, room) for pair in reports]
    for done, place in enumerate(sorted(range(len(whole)), key=lambda at: len(whole[at]))):
        share = room // (len(whole) - done)
        part = whole[place] if len(whole[place]) <= share else _part(*reports[place], share) if share >= _LEAST else ""
        room -= len(part) + 2
        if part:
            parts[place] = part
    missing = len(whole) - len(parts)
    rest = f"There is no room for {missing} more: {code('fsmc diff --since')} prints all." if missing else ""
    return [*(parts[place] for place in sorted(parts)), *([rest] if rest else [])]


def _part(spec: Spec, report: Report, largest: int) -> str:
    assert spec.grade
    name = on_one_line(markdown.cut(spec.name)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    summary = f"<summary>{markdown.SIGNS[spec.grade]} <b>{spec.grade}</b>: <code>{name}</code></summary>"
    inner = markdown.markdown(report, largest=largest - len(summary) - 30, headed=False).rstrip("\n")
    return f"<details>\n{summary}\n\n{inner}\n\n</details>"
