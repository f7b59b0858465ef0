"""A text and what stands on its lines in, its faults of form out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from fsmc.diagnostics import Diagnostic, in_order
from fsmc.formatter.reading import Item, Remark, Statement
from fsmc.language.parse import parse
from fsmc.source import SourceFile


def faults_of_form(source: SourceFile, found: Sequence[Item]) -> tuple[Diagnostic, ...]:
    """What of the text is no statement; what is no documentation of one.

    Form depends on the kinds of words alone.  So of all statements with the same kinds in a row only the first is
    parsed, and the whole text only to tell what is wrong with it: parsing is most of the work, and lines are alike.
    """
    shapes: dict[tuple[str, ...], str] = {}
    for item in found:
        if isinstance(item, Statement):
            words = item.words
            shapes.setdefault(tuple(word.kind for word in words), " ".join(word.text for word in words))
    is_whole = (
        _is_without_fault("\n".join(shapes.values()))
        and not _ends_in_documentation(found)
        and not any("JUNK" in kinds for kinds in shapes)
    )
    return () if is_whole else in_order(parse(source)[1])


@lru_cache(maxsize=4)
def _is_without_fault(text: str) -> bool:
    """Whether all of a text is statements.  A spec that is laid out is often laid out again, with the same words."""
    return not parse(SourceFile("", text))[1]


def _ends_in_documentation(found: Sequence[Item]) -> bool:
    """Whether documentation waits in vain for a statement."""
    for item in reversed(found):
        if isinstance(item, Statement):
            return False
        if isinstance(item, Remark) and not item.is_comment:
            return True
    return False
