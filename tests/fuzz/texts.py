"""Hypothesis strategies of what strangers may send: bytes, words in any order, specs gone wrong, hostile tables."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import strategies as st

from fsmc.language.grammar import grammar

ROOT = Path(__file__).parent.parent.parent
SPECS = tuple(
    path.read_text(encoding="utf-8")
    for path in sorted([*ROOT.glob("specs/*.fsm"), *ROOT.glob("tests/corpus/*.fsm")])
    if path.stat().st_size < 8_000
)
_TERMINALS = re.findall(r'"([^"\s]+)"', grammar().partition("// ---- read by splitting.py only")[0])
_OWN = (
    "A",
    "B",
    "e",
    "f",
    "n",
    "t",
    "act",
    "'a b'",
    '"text"',
    "3",
    "2s",
    "0.5ms",
    "##",
    "#",
    "\\",
    "$",
    "→",
    "''",
    '"',
)
_HUGE = ("9" * 120, "9" * 5000, "1e400", "9" * 40 + "s", "0." + "1" * 400 + "s", "-" * 150, "(" * 150, "not " * 150)
WORDS = tuple(dict.fromkeys([*_TERMINALS, *_OWN]))
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

words = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(_HUGE))
blanks = st.sampled_from(
    [" ", " ", " ", "", "\n", ",\n    ", "  # fsmc: ignore[FSM080]\n", "\t", "\r\n", "\N{ZERO WIDTH SPACE}"]
)
_HEAD = "machine M\nstate A initial\nstate B\nevent e (n: int)\nevent f\naction act\ntimer t = 2s\n"


@st.composite
def soup(draw: st.DrawFn) -> str:
    """Words of the language in any order, with or without a beginning of declarations."""
    parts = draw(st.lists(st.tuples(words, blanks), max_size=60))
    return draw(st.sampled_from(["", _HEAD])) + "".join(word + blank for word, blank in parts)


@st.composite
def gone_wrong(draw: st.DrawFn) -> str:
    """A real spec after up to six changes of characters, words or lines, or with a part of another in it."""
    text = draw(st.sampled_from(SPECS))
    for change in draw(st.lists(st.sampled_from(_CHANGES), min_size=1, max_size=6)):
        text = change(draw, text)
    return text


def _characters(draw: st.DrawFn, text: str) -> str:
    begin, length = draw(st.integers(0, len(text))), draw(st.integers(0, 5))
    return text[:begin] + draw(st.text(max_size=4)) + text[begin + length :]


def _words(draw: st.DrawFn, text: str) -> str:
    tokens = _TOKEN.findall(text) or [""]
    place = draw(st.integers(0, len(tokens) - 1))
    tokens[place : place + draw(st.integers(0, 2))] = [draw(words), draw(blanks)]
    return "".join(tokens)


def _lines(draw: st.DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    source, target = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines)))
    taken = lines[source : source + draw(st.integers(0, 3))] * draw(st.sampled_from([1, 1, 1, 2, 20]))
    return "".join([*lines[:target], *taken, *lines[target + draw(st.integers(0, 2)) :]])


def _spliced(draw: st.DrawFn, text: str) -> str:
    other = draw(st.sampled_from(SPECS))
    begin, end = draw(st.integers(0, len(text))), draw(st.integers(0, len(other)))
    return text[:begin] + other[end : end + 400]


_CHANGES = (_characters, _words, _words, _lines, _lines, _spliced)
anything = st.one_of(st.text(max_size=200), soup(), gone_wrong(), gone_wrong())


@st.composite
def broken_octets(draw: st.DrawFn) -> bytes:
    """Bytes of a real spec, some of them others."""
    data = bytearray(draw(st.sampled_from(SPECS)).encode())
    for place in draw(st.lists(st.integers(0, len(data) - 1), max_size=5)):
        data[place] = draw(st.integers(0, 255))
    return bytes(data)


octets = st.one_of(st.binary(max_size=200), broken_octets())

# -------------------------------------------------------------------------------------------------- what is no spec

_MARKER_WORDS = (
    "<!--", "-->", "fsmc:", "/fsmc", "fsmc:diagram", "fsmc:table", "fsmc:matrix", "fsmc:state", "fsmc:scenario",
    "fsmc:source", "door.fsm", "../../etc/passwd", "view=v", "state=A", "scenario=s", "format=mermaid", "to=x.svg",
    "to=../x.svg", "to=/x.svg", "links=javascript:x", 'state="', "```", "~~~", "    ", "\n", "\n", ".. fsmc:table", "|",
    "\n\n", "<!-- fsmc:table door.fsm -->\n<!-- /fsmc -->\n", ".. fsmc:table door.fsm\n.. /fsmc\n", "\0", "\x85", "é",
)  # fmt: skip
documents = st.lists(st.one_of(st.sampled_from(_MARKER_WORDS), st.text(max_size=3)), max_size=30).map(" ".join)

_FIELDS = (
    "from",
    "event",
    "guard",
    "actions",
    "to",
    "A",
    "B",
    "e",
    "f",
    "any",
    "other",
    "->",
    '"',
    '""',
    "x\ny",
    "n > 3",
)
_JOINS = (",", ",", ",", "\n", "\r\n", ";", "\t", '","', '"\n"')
tables = st.lists(st.tuples(st.one_of(st.sampled_from(_FIELDS), words), st.sampled_from(_JOINS)), max_size=40).map(
    lambda parts: "from,event,guard,actions,to\n" + "".join(field + join for field, join in parts)
)

_KEYS = (
    "paths",
    "output",
    "outputs",
    "ignore",
    "select",
    "per-file-ignores",
    "max-unlisted",
    "require-docs",
    "fmt",
    "x",
)
_VALUES = (
    '"specs"',
    '"../.."',
    '""',
    "[]",
    '["x", 3]',
    "true",
    "-1",
    "9" * 30,
    "1e999",
    "{a = 1}",
    "1979-05-27",
    '"\\u0000"',
)
settings = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(_KEYS), st.sampled_from(_VALUES)).map(" = ".join),
        st.sampled_from(["[fsmc]", "[per-file-ignores]", "[[x]]", "[", "= 3", "a.b.c = 1"]),
        st.text(max_size=8),
    ),
    max_size=8,
).map("\n".join)

_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.sampled_from([10**400, -1.5, 1e308, float("inf"), float("nan")]),
    st.sampled_from(["A", "B", "Open", "state", "e", "t", "", "__class__", "n"]), st.text(max_size=4),
)  # fmt: skip
nested = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=8,
)
_PLACES = ("state", "variables", "timers", "deferred", "x")
_WITHIN = ("count", "mode", "patience", "watch", "x")


@st.composite
def snapshots(draw: st.DrawFn, whole: dict[str, object]) -> object:
    """A snapshot with some of it changed, taken away or added; sometimes anything at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(nested)
    data = dict(whole)
    for place in draw(st.lists(st.sampled_from(_PLACES), min_size=1, max_size=3)):
        inner = data.get(place)
        if isinstance(inner, dict) and draw(st.booleans()):
            data[place] = {**inner, draw(st.sampled_from(_WITHIN)): draw(nested)}
        elif draw(st.integers(0, 3)) == 0:
            data.pop(place, None)
        else:
            data[place] = draw(nested)
    return data
