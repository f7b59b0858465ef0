"""A spec in, the same spec in a layout that nobody would choose out."""

from __future__ import annotations

from fsmc.language.words import COMMENT, DOC, NEWLINE, words
from fsmc.source import SourceFile
from tests.random.dice import Dice


def mangled(text: str, dice: Dice) -> str:
    """The same words with other blanks, tabs and line ends, blank lines and comments between them.

    Documentation and comments stay where they are, and lines break after commas only.
    """
    out: list[str] = []
    line: list[str] = []
    open_list = False
    for word in words(SourceFile("mangled.fsm", text)):
        if word.kind == NEWLINE:
            out.append(_line(line, dice))
            if not open_list:
                out += _between(dice)
            line = []
            continue
        breaks = open_list and bool(line) and word.kind not in (COMMENT, DOC) and dice.yes(10)
        if breaks:
            out.append(_line(line, dice))
            out += _inside(dice)
            line = []
        line.append(_spaced(word.kind, word.text, line, dice))
        open_list = word.kind == "COMMA" or (open_list and word.kind in (COMMENT, DOC))
    out.append(_line(line, dice))
    end = "\r\n" if dice.yes(20) else "\n"
    return _blank(dice, "\n") + end.join(out) + dice.one(["", end, end * 3])


def _spaced(kind: str, text: str, line: list[str], dice: Dice) -> str:
    """A word with blanks before it: none only at signs that nothing could join with."""
    if not line:
        return ("" if kind in (COMMENT, DOC) else _blank(dice, " ", "\t")) + text
    free = text in "()[]{}," or line[-1].strip() in ("(", "[", "{", ",")
    return ("" if free and dice.yes(50) else dice.one([" ", "  ", "\t", " \t  "])) + text


def _line(line: list[str], dice: Dice) -> str:
    return "".join(line) + _blank(dice, " ", "\t")


def _between(dice: Dice) -> list[str]:
    """What may stand between two statements: comments and blank lines."""
    return [dice.one(["", "   ", "# ---- a heading", "#odd", "  # indented"]) for _ in range(dice.number(-6, 2))]


def _inside(dice: Dice) -> list[str]:
    """What may stand inside a statement: the same."""
    return [dice.one(["", "\t", "# inside", "    # indented"]) for _ in range(dice.number(-4, 2))]


def _blank(dice: Dice, *choices: str) -> str:
    return dice.one(choices) if dice.yes(20) else ""
