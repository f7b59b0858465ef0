"""The items of a spec in, its blocks out: what stands together, between blank lines and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fsmc.formatter.reading import Blank, Item, Remark, Statement

Block = list[Statement | Remark]

_RULER = re.compile(r"#{3,}|#.*([-=~*_+#.])\1\1")


def paragraphs(items: Iterable[Item]) -> list[list[Block]]:
    """The blocks of each paragraph; a blank line parts paragraphs, however many there were."""
    found: list[Block] = [[]]
    for item in items:
        if not isinstance(item, Blank):
            found[-1].append(item)
        elif found[-1]:
            found.append([])
    return [_blocks(paragraph) for paragraph in found if paragraph]


def _blocks(paragraph: Block) -> list[Block]:
    """The blocks of a paragraph: a heading is one of its own."""
    blocks: list[Block] = [[]]
    for place, item in enumerate(paragraph):
        if _is_heading(paragraph, place):
            blocks += [[item], []]
        else:
            blocks[-1].append(item)
    return [block for block in blocks if block]


def _is_heading(paragraph: Sequence[Item], place: int) -> bool:
    """Whether a comment belongs to all that follows, not to the next statement alone.

    So it is at the head of a paragraph, and wherever it draws a line.  One at the end of a paragraph is apart too.
    """
    item = paragraph[place]
    if not isinstance(item, Remark) or not item.is_comment:
        return False
    around = (paragraph[: place + 1], paragraph[place:])
    alone = any(all(isinstance(other, Remark) and other.is_comment for other in part) for part in around)
    return alone or bool(_RULER.match(item.text))
