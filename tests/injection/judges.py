"""The text of an output in, what a reader that knows its format sees in it out: its parts, and its words.

The parts of an output that holds hostile words are those of its twin, which holds harmless ones.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from tests.injection.words import hides, squeezed

Parts = Counter[str]
_ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href", "srcset", "poster", "background")


@dataclass(frozen=True)
class Seen:
    """What a reader sees: the parts, and the words without blanks."""

    parts: Parts
    words: str


def seen(parts: Iterable[str], words: Iterable[str]) -> Seen:
    """Words of different parts are apart.  How many rows a text is broken into is left open: signs may be escaped."""
    counted = Counter(parts)
    rows = {part: 1 for part in counted if _ROW.match(part)}
    counted.pop("<wbr >", None)
    return Seen(Counter({**counted, **rows}), "\n".join(map(squeezed, words)))


_ROW = re.compile(r"</?(text|tspan|br|font|code|span)\b|class of (text|span|code) ")


def python(text: str) -> Seen:
    """The syntax tree as Python reads it from a file, where a comment can say how the file is encoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nodes = list(ast.walk(ast.parse(text.encode())))
    strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    shape = " ".join(type(node).__name__ for node in nodes)  # identifiers are made of the words
    return seen([f"a tree of {len(nodes)}: {hashlib.sha256(shape.encode()).hexdigest()}"], strings)


def data(text: str) -> Seen:
    """Values of JSON: their kinds and their keys."""
    return seen(*_unzipped(_values(json.loads(text), "$")))


