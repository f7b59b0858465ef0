"""A row of text in, the same row for Mermaid out, where it is shown and not obeyed.

Mermaid reads a text many times: its lexers look for `:`, `;`, `%%`, `{` and words, its labels are Markdown with HTML
in it, `#` begins an entity.  What may mean something to any of them is written as such an entity, `#59;`.  What is
harmless stays, so that the text can be read; and since Mermaid 11 shows the entities as they are written where a page
has it draw labels without HTML.
"""

from __future__ import annotations

import re

from fsmc.emit.prose import on_one_line

_HARMLESS = "()[],./=!?'@+-"
_ACTIVE = re.compile(
    rf"""
      [^\w {re.escape(_HARMLESS)}]   # everything that is neither a letter, a digit nor known to be harmless
    | _                               # emphasis
    | ^[^\w\s(\[/]                    # what could begin a list, a quotation or a rule
    | (?<=^\d)[.)] | (?<=^\d\d)[.)]   # a numbered list
    | \](?=[(\]]) | \[(?=\[)          # a link, a kind of state
    | (?<=www)\. | @(?=\w)            # an address
    | (?<=en)d(?=\ note)              # the end of a note
    | (?<=directio)n(?=\ (TB|BT|LR|RL))  # which way a diagram runs, wherever a line says so
    """,
    re.VERBOSE | re.IGNORECASE,
)


_OWN_MARKS = re.compile("(?<=ﬂ)(?=°)|(?<=¶)(?=ß)")
"""Where Mermaid would see the marks by which it knows entities inside itself."""


def escaped(text: str) -> str:
    """Text on one row, taken literally; something blank for an empty one, since most statements want a text."""
    apart = _OWN_MARKS.sub("\N{ZERO WIDTH NON-JOINER}", on_one_line(text) or "\N{NO-BREAK SPACE}")
    return _ACTIVE.sub(lambda char: f"#{ord(char[0])};", apart)


def comment(text: str) -> str:
    """A line of comment.  Mermaid obeys `%%{...}%%` in comments too."""
    return f"%% {on_one_line(text).replace('%{', '% {')}"
