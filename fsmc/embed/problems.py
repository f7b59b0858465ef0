"""Every wording about markers: what is wrong with one in, a `Diagnostic` out."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from fsmc.diagnostics import Diagnostic
from fsmc.embed.document import Markup
from fsmc.source import Span


class BlockError(Exception):
    """Carries a finding to where those of a document are gathered."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.message)
        self.found = found


_START = {
    Markup.MARKDOWN: "<!-- fsmc:diagram specs/tcp.fsm -->",
    Markup.RST: ".. fsmc:diagram specs/tcp.fsm",
}
_END = {Markup.MARKDOWN: "<!-- /fsmc -->", Markup.RST: ".. /fsmc"}


# ------------------------------------------------------------------------------------------------------------- form


def no_markers(markup: Markup) -> Diagnostic:
    return Diagnostic(
        "FSM200",
        "no marker in this file, so there is nothing to fill in",
        Span(1, 1, 1, 1),
        f"write `{_START[markup]}` and `{_END[markup]}`, each on a line of its own and outside of code blocks",
    )


def malformed(span: Span, markup: Markup, *, alone: bool) -> Diagnostic:
    message = "not a marker of fsmc" if alone else "a marker stands on one line and has it for itself"
    return Diagnostic("FSM201", message, span, f"write `{_START[markup]}` or `{_END[markup]}`")


def in_capitals(span: Span, markup: Markup) -> Diagnostic:
    return Diagnostic(
        "FSM201", "the word of a marker has small letters", span, f"write `{_START[markup]}` and `{_END[markup]}`"
    )


def unreadable(span: Span) -> Diagnostic:
    return Diagnostic(
        "FSM201", "this part of the marker cannot be read", span, 'options are written view=overview or view="my view"'
    )


def stray_end(span: Span, markup: Markup) -> Diagnostic:
    return Diagnostic("FSM202", "this ends a block that nothing begins", span, f"begin it: `{_START[markup]}`")


def without_end(span: Span, markup: Markup, next_start: Span | None = None) -> Diagnostic:
    before = f" before the one of line {next_start.line} begins" if next_start else ""
    return Diagnostic(
        "FSM202",
        f"this block does not end{before}",
        span,
        f"write `{_END[markup]}` on a line of its own, outside of code blocks; blocks do not hold blocks",
    )


# ---------------------------------------------------------------------------------------------------- what is asked


def unknown_kind(name: str, span: Span, kinds: Iterable[str]) -> Diagnostic:
    return Diagnostic("FSM203", f"no kind of block named '{name}'", span, _choice(name, kinds))


def no_spec(span: Span, kind: str) -> Diagnostic:
    return Diagnostic("FSM203", "the marker names no spec", span, f"write fsmc:{kind} specs/tcp.fsm")


def too_many_words(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "FSM203", f"'{name}' is too much", span, "after the spec come options, each with its `=`, such as view=overview"
    )


def unknown_option(kind: str, name: str, span: Span, options: Iterable[str]) -> Diagnostic:
    return Diagnostic("FSM204", f"a block of kind {kind} has no option '{name}'", span, _choice(name, options))


def repeated_option(name: str, span: Span) -> Diagnostic:
    return Diagnostic("FSM204", f"{name} is given twice", span, "keep one of them")


def missing_option(kind: str, name: str, span: Span) -> Diagnostic:
    return Diagnostic("FSM204", f"a block of kind {kind} needs {name}=NAME", span, f"say which {name} it is about")


def bad_value(name: str, value: str, span: Span, values: Iterable[str]) -> Diagnostic:
    return Diagnostic("FSM204", f"'{value}' is no {name}", span, _choice(value, values))


def conflict(name: str, other: str, span: Span) -> Diagnostic:
    return Diagnostic("FSM204", f"{name} makes no sense beside {other}", span, "leave out one of them")


def no_place_for_a_picture(path: str, span: Span, why: str) -> Diagnostic:
    return Diagnostic("FSM204", f"no picture can be written to '{path}': {why}", span, "write to=docs/tcp.svg")


# ------------------------------------------------------------------------------------------------------ what is there


def unknown_name(kind: str, name: str, span: Span, machine: str, names: Iterable[str]) -> Diagnostic:
    known = list(names)
    help = _choice(name, known) if known else f"the machine has no {kind}s"
    return Diagnostic("FSM205", f"machine {machine} has no {kind} named '{name}'", span, help)


def unusable_spec(message: str, span: Span, help: str) -> Diagnostic:
    return Diagnostic("FSM206", message, span, help)


def faulty_spec(name: str, number: int, span: Span) -> Diagnostic:
    errors = "1 error" if number == 1 else f"{number} errors"
    return Diagnostic("FSM206", f"{name} has {errors}", span, f"see `fsmc check {name}`")


def no_picture(name: str, span: Span, folder: str = "") -> Diagnostic:
    """No picture of that name; `folder` is the one that outputs were said to be in."""
    nearest = "no generated/ folder beside the spec or above it holds"
    return Diagnostic(
        "FSM207",
        f"{f'{folder} does not hold' if folder else nearest} {name}",
        span,
        "run `fsmc build`, or let fsmc inject write the picture: to=docs/tcp.svg; format=mermaid needs no file",
    )


def two_pictures(path: str, span: Span) -> Diagnostic:
    return Diagnostic("FSM208", f"another block writes a different picture to {path}", span, "give each its own file")


def _choice(name: str, known: Iterable[str]) -> str:
    """`did you mean 'view'?`, or all that there is to choose from."""
    choices = list(known)
    close = get_close_matches(name, choices, n=1)
    return f"did you mean '{close[0]}'?" if close else f"choose from {', '.join(choices)}"
