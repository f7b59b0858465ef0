"""A list that is too long for a line in, lines that end in commas out."""

from __future__ import annotations

from collections.abc import Sequence

from fsmc.formatter.columns import WIDTH, width

INDENT = " " * 4
"""Before whatever goes on with a statement."""
_EARLY = WIDTH // 3  # a line that ends before this has hardly begun


def filled(begin: str, texts: Sequence[str], depths: Sequence[int], *, after_first: bool = False) -> list[str]:
    """Lines from `begin` and the words behind it, each as long as it may be: spaced as they are, as deep in brackets.

    `after_first` ends the first line with its list's first comma: the steps of a path stand below its start.
    """
    ends = [*([(0, 0)] if begin.endswith(",") else []), *_ends(texts, depths)]
    lines: list[str] = []
    line, place = begin, 0
    while True:
        end = _end(
            line, texts[place:], [(at - place, depth) for at, depth in ends if at > place or not lines], after_first
        )
        lines.append(line + "".join(texts[place:][:end]))
        place, after_first = place + end, False
        if place >= len(texts):
            return lines
        line, texts = INDENT, [*texts[:place], texts[place].lstrip(), *texts[place + 1 :]]


def _ends(texts: Sequence[str], depths: Sequence[int]) -> list[tuple[int, int]]:
    """How many words a line may have, and how deep in brackets it would end: after each comma but the last word."""
    return [(at + 1, depths[at]) for at in range(len(texts) - 1) if texts[at] == ","]


def _end(line: str, texts: Sequence[str], ends: Sequence[tuple[int, int]], after_first: bool) -> int:
    """How many words the line takes: up to the last comma that fits, one outside of brackets if that is not too early.

    Where none fits, up to the first.
    """
    outer = [at for at, depth in ends if depth == 0]
    if after_first and outer:
        return outer[0]
    lengths = _lengths(line, texts)
    if not ends or lengths[-1] <= WIDTH:
        return len(texts)
    fitting = [at for at, _ in ends if lengths[at] <= WIDTH]
    late = [at for at in fitting if lengths[at] >= _EARLY]
    choices = ([at for at in late if at in outer], late, [at for at in fitting if at in outer], fitting)
    return next((found[-1] for found in choices if found), ends[0][0])


def _lengths(line: str, texts: Sequence[str]) -> list[int]:
    """How long the line is after so many words."""
    lengths = [width(line)]
    for text in texts:
        lengths.append(lengths[-1] + width(text))
    return lengths