def _values(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _values(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from _values(item, f"{path}[]")
    yield f"{path} {type(value).__name__}", value if isinstance(value, str) else ""


def _unzipped(pairs: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    kept = list(pairs)
    return [part for part, _ in kept], [words for _, words in kept]


def table(text: str) -> Seen:
    """Rows of CSV, as wide as each is, and whether a cell is a formula to a spreadsheet."""
    rows = list(csv.reader(io.StringIO(text)))
    formulas = ["formula" for row in rows for cell in row if cell.lstrip()[:1] in set("=+-@\t\r＝＋－＠")]
    return seen([*(f"row of {len(row)}" for row in rows), *formulas], (cell for row in rows for cell in row))


class _Html(HTMLParser):
    """Elements with their attributes, where their addresses lead, and what they say."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.words: list[str] = []
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open = tag
        self.parts += _element(tag, ((name, value or "") for name, value in attrs))
        self.words += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self.open = ""
        self.parts.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        if data.strip():  # an empty one only parts what is beside it
            self.parts.append("<!---->")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.parts.append(f"declaration {data}")

    def handle_pi(self, data: str) -> None:
        self.parts.append("instruction")

    def handle_data(self, data: str) -> None:
        if self.open == "script" and data.startswith("{"):
            model = list(_values(json.loads(data), "$"))
            self.parts += [part for part, _ in model]
            self.words += [words for _, words in model]
            return
        if self.open in ("script", "style"):
            self.parts.append(f"{self.open} {data}")
        self.words.append(data)


def _element(tag: str, attributes: Iterable[tuple[str, str]]) -> Iterator[str]:
    given = list(attributes)
    yield f"<{tag} {' '.join(sorted(name for name, _ in given))}>"
    yield from (f"{name} of {tag} leads to {_goal(value)}" for name, value in given if name in _ADDRESSES)
    yield from (f"{name} of {tag} is {value}" for name, value in given if name == "class")


def _goal(address: str) -> str:
    """Where an address leads: its scheme and host; a place of the page, or a file beside it."""
    found = re.match(r"\s*([a-zA-Z][\w+.-]*:(?://[^/?#]*)?|//[^/?#]*)", address)
    return found[1].lower() if found else "this page" if address.startswith("#") else "a file"


def html(text: str) -> Seen:
    """Elements of HTML."""
    reader = _Html()
    reader.feed(text)
    reader.close()
    return seen(reader.parts, ["".join(reader.words)])


def xml(text: str) -> Seen:
    """Elements of XML, with the number of words apart: a row of a picture is an element."""
    root = ElementTree.fromstring(text.encode())
    parts = [part for element in root.iter() for part in _element(_local(element.tag), _attributes(element))]
    said = [*root.itertext(), *(value for element in root.iter() for value in element.attrib.values())]
    return seen(parts, ["".join(said)])


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _attributes(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    return ((_local(name), value) for name, value in element.attrib.items())


def markdown(text: str) -> Seen:
    """Elements of the HTML that GitHub makes of Markdown, with all HTML in it.

    Left out are the links that GitHub makes of addresses in any text.
    """
    from cmarkgfm.cmark import Options, markdown_to_html_with_extensions

    return html(markdown_to_html_with_extensions(text, Options.CMARK_OPT_UNSAFE, ["table", "strikethrough"]))


def rst(text: str) -> Seen:
    """Nodes that docutils makes of reStructuredText, and its complaints."""
    from docutils.core import publish_doctree

    quiet = {"report_level": 5, "halt_level": 5, "_disable_config": True, "syntax_highlight": "none"}
    document: Any = publish_doctree(text, settings_overrides=quiet)
    # what has a backtick in it is no literal, but plain text
    nodes = [node for node in document.findall() if node.tagname not in ("#text", "literal")]
    parts = [part for node in nodes for part in _node(node)]
    return seen(parts, [document.astext()])


def _node(node: Any) -> Iterator[str]:
    yield node.tagname
    if "refuri" in node:
        yield f"leads to {_goal(node['refuri'])}"


# --------------------------------------------------------------------------------------------------------- statements


def dot(text: str) -> Seen:
    """Statements of DOT in the words of its own grammar: strings and labels in HTML are one word each.

    What they say is seen in the picture that is drawn of them.
    """
    found = ((match[0], str(match.lastgroup)) for match in _DOT.finditer(text))
    return seen((word if kind in ("word", "sign") else kind for word, kind in found), ())


_DOT = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/|^\#[^\n]*)|(?P<string>"(?:[^"\\]|\\.)*")|(?P<blank>\s+)|(?P<word>\w+)
    |(?P<html><(?:[^<>]|<[^<>]*>)*>)|(?P<sign>.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def mermaid(text: str) -> Seen:
    """Statements of Mermaid, in which every sign that it might obey is an entity."""
    return _statements(text, re.compile(r"#(\d+);"), 10, "%% ")


def plantuml(text: str) -> Seen:
    """Statements of PlantUML, in which every sign that it might obey is a code point."""
    return _statements(text, re.compile(r"<U\+([0-9A-F]+)>"), 16, "' ")


_WORDS = re.compile(r"[\w ()\[\],./=!?'@+-]+")


def _statements(text: str, escape: re.Pattern[str], base: int, remark: str) -> Seen:
    """The kinds of lines there are, each as the signs that it has besides words."""
    lines = [line for line in text.replace("<br/>", "").replace(r"\n", "").split("\n") if not line.startswith(remark)]
    kinds = {_WORDS.sub("~", escape.sub("x", line)) for line in lines}
    rows = [re.sub(r"^\s*\w+ : ", "", line) for line in lines]
    told = escape.sub(lambda found: chr(int(found[1], base)), "".join(rows))
    return Seen(Counter(dict.fromkeys(kinds, 1)), squeezed(told))


def workflow(text: str) -> Seen:
    """Workflow commands as the runner of GitHub reads them, line by line."""
    lines = text.splitlines()
    commands = [re.match(r"::(\w+) ?([^:]*)::", line) for line in lines]
    parts = [f"{found[1]} {re.findall('(?:^|,)([^,=]*)', found[2])}" if found else "text" for found in commands]
    return seen(parts, map(_undone, lines))


def _undone(line: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        line = line.replace(code, char)
    return line


def terminal(text: str) -> Seen:
    """What moves a cursor, colours or hides text; rows of text may be broken anywhere."""
    signs = (f"U+{ord(char):04X}" for char in set(text) if hides(char) and char != "\n")
    return Seen(Counter(dict.fromkeys(signs, 1)), squeezed(text))
