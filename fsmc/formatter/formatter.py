"""The text of a spec in, its one layout out, or the faults of form that leave it as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fsmc.diagnostics import Diagnostic
from fsmc.formatter.block import laid_out
from fsmc.formatter.blocks import Block, paragraphs
from fsmc.formatter.form import faults_of_form
from fsmc.formatter.reading import items
from fsmc.formatter.sameness import is_permutation, is_same
from fsmc.formatter.sorting import in_order_of_declaration
from fsmc.source import SourceFile

_Sections = list[list[Block]]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text in the one style.  With `faults` of form (FSM001 to FSM007) it is the text that was handed in."""

    text: str
    faults: tuple[Diagnostic, ...] = ()


class LayoutError(Exception):
    """The formatter would have changed more than blanks and line ends: a fault of fsmc."""


def formatted(source: SourceFile, *, sort: bool = False) -> Formatted:
    """The spec in the one style; `sort` also orders the lines of each block by state, event and target.

    Faults of meaning, such as a name that nothing declares, do not matter here.  Raises LayoutError if the result were
    another spec, or would itself be laid out in another way; no spec is known for which it would.
    """
    found = items(source)
    faults = faults_of_form(source, found)
    if faults:
        return Formatted(source.text, faults)
    sections = _arranged(paragraphs(found), sort)
    text = _text(sections)
    if text != "\n".join(source.lines):
        again = items(replace(source, text=text))
        if not is_permutation(found, again):
            raise LayoutError("the words of the spec would change")
        rearranged = _arranged(paragraphs(again), sort)
        # a comment that sorting moved to the head of a paragraph is its heading from now on: other blocks, same lines
        if not is_same(sections, rearranged) and text != _text(rearranged):
            raise LayoutError("the layout would not be final")
    return Formatted(_with_line_ends(text, source.text))


def _arranged(sections: _Sections, sort: bool) -> _Sections:
    return in_order_of_declaration(sections) if sort else sections


def _text(sections: _Sections) -> str:
    """The text of all paragraphs, a blank line between them."""
    return "\n".join(map(_paragraph, sections))


def _paragraph(blocks: Iterable[Block]) -> str:
    """The text of a paragraph: its blocks follow each other without a gap."""
    return "".join(f"{line}\n" for block in blocks for line in laid_out(block))


def _with_line_ends(text: str, model: str) -> str:
    """The text with line ends as in the first line of `model`: those of DOS or those of everybody else."""
    first, newline, _ = model.partition("\n")
    return text.replace("\n", "\r\n") if newline and first.endswith("\r") else text
