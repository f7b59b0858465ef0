"""The lexer for Pygments: it loses no character, knows every spec, and finds keywords where the grammar has them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

import pytest
from lark import Lark, Token, Tree
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, String, _TokenType

from fsmc.highlight import FsmLexer
from fsmc.language.grammar import _Trivia, grammar
from fsmc.language.splitting import split
from tests.random.dice import Dice
from tests.random.specs import spec_text

ROOT = Path(__file__).parent.parent
SPECS = sorted([*ROOT.glob("specs/*.fsm"), *ROOT.glob("tests/corpus/*.fsm"), ROOT / "tests/emit/everything.fsm"])
SEEDS = range(25)


def kinds(text: str) -> list[tuple[str, _TokenType]]:
    """The words of a text and their kinds, without blanks."""
    tokens = FsmLexer(stripnl=False, ensurenl=False).get_tokens(text)
    return [(word, kind) for kind, word in tokens if word.strip()]


def kind_of(word: str, text: str) -> _TokenType:
    return dict(kinds(text))[word]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_a_spec_is_coloured_without_an_error_and_without_losing_a_character(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tokens = list(FsmLexer().get_tokens_unprocessed(text))
    assert "".join(word for _, _, word in tokens) == text
    ends = accumulate(len(word) for *_, word in tokens)
    assert [place for place, _, _ in tokens] == [0, *ends][:-1]
    assert [word for _, kind, word in tokens if kind is Error] == []


# ---------------------------------------------------------------------------------------- keywords are contextual


@cache
def parser() -> Lark:
    return Lark(
        grammar(), parser="lalr", lexer="basic", postlex=_Trivia(), keep_all_tokens=True,
        propagate_positions=True,
    )  # fmt: skip


def words_of_the_grammar() -> set[str]:
    """All that the grammar spells in letters."""
    return {terminal.pattern.value for terminal in parser().terminals if terminal.pattern.value.isalpha()}


_NAMES = {"name", "head", "plain", "operand", "head_word", "statement_word"}


def keywords_of_the_grammar(text: str) -> set[tuple[int, str]]:
    """The places of the words that the grammar reads as keywords."""
    found, keywords = set(), words_of_the_grammar()
    for chunk in split(text, []):
        statement = parser().parse_interactive()
        for token in chunk.tokens:
            statement.feed_token(token)
        tree = statement.feed_token(Token.new_borrow_pos("$END", "", chunk.tokens[-1]))
        found |= {(token.start_pos, str(token)) for token in outside_of_names(tree) if str(token) in keywords}
    return found


def outside_of_names(tree: Tree[Token]) -> Iterator[Token]:
    for child in tree.children:
        if isinstance(child, Token):
            yield child
        elif child is not None and child.data not in _NAMES:
            yield from outside_of_names(child)


def keywords_of_the_lexer(text: str) -> set[tuple[int, str]]:
    tokens = FsmLexer().get_tokens_unprocessed(text)
    return {(place, word) for place, kind, word in tokens if is_keyword(kind)}


def is_keyword(kind: _TokenType) -> bool:
    return (kind in Keyword and kind is not Keyword.Type) or kind is Operator.Word


KEYWORDS_AS_NAMES = """\
machine machine "on" @1
reference reference "https://example.org/{}"
const const = 3
type type = on | to | bold
type raise (start: bool, on: int)
option option: bool = true
var var: from | within = from
var initial: type
timer timer = 3s within start..stop, state
timer within = 2 * const within within
event event (event: type = to, on: start | stop) from from {tag}
event on from to
event timeout = timeout timer [on] from within
event start = timeout [running(timer) and not (on or start)]
action start (to: on*) to to / var = on, start timer = 3s if on, stop timer, raise raise(on)
action stop / stop = 3, start = 3, raise += 1, start timer
action raise / stop, start if stop, raise
guard on (on: on)
state initial initial
state final "final" final
state on initial
state box
group box box = any except initial, final..on
group mark "mark" box = box
tag mark mark
tag bold "bold" mark
unlisted reject "reject"
unlisted ignore
enter enter / start
leave any except leave / stop, start timer if stop
on on on -> on
on, start..stop on on, timeout timer, timeout, other [else] -> stay / start, stop, raise on, start if on @1 {on, to}
stop ignore ignore, timeout timeout
timeout reject reject [reject] "reject"
never never never
defer defer defer
from..to except within defer within
scenario bold bold: on, on -> on
scenario "on" dashed: on [on and to], on(on) [else] -> on, timeout timer -> stop, timeout -> start
scenario dashed: to, to -> to
view view to to = {on}, on, scenario scenario, to
"""


@pytest.mark.parametrize("line", KEYWORDS_AS_NAMES.splitlines())
def test_a_keyword_is_one_only_where_the_grammar_has_one(line: str) -> None:
    assert keywords_of_the_lexer(line) == keywords_of_the_grammar(line)


def test_a_statement_goes_on_after_a_comma_a_comment_and_an_empty_line() -> None:
    text = "view from = to,  ## on\n\n  # on\n  scenario stop\nstate on initial\n"
    assert keywords_of_the_lexer(text) == keywords_of_the_grammar(text)


@pytest.mark.parametrize("path", [path for path in SPECS if path.parent.name != "corpus"], ids=lambda path: path.name)
def test_the_keywords_of_a_spec_are_those_of_the_grammar(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert keywords_of_the_lexer(text) == keywords_of_the_grammar(text)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_keywords_of_random_specs_are_those_of_the_grammar(seed: int) -> None:
    text = spec_text(Dice(f"highlight {seed}"))
    tokens = list(FsmLexer().get_tokens_unprocessed(text))
    assert "".join(word for _, _, word in tokens) == text
    assert Error not in {kind for _, kind, _ in tokens}
    assert keywords_of_the_lexer(text) == keywords_of_the_grammar(text)


# ----------------------------------------------------------------------------------------------------- other words


def test_states_events_actions_and_what_is_declared_are_told_apart() -> None:
    line = dict(kinds("A on go, timeout t [x > 3] -> B / say(x), n += 1, start t = 250ms  ## Why.\n"))
    assert line["A"] is line["B"] is Name.Class
    assert line["go"] is Name.Function
    assert line["say"] is Name.Builtin
    assert line["n"] is line["t"] is Name.Variable
    assert line["250ms"] is Number
    assert line["## Why."] is String.Doc


def test_a_declaration_colours_its_name_types_and_members() -> None:
    line = dict(kinds("event e (a: Flag = on, b: red | green, c: int) from peer\n"))
    assert line["e"] is Name.Function
    assert line["Flag"] is Keyword.Type
    assert line["red"] is line["green"] is Name.Constant
    assert line["int"] is Keyword.Type
    assert line["peer"] is Name


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("# a comment", Comment.Single),
        ("#### a ruler", Comment.Single),
        ("## a doc # with a mark", String.Doc),
        ('"a \\"text\\""', String.Double),
        ("'half-closed (remote)'", Name.Class),
        ("@RFC5961:4", Name.Decorator),
        ("MUST-11", Name.Decorator),
        ("->", Operator),
        ("AdjOK?", Name.Function),
        ("2-Way", Name.Class),
    ],
)
def test_every_kind_of_word_has_its_colour(word: str, kind: _TokenType) -> None:
    texts = (
        f"2-Way on AdjOK? -> 'half-closed (remote)' @RFC5961:4 {{MUST-11}}  {word if word.startswith('#') else ''}\n",
        'A reject b "a \\"text\\""\n',
    )
    assert kind_of(word, texts[1] if word.startswith('"') else texts[0]) is kind


def test_what_is_no_spec_is_text_and_not_an_error() -> None:
    words = kinds("état \"open\nstate $ \N{ELECTRIC PLUG} ; 'x\nmachine NAME …\n")
    assert Error not in [kind for _, kind in words]


def test_only_a_text_that_names_a_machine_and_an_initial_state_looks_like_a_spec() -> None:
    assert FsmLexer.analyse_text((ROOT / "specs/tcp.fsm").read_text(encoding="utf-8")) > 0.5
    assert FsmLexer.analyse_text("The machine is in its initial state.\nstate initial\n") == 0
