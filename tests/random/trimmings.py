"""The lines of a spec in, the same lines with what nothing depends on out: labels, documentation, comments, citations.

It is there for readers, and the formatter, the outputs and the diff must keep it.
"""

from __future__ import annotations

import re

from tests.random.dice import Dice

LABELS = ("a label", 'he said \\"so\\"', "tab\\tand {brace}", "ümläut - 50%", "back\\\\slash")
DOCS = ("Some words.", 'Said "so", twice.', "A | B, [x](y) and `z`.")
COMMENTS = ("# a remark", "#### a ruler", "# fsmc: ignore[dead-end] it ends there", "#odd")
NOTES = (" @3.2", " @Other:7 {p}", " {MAY, q, SHOULD-3}", " @4 @5 {q}")

_NAMED = re.compile(r"(machine|event|action|guard|state|group|tag) ('(?:[^'\\]|\\.)+'|[^\s:]+)")


def trimmed(lines: list[str], dice: Dice) -> list[str]:
    """The lines, some of them with more to read."""
    boxed = [line for line in lines if line.startswith("group ")][: dice.number(0, 1)]
    return [each for line in lines for each in _trimmed(line, line in boxed, dice)]


def _trimmed(line: str, boxed: bool, dice: Dice) -> list[str]:
    line = _labelled(line, boxed, dice)
    if line.startswith("reference ") and dice.yes(50):
        line += ' "https://example.org/x#section-{}"'
    if line.startswith("event ") and dice.yes(30):
        line += " from peer"
    if not re.search(r"[@{#\"]", line) and dice.yes(10):
        line += dice.one(NOTES)
    return _remarked(_broken(line, dice), dice)


def _labelled(line: str, boxed: bool, dice: Dice) -> str:
    found = _NAMED.match(line)
    if not found:
        return line
    label = f' "{dice.one(LABELS)}"' if dice.yes(20) else ""
    return found.group() + label + (" box" if boxed else "") + line[found.end() :]


def _broken(line: str, dice: Dice) -> str:
    """The line in two after one of its commas; those in texts, names and remarks stay."""
    if re.search(r"[\"'#]", line) or not dice.yes(20):
        return line
    return line.replace(", ", ",\n    ", 1)


def _remarked(line: str, dice: Dice) -> list[str]:
    """Documentation above or beside the line, comments around it."""
    lines = [line]
    if "#" not in line and dice.yes(10):
        lines = [f"{line}  ## {dice.one(DOCS)}"]
    if dice.yes(6):
        lines = [f"## {dice.one(DOCS)}", "##", f"## {dice.one(DOCS)}", *lines]
    return [dice.one(COMMENTS), *lines] if dice.yes(4) else lines
