"""The reference's Markdown in, HTML that only shows it out: the one door to markdown-it.

Of HTML within the Markdown only what the reference itself writes comes through (ids to jump to, line ends, small type);
anything else is shown as text.  Links lead to a place of the page or to the web.  Paragraphs of pictures and of links
to other files are left out: the page stands alone, and has pictures of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict

__all__ = ["OWN_HTML", "SyntaxTreeNode", "html", "tree"]

OWN_HTML = re.compile(r'<a(?: id="[\w.~-]+")?(?: href="#[\w.~-]+")?>|</a>|<br>|<wbr>|</?su[bp]>|</?small>')
_COMMENT = re.compile(r"<!--.*-->", re.DOTALL)
_ADDRESS = re.compile(r"#[\w.~-]+|https?://\S+", re.IGNORECASE)


class _Renderer(RendererHTML):
    """HTML of the tokens: tables scroll on their own, foreign HTML is text."""

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _own(tokens[idx].content)

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _own(tokens[idx].content)

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="wide"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _cell(tokens[idx])

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _cell(tokens[idx])

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        address = str(tokens[idx].attrGet("href") or "")
        if not _ADDRESS.fullmatch(address):
            return "<a>"
        outside = "" if address.startswith("#") else ' target="_blank" rel="noopener noreferrer"'
        return f'<a href="{escape(address)}"{outside}>'


def _cell(token: Token) -> str:
    """A cell of a table; how its column is set is a class, since the page allows no styles of elements."""
    side = str(token.attrGet("style") or "").removeprefix("text-align:")
    return f'<{token.tag} class="{side}">' if side in ("left", "center", "right") else f"<{token.tag}>"


_MARKDOWN = MarkdownIt("commonmark", renderer_cls=_Renderer).enable("table")


def tree(markdown: str) -> SyntaxTreeNode:
    """The Markdown of a reference as a tree, for formats that are no HTML."""
    return SyntaxTreeNode(_MARKDOWN.parse(markdown))


def html(markdown: str) -> str:
    """The HTML of a reference, without its title (the first heading) and what leads to other files."""
    tokens = list(_standing_alone(_MARKDOWN.parse(markdown)))
    first = next((place for place, token in enumerate(tokens) if token.type == "heading_open"), None)
    if first is not None and tokens[first].tag == "h1":
        del tokens[first : first + 3]
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _standing_alone(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens but for paragraphs that lead to other files."""
    skipped = False
    for place, token in enumerate(tokens):
        if token.type == "paragraph_open":
            skipped = _leads_away(tokens[place + 1])
        if not skipped:
            yield token
        if token.type == "paragraph_close":
            skipped = False


def _leads_away(words: Token) -> bool:
    """Whether there is a picture or a link to a file in a paragraph."""
    parts = words.children or ()
    links = (str(part.attrGet("href") or "") for part in parts if part.type == "link_open")
    return any(part.type == "image" for part in parts) or not all(map(_ADDRESS.fullmatch, links))


def _own(html_text: str) -> str:
    """Tags of the reference itself as they are, comments not at all, anything else as text."""
    if _COMMENT.fullmatch(html_text.strip()):
        return ""
    return "".join(
        part if OWN_HTML.fullmatch(part) else escape(part) for part in re.split(f"({OWN_HTML.pattern})", html_text)
    )
