"""What a fix does to a text: only what it says, with every comment, line end and byte beside it as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from fsmc import compiler
from fsmc.diagnostics import Diagnostic, Edit, Fix, Removal, Severity
from fsmc.fixes import apply, edits, mend
from fsmc.language.words import COMMENT, words
from fsmc.lint import RULES
from fsmc.project import Settings, judge
from fsmc.source import SourceFile, Span

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.fsm"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in CORPUS} | {rule.name: rule.example for rule in RULES}


def source(text: str) -> SourceFile:
    return SourceFile("door.fsm", text)


def replacing(line: int, column: int, end: int, text: str) -> Fix:
    return Fix(f"write {text}", (Edit(Span(line, column, line, end), text),))


def removing(line: int) -> Fix:
    return Fix("take it away", (Removal(Span(line, 1, line, 2)),))


def test_words_are_replaced_where_they_stand() -> None:
    assert apply(source("one two\nthree\n"), [replacing(1, 5, 8, "2"), replacing(2, 1, 6, "3")]) == "one 2\n3\n"


def test_an_empty_span_inserts() -> None:
    assert apply(source("state A\n"), [replacing(1, 8, 8, " final")]) == "state A final\n"


def test_of_fixes_that_overlap_the_first_wins_and_no_fix_is_done_by_half() -> None:
    both = Fix("both", (Edit(Span(1, 1, 1, 4), "1"), Edit(Span(2, 1, 2, 4), "2")))
    assert apply(source("one\ntwo\n"), [replacing(2, 1, 3, "TW"), both]) == "one\nTWo\n"
    assert apply(source("one\ntwo\n"), [both, replacing(2, 1, 3, "TW")]) == "1\n2\n"


def test_two_fixes_that_say_the_same_are_one() -> None:
    assert apply(source("one\n"), [replacing(1, 1, 4, "1"), replacing(1, 1, 4, "1")]) == "1\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_stay_what_they_are(end: str) -> None:
    text = end.join(["one", "two", "three"])
    assert apply(source(text), [replacing(2, 1, 4, "2")]) == end.join(["one", "2", "three"])


def test_lines_that_come_in_end_as_the_others_do() -> None:
    assert apply(source("one\r\ntwo\r\n"), [replacing(1, 4, 4, "\nmore")]) == "one\r\nmore\r\ntwo\r\n"


def test_a_statement_goes_with_its_documentation_and_its_comments_stay() -> None:
    text = """\
state A
# About B.
## What it is.
# More about B.
group B = A,  # why A
    C  ## and C
state C
"""
    expected = "state A\n# About B.\n# More about B.\n# why A\nstate C\n"
    assert apply(source(text), [removing(5)]) == expected


def test_a_statement_between_blank_lines_leaves_one_of_them() -> None:
    assert apply(source("state A\n\ngroup B = A\n\nstate C\n"), [removing(3)]) == "state A\n\nstate C\n"


def test_two_statements_in_a_row_can_go() -> None:
    assert apply(source("a\nb\nc\nd\n"), [removing(2), removing(3)]) == "a\nd\n"


def test_the_last_statement_of_a_text_without_a_last_line_end_can_go() -> None:
    assert apply(source("a\nb"), [removing(2)]) == "a\n"


def test_a_fix_can_be_told_as_replacements_alone() -> None:
    text = source("a\nb # why\nc\n")
    assert edits(text, removing(3)) == (Edit(Span(3, 1, 4, 1), ""),)
    assert edits(text, removing(2)) == (Edit(Span(2, 1, 2, 8), "# why"),)


def finding(fix: Fix | None, severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic("FSM099", "found", Span(1, 1, 1, 2), fix=fix, severity=severity)


def test_fixes_that_overlap_are_done_one_after_the_other() -> None:
    def judged(text: SourceFile) -> list[Diagnostic]:
        if text.text == "a b":
            return [finding(replacing(1, 1, 2, "A")), finding(replacing(1, 1, 4, "a B"))]
        return [finding(replacing(1, 3, 4, "B"))] if text.text.endswith("b") else []

    mended = mend(source("a b"), judged)
    assert (mended.source.text, len(mended.done), mended.left) == ("A B", 2, ())


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    def judged(text: SourceFile) -> list[Diagnostic]:
        return [finding(replacing(1, 1, 2, "b" if text.text == "a" else "a"))]

    assert mend(source("a"), judged).source.text in ("a", "b")


def test_a_fix_that_breaks_a_spec_is_not_kept() -> None:
    def judged(text: SourceFile) -> list[Diagnostic]:
        return [finding(replacing(1, 1, 2, "b")) if text.text == "a" else finding(None, Severity.ERROR)]

    mended = mend(source("a"), judged)
    assert (mended.source.text, mended.done, len(mended.left)) == ("a", (), 1)


# -------------------------------------------------------------------------------------------- the fixes of all rules


def judged(text: SourceFile) -> tuple[Diagnostic, ...]:
    settings = Settings(Path.cwd())
    return judge(text, compiler.check(text).diagnostics, settings)


def comments(text: str) -> list[str]:
    """The comments for people, in order."""
    found = (word.text.rstrip() for word in words(source(text)) if word.kind == COMMENT)
    return [comment for comment in found if "fsmc:" not in comment]


@pytest.mark.parametrize("name", TEXTS)
def test_the_fixes_of_a_spec_keep_its_comments_its_line_ends_and_its_machine(name: str) -> None:
    text = source(TEXTS[name].replace("\n", "\r\n"))
    mended = mend(text, judged)
    rest = iter(comments(mended.source.text))
    for comment in comments(text.text):  # in their order; what became a comment may have one of its own at its end
        assert any(kept.endswith(comment) for kept in rest), f"{comment} is lost, or has moved"
    assert "\n" not in mended.source.text.replace("\r\n", "")
    assert not any(each.fix for each in mended.left), "a fix is left that was not done"
    before, after = compiler.check(text), compiler.check(mended.source)
    assert len(after.errors) <= len(before.errors) or before.machine is None
    assert (after.machine is None) <= (before.machine is None)
