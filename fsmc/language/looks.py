"""The text of a spec in, what is read there otherwise than it looks out: the warnings of the front end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from lark import Token

from fsmc.diagnostics import Diagnostic
from fsmc.language import form
from fsmc.language.splitting import Chunk, split
from fsmc.source import SourceFile

_INDENTED = re.compile(r"^[ \t]+##", re.MULTILINE)


def looks(source: SourceFile) -> list[Diagnostic]:
    """Documentation that looks like that of the statement above it; most texts have none, and are not read again."""
    if not _INDENTED.search(source.text):
        return []
    statements = pairwise(split("\n".join(source.lines), []))
    found = ((_indented(above, below), below) for above, below in statements)
    return [form.documentation_of_the_next(docs, below.tokens) for docs, below in found if docs]


def _indented(above: Chunk, below: Chunk) -> Sequence[Token]:
    """The first documentation of a statement, if it stands under the one above and is indented as a part of that."""
    if not below.leading or below.leading[0].line != (above.tokens[-1].line or 0) + 1:
        return ()
    return list(takewhile(lambda doc: (doc.column or 0) > (below.tokens[0].column or 0), below.leading))
