"""Rules in, their documentation out: a page of lines for a terminal, sections of Markdown, or data."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fsmc.analysis import NO_DEMANDS, Demands
from fsmc.diagnostics import Severity
from fsmc.diff.tables.rules import RULES as OF_TABLES
from fsmc.embed.rules import catalog as documents
from fsmc.lint import RULES as OF_SPECS
from fsmc.lint import Rule

RULES: tuple[Rule, ...] = (*OF_SPECS, *documents.RULES, *OF_TABLES)
"""Everything that fsmc finds in specs, in documents and in tables, in order of the codes."""
FORMAT_VERSION = 1
"""The version of the JSON; it grows when a reader of the one before would be misled."""
BOOK = "docs/rules.md"
"""Where the whole documentation stands in the project."""


def rule(code_or_name: str) -> Rule | None:
    """The rule of that code or name, in capitals or not; None if there is none."""
    wanted = code_or_name.casefold()
    return next((each for each in RULES if wanted in (each.code.casefold(), each.name)), None)


# ------------------------------------------------------------------------------------------------- for a terminal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; `kind` is one of title, text, heading and code."""

    text: str
    kind: str = "text"


def page(of: Rule, width: int) -> Iterator[Line]:
    """The page of a rule, its prose broken to the width."""
    yield Line(f"{of.code} {of.name}", "title")
    yield Line(", ".join(_traits(of)))
    for paragraph in (of.summary, *filter(None, of.why.split("\n\n"))):
        yield Line("")
        yield from map(Line, _broken(paragraph, width))
    for heading, example in (("Example", of.example), ("Instead", of.instead)):
        yield Line("")
        yield Line(f"{heading}:", "heading")
        yield from (Line(f"    {line}".rstrip(), "code") for line in example.splitlines())


def _broken(paragraph: str, width: int) -> list[str]:
    """A paragraph in lines of the width; lists stay as they are."""
    lines = paragraph.splitlines()
    if any(line.startswith(("-", "|", " ")) for line in lines):
        return lines
    return textwrap.wrap(" ".join(lines), width, break_on_hyphens=False, break_long_words=False)


def _traits(of: Rule) -> list[str]:
    """What kind of finding this is, in words."""
    traits = [of.severity.value]
    if of.undecided:
        traits.append("an open question (exit status 3)")
    if is_asked(of):
        traits.append(f"looked for where a project asks for it ({setting(of.asked)})")
    if of.fixable:
        traits.append("`--fix` mends some")
    return traits


def is_asked(of: Rule) -> bool:
    """Whether the rule looks only where a project asks for it."""
    return of.asked != NO_DEMANDS


def setting(asked: Demands) -> str:
    """The setting by which a project asks for a rule."""
    if asked.docs:
        return "`require-docs`"
    return "`require-citations`" if asked.citations else "`max-unlisted`"


# -------------------------------------------------------------------------------------------------------- Markdown


@dataclass(frozen=True, slots=True)
class _Chapter:
    """Rules that belong together; `last` is the greatest code that does."""

    title: str
    about: str
    last: str


_CHAPTERS = (
    _Chapter(
        "Form, names and types",
        "Errors that are found while a spec is read. All of a file are shown in one run; what a machine does is looked "
        "at once there are none.",
        "FSM039",
    ),
    _Chapter("What the machine does", "Errors in a machine that could be read. They stop a build.", "FSM079"),
    _Chapter(
        "Warnings",
        "What is legal and probably not meant. Warnings are looked for in a machine without errors, and a project "
        "selects or ignores them.",
        "FSM139",
    ),
    _Chapter("The checking itself", "What is wrong with what a spec says about its own findings.", "FSM199"),
    _Chapter("Markers in documents", "What `fsmc inject` finds; see [embedding.md](embedding.md).", "FSM209"),
    _Chapter("State tables", "What `fsmc diff` finds in a CSV file; see [diff.md](diff.md).", "FSM999"),
)

_OPENING = """\
# What fsmc finds

Each finding has a code that stays and a name that can be read; either will do in settings and in
`# fsmc: ignore[unreachable-state]`. `fsmc explain FSM012` prints a page of this document, `fsmc explain --list` a line
for each.

`make` writes this document from the files under `fsmc/lint/`, `fsmc/embed/rules/` and `fsmc/diff/tables/rules/`. The
tests run both examples of each rule: the first has the finding where its comment says so, and no other; the second has
none.
"""


def book() -> str:
    """The documentation of all rules as one Markdown document."""
    parts = [_OPENING]
    for chapter, rules in _chapters():
        parts += [f"## {chapter.title}\n", f"{chapter.about}\n", table(rules)]
        parts += [section(each) for each in rules]
    return "\n".join(parts)


def _chapters() -> Iterator[tuple[_Chapter, list[Rule]]]:
    left = list(RULES)
    for chapter in _CHAPTERS:
        rules = [each for each in left if each.code <= chapter.last]
        left = left[len(rules) :]
        if rules:
            yield chapter, rules


def table(rules: Sequence[Rule]) -> str:
    """A row for each rule, which leads to its section."""
    rows = [f"| [{each.code}](#{each.code.lower()}) | `{each.name}` | {_told(each)} |\n" for each in rules]
    return "".join(["| code | name | what is found |\n|---|---|---|\n", *rows])


def _told(of: Rule) -> str:
    """The summary in one line, with what else is worth a word in a table."""
    extra = ["fix"] if of.fixable else []
    extra += [setting(of.asked)] if is_asked(of) else []
    summary = " ".join(of.summary.split()).replace("|", "\\|")
    return f"{summary} *({', '.join(extra)})*" if extra else summary


def section(of: Rule) -> str:
    """The page of a rule as a section of Markdown; `#fsm012` leads to it."""
    prose = "\n\n".join(filter(None, (of.summary, of.why)))
    bad, good = ("text", "fsm")
    if of in documents.RULES or of in OF_TABLES:
        bad = good = "markdown" if of in documents.RULES else "csv"
    return (
        f'### <a id="{of.code.lower()}"></a>{of.code} `{of.name}`\n\n'
        f"{', '.join(_traits(of)).capitalize()}.\n\n{prose}\n\n"
        f"Example:\n\n```{bad}\n{of.example}```\n\nInstead:\n\n```{good}\n{of.instead}```\n"
    )


# ------------------------------------------------------------------------------------------------------------ data


def data(rules: Sequence[Rule]) -> dict[str, object]:
    """The documentation of rules as JSON has it."""
    return {"version": FORMAT_VERSION, "rules": [_entry(each) for each in rules]}


def _entry(of: Rule) -> dict[str, object]:
    return {
        "code": of.code,
        "name": of.name,
        "severity": of.severity.value,
        "summary": " ".join(of.summary.split()),
        "why": of.why,
        "example": of.example,
        "instead": of.instead,
        "fixable": of.fixable,
        "undecided": of.undecided,
        "asked_by": setting(of.asked).strip("`") if is_asked(of) else None,
        "can_be_ignored": of.severity is Severity.WARNING,
    }
