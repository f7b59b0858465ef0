"""The text of a spec in, tokens for Pygments out: states, events, actions and what is said of them, each in its colour.

Keywords are contextual, as in `language/fsm.lark`: a word is read by where it stands.  Where a name or a value is
wanted nearly every word is a name; after one, words join, and `on`, `within`, `initial` and the like are keywords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace, _TokenType

from fsmc import names

_WORDS = re.compile(
    rf"""
      (?P<DOC>      \#\#(?!\#)[^\n]* )
    | (?P<COMMENT>  \#[^\n]* )
    | (?P<NEWLINE>  \n )
    | (?P<BLANK>    [ \t]+ )
    | (?P<STRING>   "(?:[^"\\\n]|\\["\\nt])*" )
    | (?P<QUOTED>   '(?:[^'\\\n]|\\['\\])+' )
    | (?P<CITATION> @[^\s,{{}}\[\]\#"]+ )
    | (?P<DURATION> \d+(?:\.\d+)?(?:ms|s|min|h)(?![\w-]) )
    | (?P<NUMBER>   \d+(?![\w-]) )
    | (?P<WORD>     {names.BARE_NAME} )
    | (?P<SIGN>     -> | \.\. | == | != | <= | >= | \+= | -= | [][(){{}},:.=<>+*/|-] )
    | (?P<JUNK>     . )
    """,
    re.VERBOSE | re.DOTALL,
)

_ASIDE: Mapping[str, _TokenType] = {
    "DOC": String.Doc,
    "COMMENT": Comment.Single,
    "NEWLINE": Whitespace,
    "BLANK": Whitespace,
    "CITATION": Name.Decorator,
    "JUNK": Text,
}
"""What means the same everywhere, and after which a statement goes on as before."""
_VALUES: Mapping[str, _TokenType] = {"STRING": String.Double, "DURATION": Number, "NUMBER": Number.Integer}

_HEADS: Mapping[str, _TokenType | None] = {
    "machine": Name.Namespace,
    "reference": Name.Namespace,
    "const": Name.Constant,
    "type": Keyword.Type,
    "option": Name.Variable,
    "var": Name.Variable,
    "timer": Name.Variable,
    "event": Name.Function,
    "action": Name.Builtin,
    "guard": Name.Function,
    "state": Name.Class,
    "group": Name.Class,
    "tag": Name.Decorator,
    "scenario": Name.Label,
    "view": Name.Label,
    "unlisted": None,
    "enter": None,
    "leave": None,
}
"""The words that begin statements, and what the name after them is."""

_ROLES: Mapping[str, _TokenType] = {
    "states": Name.Class,
    "events": Name.Function,
    "effects": Name.Builtin,
    "types": Keyword.Type,
    "members": Name.Constant,
    "tags": Name.Decorator,
}
"""What the names in each part of a statement are; those of expressions and of parties have no colour."""

_BEFORE_A_NAME: Mapping[str, tuple[str, _TokenType]] = {
    "timeout": ("events", Name.Variable),
    "start": ("effects", Name.Variable),
    "stop": ("effects", Name.Variable),
    "raise": ("effects", Name.Function),
    "scenario": ("states", Name.Label),
}
"""Keywords only before a name and in one part of a statement, and what that name is."""

_VERBS = ("ignore", "reject", "never", "defer")
_JOINTS = {"on": "events", **dict.fromkeys(_VERBS, "events"), "within": "states", "from": "parties", "to": "parties"}
"""Keywords only after a name or a value, and the part of the statement that they begin."""
_FLAGS = ("initial", "final", "box", "mark", "bold", "dashed")
"""Keywords only after a name or a value, that begin nothing."""

_WANTING: Mapping[str, _TokenType] = {
    **dict.fromkeys(("except", "if"), Keyword),
    **dict.fromkeys(("and", "or", "not"), Operator.Word),
}
"""Words that are never names, before a name or a value."""
_COMPLETE: Mapping[str, _TokenType] = {
    **dict.fromkeys(("any", "other", "stay", "else", "running"), Keyword),
    **dict.fromkeys(("true", "false"), Keyword.Constant),
}
"""Words that are never names and stand where one could."""


@dataclass
class _Statement:
    """What is known of a statement from the words that were read so far."""

    head: str = ""
    begun: bool = False
    wanted: bool = True  # a name or a value is to come, not a word that joins
    last: str = ""
    part: str = "states"
    item: str = "states"  # the part that a comma leads back to
    naming: _TokenType | None = None  # what the next name is, where the word before it says so
    outer: list[tuple[str, str]] = field(default_factory=list)  # the parts and items outside of open brackets

    def word(self, text: str, following: str) -> _TokenType:
        """The kind of a word without quotes; `following` is what stands next on its line."""
        if not self.begun and text in _HEADS:
            return self._head(text)
        if text in _COMPLETE or text in _WANTING:
            return self._never_a_name(text)
        if not self.wanted:
            return self._joint(text)
        return self._prefix(text) if self._is_prefix(text, following) else self.name(following)

    def name(self, following: str) -> _TokenType:
        """The kind of a name."""
        if self.part == "types" and following == "|":
            self.part = "members"
        assigned = self.part == "effects" and following in ("=", "+=", "-=")
        kind = Name.Variable if assigned else _ROLES.get(self.part, Name)
        kind, self.naming, self.wanted = self.naming or kind, None, False
        return kind

    def sign(self, text: str) -> _TokenType:
        """The kind of a sign, and what the statement wants after it."""
        if text in "([{":
            self._open(text)
        elif text in ")]}":
            self.part, self.item = self.outer.pop() if self.outer else (self.part, self.item)
        else:
            self._turn(text)
        self.wanted = text not in ")]}"
        return Punctuation if text in "()[]{},:." else Operator

    def _head(self, text: str) -> _TokenType:
        self.head, self.naming = text, _HEADS[text]
        if self.naming:
            self.part = self.item = "declaration"
        return Keyword.Declaration

    def _never_a_name(self, text: str) -> _TokenType:
        self.wanted = text in _WANTING
        if text == "if":
            self.part = "expression"
        return _WANTING[text] if self.wanted else _COMPLETE[text]

    def _is_prefix(self, text: str, following: str) -> bool:
        if self.head == "unlisted":
            return text in _VERBS
        is_name = re.match(r"[\w']", following) and following not in _COMPLETE and following not in _WANTING
        return bool(is_name) and _BEFORE_A_NAME.get(text, ("",))[0] == self.part

    def _prefix(self, text: str) -> _TokenType:
        self.wanted = text in _BEFORE_A_NAME
        self.naming = _BEFORE_A_NAME[text][1] if self.wanted else None
        return Keyword

    def _joint(self, text: str) -> _TokenType:
        if text in _JOINTS:
            self.part = self.item = _JOINTS[text]
            self.wanted = True
        return Keyword if text in _JOINTS or text in _FLAGS else Name

    def _open(self, bracket: str) -> None:
        """Brackets hold a matter of their own: tags, typed parts of a payload, or expressions."""
        self.outer.append((self.part, self.item))
        inside = "tags" if bracket == "{" else "parameters" if self.part == "declaration" else "expression"
        self.part = self.item = inside

    def _turn(self, sign: str) -> None:
        """Signs that begin another part of the statement."""
        path = self.head == "scenario" and not self.outer
        if sign == ",":
            self.part = self.item
        elif sign == "->":
            self.part = "states"
        elif sign == "/":
            self.part = self.item = "effects"
        elif sign == ":":
            self.part, self.item = ("states", "events") if path else ("types", self.item)
        elif sign == "=":
            self._define()

    def _define(self) -> None:
        """What stands after `=` depends on what is defined."""
        defined = {"group": "states", "view": "states", "event": "events", "type": "members"}.get(self.head)
        if defined and not self.outer:
            self.part = self.item = defined
        else:
            self.part = "expression"


class FsmLexer(Lexer):
    """Pygments' lexer of the .fsm language (docs/language.md)."""

    name = "fsm"
    aliases = ("fsm",)
    filenames = ("*.fsm",)
    mimetypes = ("text/x-fsm",)

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """The words of a text, each with its place and kind; joined they are the text."""
        words = list(_WORDS.finditer(text))
        statement = _Statement()
        for number, found in enumerate(words):
            kind, word = str(found.lastgroup), found[0]
            if kind == "NEWLINE" and statement.last != ",":
                statement = _Statement()
            yield found.start(), _kind(statement, kind, word, _following(words, number)), word
            if kind not in ("NEWLINE", "BLANK", "COMMENT", "DOC"):
                statement.begun, statement.last = True, word

    @staticmethod
    def analyse_text(text: str) -> float:
        """How likely a text is a spec: it names a machine and an initial state, each at the start of a line."""
        machine = re.search(r"^machine[ \t]+[\w']", text, re.MULTILINE)
        return 0.6 if machine and re.search(r"^state[ \t].*\binitial\b", text, re.MULTILINE) else 0.0


def _kind(statement: _Statement, kind: str, word: str, following: str) -> _TokenType:
    if kind in _ASIDE:
        return _ASIDE[kind]
    if kind in _VALUES:
        statement.wanted = False
        return _VALUES[kind]
    if kind == "SIGN":
        return statement.sign(word)
    return statement.word(word, following) if kind == "WORD" else statement.name(following)


def _following(words: list[re.Match[str]], number: int) -> str:
    """The next word of the line that is no blank; empty at its end."""
    after = words[number + 1 : number + 3]
    return next((found[0] for found in after if found.lastgroup != "BLANK"), "")
