"""The front end reads every construct, recovers by line, and never shows what Lark says of its terminals."""

import re
from pathlib import Path

import pytest
from lark import Token

from fsmc.diagnostics import render
from fsmc.language import load
from fsmc.language.form import FORMS
from fsmc.language.grammar import MAX_NESTING, lex, make_parser
from fsmc.language.parse import parse
from fsmc.source import SourceFile
from tests.random.dice import Dice

MINIMAL = "machine M\nstate A initial\nstate B\nevent e\naction act\nguard g\nvar n: int\ntimer t = 3s\n"

EVERY_STATEMENT = """reference R "u{}"
const C = -1 + 2 * n
type F = X | Y
option o: bool = true
event d = e [n > 3 and not g]
group G "l" = A..B, A except B
tag p "x"
unlisted reject "r"
G on e, timeout t [else] -> stay / n += 1 if g @3 {p}
any except A defer other
enter A / start t = 3s, raise e, stop t
scenario s "l": A [o], e(1) [g] -> B
view v = {p}, G
"""


def faults(text: str) -> list[str]:
    """Each fault as `line:column code`."""
    return [f"{d.span.line}:{d.span.column} {d.code}" for d in load(SourceFile("x.fsm", text))[1]]


def test_the_grammar_has_no_conflict_and_no_terminal_collision() -> None:
    make_parser(strict=True)


def test_tokens_are_those_of_larks_own_lexer() -> None:
    parser, dice = make_parser(), Dice("tokens")
    texts = [path.read_text(encoding="utf-8") for path in (Path(__file__).parent.parent / "corpus").glob("*.fsm")]
    words = sorted(
        {*" ".join(texts).split(" "), *map(chr, range(256)), "\u2028", "\ud800", "İ", "中", "🙂", "\n", "##", '"'}
    )
    texts += ["".join(dice.one(words) for _ in range(300)) for _ in range(30)]
    for text in texts:
        reader = parser.parse_interactive(text)
        assert list(map(_whole, lex(text))) == list(map(_whole, reader.lexer_thread.lex(reader.parser_state)))


def _whole(token: Token) -> tuple[object, ...]:
    """All that is known of a token."""
    return type(token), str(token), *(getattr(token, name) for name in Token.__slots__)


def test_a_faulty_statement_hides_no_other() -> None:
    text = MINIMAL + "A on e => B\nA on e -> C\nA onn e -> B\nA on e -> B / akt\n"
    assert faults(text) == ["9:8 FSM001", "11:3 FSM001", "10:11 FSM003", "12:15 FSM003"]


def test_what_a_faulty_statement_would_have_declared_is_not_missed() -> None:
    assert faults(MINIMAL + "state C initial initial oops\nevent f (\nC on f -> A\n") == ["9:25 FSM001", "10:10 FSM001"]


def test_a_stray_comma_swallows_nothing() -> None:
    text = MINIMAL + "A on e -> B / act,\nstate A\nB on e -> A,\nB on f -> A\n"
    assert faults(text) == ["9:18 FSM019", "11:12 FSM019", "10:7 FSM004", "12:6 FSM003"]


def test_a_line_goes_on_after_a_comma_past_comments_and_blank_lines() -> None:
    machine, found = load(SourceFile("x", MINIMAL + "A on e -> B / act, # why\n\n   # more\n   start t\n"))
    assert not found
    assert machine is not None
    assert machine.lines[0].label == "A on e -> B / act, start t"


def test_crlf_and_cr_end_lines_as_lf_does() -> None:
    for end in ("\r\n", "\r"):
        machine, found = load(SourceFile("x", (MINIMAL + "A on e -> B\n").replace("\n", end)))
        assert not found
        assert machine is not None


def test_documentation_above_and_beside_a_statement_is_joined_in_paragraphs() -> None:
    text = MINIMAL + "## One\n## line.\n##\n## Two.\nA on e -> B  ## Three.\n#### ruler\n"
    machine, _ = load(SourceFile("x", text))
    assert machine is not None
    assert machine.lines[0].doc == "One line.\n\nTwo.\n\nThree."


@pytest.mark.parametrize(
    "name", ["TIME-WAIT", "2-Way", "AdjOK?", "RCR+", "TO-", "a_b", "Zustand", "état", "stop", "on"]
)
def test_names_are_written_as_the_standard_writes_them(name: str) -> None:
    text = f"machine M\nstate A initial\nstate {name}\nevent {name}\nA on {name} -> {name}\n"
    machine, found = load(SourceFile("x", text))
    assert not found
    assert machine is not None
    assert machine.states[1].name == machine.events[0].name == name


@pytest.mark.parametrize("name", ["half-closed (remote)", "any", "it's", "back\\slash", "3rd", "{{ x }}", "a.b"])
def test_any_other_name_goes_in_single_quotes(name: str) -> None:
    written = "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"
    machine, found = load(
        SourceFile("x", f"machine M\nstate A initial\nstate {written}\nevent e\nA on e -> {written}\n")
    )
    assert not found
    assert machine is not None
    assert machine.states[1].name == name
    assert str(machine.states[1]) == written


def test_every_statement_may_be_broken_at_every_word_without_a_word_of_the_parser_generator() -> None:
    text = MINIMAL + EVERY_STATEMENT
    shown = []
    for line in text.splitlines():
        words = line.split(" ")
        for cut in range(len(words)):
            for broken in (words[:cut], [*words[:cut], ")", *words[cut:]], [*words[:cut], *words[cut + 1 :]]):
                source = SourceFile("x", " ".join(broken))
                shown += [render(fault, source) for fault in parse(source)[1]]
    assert shown
    for message in shown:
        head = message.splitlines()[0]
        assert not re.search(r"__|ANON|\$END|Token|[A-Z]{4,}(?<!FSM)", re.sub(r"FSM\d+|'[^']*'", "", head)), head


def test_nesting_beyond_the_limit_is_a_clear_error() -> None:
    for inner in ("(" * 500 + "g" + ")" * 500, "not " * 500 + "g", "n" + " + n" * 500 + " > 1", "- " * 500 + "n > 1"):
        found = load(SourceFile("x", MINIMAL + f"A on e [{inner}] -> B\n"))[1]
        assert [fault.code for fault in found] == ["FSM006"]
        assert str(MAX_NESTING) in found[0].message


def test_a_deep_expression_within_the_limit_is_read() -> None:
    inner = "(" * 90 + "g" + ")" * 90
    assert not load(SourceFile("x", MINIMAL + f"A on e [{inner}] -> B\n"))[1]


def test_an_empty_file_says_what_is_missing() -> None:
    assert faults("") == ["1:1 FSM010"]
    assert faults("# nothing\n") == ["1:1 FSM010"]


def test_the_parser_does_without_its_cache_file_where_it_cannot_be_used(tmp_path: Path) -> None:
    cache = tmp_path / "grammar"
    for content in (None, b"", b"not a cache\n", make_and_read(cache)):
        if content is None:
            cache.unlink(missing_ok=True)
        else:
            cache.write_bytes(content)
        parser = make_parser(cached_in=str(cache)).parse_interactive()
        assert "MACHINE" in parser.accepts()
    assert "MACHINE" in make_parser(cached_in=str(tmp_path / "no" / "folder")).parse_interactive().accepts()


def make_and_read(cache: Path) -> bytes:
    """A good cache file, cut in the middle as by a crash."""
    make_parser(cached_in=str(cache))
    good = cache.read_bytes()
    return good[: len(good) // 2]


def test_the_documentation_shows_the_form_of_each_statement() -> None:
    page = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
    assert [form for form in FORMS.values() if f"\n{form}\n" not in page] == []
