"""Words that mean something to some reader of an output, each with a harmless twin of the same length and blanks."""

from __future__ import annotations

import unicodedata
from functools import cache

from fsmc.emit.rendering import visible
from fsmc.names import double_quoted, quoted

WORDS = {
    "quotes": "\"hi\" 'ho' “x” '\" \\\" \\'",
    "docstring": "\"\"\"\"\" \\\"\"\" \"\"\" + __import__('os').system('x') + \"\"\"",
    "other docstring": "''' ; hacked = 1 ; r'''",
    "backslashes": "\\ \\\\ \\n \\x41 \\u0041 \\N{BULLET} \\",
    "line ends": "a\nhacked = 1\n\n# x\n    y\n\t- z",
    "separators": "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x1dh\x1ei",
    "rst behind a separator": "\u2028\u2028.. raw:: html\u2028\u2028   <script>hacked=1</script>\u2028",
    "control characters": "a\x00b\x01c\x07d\x08e\x7ff\x9bg",
    "terminal": "\x1b[31m red \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 \x1b[2J",
    "right to left": "a \u202egnp.exe\u202c \u2066x\u2069 \u200f\u061c b",
    "invisible": "a\u200bb\ufeffc\u00add\u2060e\U000e0041f",
    "no characters": "a\ufffeb\uffffc\ufdd0d\U0001fffee \ue000",
    "comments": "**/ //** */ /* --> ---> ----> <<!-- --!> ]]> ]]]>> <![CDATA[<![CDATA[ # // -- %% '",
    "script": "</script></style></title></svg></textarea><script>hacked=1</script>",
    "handlers": '"><img src=x onerror="hacked=1"><b onclick=hacked=1> &lt;i&gt; &#106;&quot; &amp;',
    "pipes and fences": "| a | b || `` ``` ````md ~~~ $x$ $$y$$ `",
    "markdown": "**b** _i_ [x](y) ![p](q) [r][s] <http://a.example> http://b.example ~~z~~ [^1] \\[ :tada: @me #1",
    "markdown blocks": "# h\n\n> q\n\n- l\n\n1. n\n\n---\n\n    code\n\n[r]: javascript:hacked=1",
    "links": "javascript:hacked=1 data:text/html,<script>hacked=1</script> vbscript:x file:///etc/passwd //e.example",
    "markdown links": "[x](javascript:hacked=1) ![x](data:text/html;base64,eA==) <javascript:hacked=1>",
    "rst": "*e* **s** ``l`` `r`_ `t <javascript:hacked=1>`__ |s| [1]_ :raw:`x` :doc:`/x` a_ __ .. raw:: html ::",
    "rst blocks": ".. include:: /etc/passwd\n\n====\n\n:f: v\n\n.. raw:: html\n\n   <script>hacked=1</script>",
    "myst": "{raw}`x` ```{raw} html\n{{ x }} (x)= % c +++ {abbr}`x (y)` :::{note}",
    "jinja": "{{{ 7 }}} {{%% x %%}} {{ 7*7 }} {{ self.__init__ }} {% raw %} {% endraw %} {# c #} {%- include 'x' -%}",
    "formats": "{0} {x!r:>{y}} %s %(x)d %% $x ${x} $(x) {{}} {} %n",
    "graphviz": "\\N \\G \\E \\T \\H \\L \\l\\r <<b>x</b>> <b>y</b> <td port=p> a:b:n ; } ] -> -- \"];b[label=\"",
    "mermaid": "%%{init: {'securityLevel': 'loose'}}%% ; click A \"javascript:hacked=1\" %%%{x ::: style #35; end note",
    "mermaid states": "[*] --> B : x <<fork>> state y { direction LR } note right of z -- ``` classDef a",
    "plantuml": "!include /etc/passwd @enduml @startuml %getenv(\"H\") $x !pragma <&heart> <img:x> [[http://x y]] //'/",
    "creole": "<u:red>x</u> ==h== __u__ //i// --s-- ~~w~~ \"\"m\"\" <U+0041> &#65; |= t | * l",
    "yaml": "- !!python/object/apply:os.system ['x'] : &a *a ? | > --- ... # c : {k: v}",
    "formula": "=cmd|' /C calc'!A0 =HYPERLINK(\"http://e.example\",\"x\")",
    "wide formula": "＝1+1 ＋x －x ＠SUM(1) +1 -1 @x",
    "workflow commands": "::error file=x,line=1::no %0A::warning::x %250A ##[error]y ::::error::x ::stop-commands::t",
    "csv": 'a,b;c\td"e"",f\n=1',
    "json": '"}],"x":[{"y":1e999,"__proto__":{}}] \\u0000 \\/',
    "shell": "$(hacked) `hacked` ; rm -rf x & | > y < z 'q' \"r\" !! ~ * ? \\",
    "css": "url(javascript:hacked=1) } * { color: red } @import 'x'; expression(hacked=1) /* */",
    "python": "import os; hacked = 1 # type: ignore\\\n# -*- coding: utf-7 -*- +ACI- noqa fmt: off",
    "unicode": "ﬁn Å Å İ ı ſ K ΐ 𝒜 ௰ ² ½ e\u0301 ﷺ 한 ｗｉｄｅ 🚪\u200d👩 ß ŉ",
}  # fmt: skip
"""By what they are about.  What runs any of this would set `hacked`."""


GROUPS = tuple(zip(*(tuple(WORDS)[first::4] for first in range(4)), strict=True))
"""The words by four: two stand before and two behind what tells a place, so each meets others at both of its sides."""


def twin(word: str) -> str:
    """The word with an `x` for each sign, and a plain blank for each blank."""
    return "".join(" " if char.isspace() else char if char.isascii() and char.isalnum() else "x" for char in word)


def squeezed(text: str) -> str:
    """The text without blanks and without what no output shows as it is: hidden characters, or what stands for them."""
    return text.translate(_SQUEEZED)


class _Squeezed(dict[int, str | None]):
    """What stays of each character, found out when it is first met: outputs are long, and of few characters."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        return self.setdefault(code, None if char.isspace() or char in _NOTHING or hides(char) else char)


_SQUEEZED = _Squeezed()
_NOTHING = "\N{REPLACEMENT CHARACTER}\ufffe\uffff"


def hides(char: str) -> bool:
    """Whether a character moves, hides or breaks what is beside it."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


@cache
def spellings(text: str) -> set[str]:
    """The ways in which an output may tell a text: as it is, as a spec writes it, as Python shows it."""
    written = (text, quoted(text)[1:-1], double_quoted(text)[1:-1], visible(text.replace("\t", " ").strip()))
    return {squeezed(one) for one in written}
