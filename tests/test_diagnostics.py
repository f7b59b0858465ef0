"""A diagnostic shows place, code, excerpt, caret and a way out, and nothing that could upset a terminal."""

from fsmc.diagnostics import Diagnostic, Note, Severity, in_order, render
from fsmc.source import SourceFile, Span

SOURCE = SourceFile("specs/door.fsm", "machine Door\n\tLokced on push -> Open\n")


def test_the_caret_stands_under_the_exact_words_even_after_tabs() -> None:
    fault = Diagnostic("FSM003", "no state named 'Lokced'", Span(2, 2, 2, 8), "did you mean 'Locked'?")
    assert render(fault, SOURCE).splitlines() == [
        "specs/door.fsm:2:2: error[FSM003]: no state named 'Lokced'",
        "    2 |     Lokced on push -> Open",
        "      |     ^^^^^^",
        "  help: did you mean 'Locked'?",
    ]


def test_wide_characters_take_two_columns() -> None:
    source = SourceFile("x", "門 on push")
    assert render(Diagnostic("FSM001", "m", Span(1, 3, 1, 5)), source).splitlines()[2] == "      |    ^^"


def test_of_a_very_long_line_only_the_part_around_the_words_is_shown() -> None:
    source = SourceFile("x", f"{'a' * 5000}word{'b' * 5000}")
    _, shown, marks, *_ = render(Diagnostic("FSM001", "m", Span(1, 5001, 1, 5005)), source).splitlines()
    assert len(shown) < 300
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "word"
    assert (shown[8], shown[-1]) == ("…", "…")
    _, shown, marks, *_ = render(Diagnostic("FSM001", "m", Span(1, 1, 1, 9000)), source).splitlines()
    assert len(marks) == len(shown) - 1 < 300
    assert shown[8] == "a"


def test_a_note_shows_the_other_place() -> None:
    fault = Diagnostic("FSM004", "twice", Span(2, 2, 2, 8), notes=(Note("first declared here", Span(1, 1, 1, 8)),))
    assert "  specs/door.fsm:1:1: note: first declared here" in render(fault, SOURCE)


def test_control_and_bidirectional_characters_never_reach_the_terminal() -> None:
    source = SourceFile("a\x1b[31m", "x \x1b[2J \u202e y")
    text = render(Diagnostic("FSM005", "bad \x07 character", Span(1, 3, 1, 4)), source)
    assert not set(text) & {"\x1b", "\x07", "\u202e"}


def test_colour_only_on_demand() -> None:
    fault = Diagnostic("FSM005", "m", Span(1, 1, 1, 2), severity=Severity.WARNING)
    assert "\x1b[" not in render(fault, SOURCE)
    assert "\x1b[" in render(fault, SOURCE, color=True)


def test_marks_are_coloured_as_one() -> None:
    fault = Diagnostic("FSM005", "m", Span(1, 1, 1, 4))
    assert "\x1b[1;31m^^^\x1b[0m" in render(fault, SourceFile("x", "one"), color=True)


def test_findings_come_in_the_order_of_the_file_each_once() -> None:
    late, early = (Diagnostic("FSM001", "m", Span(line, 1, line, 2)) for line in (2, 1))
    assert in_order([late, early, late]) == (early, late)
