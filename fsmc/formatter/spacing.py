"""The words of a statement in, the same with the blanks before each out: one rule for each sign of the language."""

from __future__ import annotations

from collections.abc import Sequence

from fsmc.language.words import Word

_OPENING = ("LPAR", "LSQB", "LBRACE")
_CLOSING = ("RPAR", "RSQB", "RBRACE")
_GLUED_ON_BOTH_SIDES = ("RANGE", "DOT")
_GLUED_TO_THE_LEFT = (*_CLOSING, *_GLUED_ON_BOTH_SIDES, "COMMA", "COLON")
_GLUED_TO_THE_RIGHT = (*_OPENING, *_GLUED_ON_BOTH_SIDES)
_OPERATORS_IN_LETTERS = ("AND", "OR", "NOT", "IF")
_WITH_SIGNATURE = ("EVENT", "ACTION", "GUARD", "TYPE")


def spaced(words: Sequence[Word]) -> list[str]:
    """Each word with the blanks before it; joined they are the statement on one line."""
    texts: list[str] = []
    glued = True
    for place, word in enumerate(words):
        before = "" if glued or _is_glued(words, place) else " "
        texts.append(before + word.text)
        glued = word.kind in _GLUED_TO_THE_RIGHT or (word.kind == "MINUS" and not _ends_a_value(words, place - 1))
    return texts


def _is_glued(words: Sequence[Word], place: int) -> bool:
    """Whether no blank stands between a word and the one before it."""
    word = words[place]
    if word.kind == "LPAR":
        return _is_name(words, place - 1) and not _begins_signature(words, place)
    if word.kind == "STAR":
        return words[place - 2].kind == "COLON"  # of a type, `flags: Flag*`, where `2 * MSL` is a product
    return word.kind in _GLUED_TO_THE_LEFT


def _begins_signature(words: Sequence[Word], place: int) -> bool:
    """Whether a bracket holds the payload of what is declared: `event SEND (fault: Fault)`, but `snd(ACK)`."""
    return place == 2 and words[0].kind in _WITH_SIGNATURE


def _is_name(words: Sequence[Word], place: int) -> bool:
    """Whether what stands there could be called, as every word but those that join values."""
    return words[place].kind not in _OPERATORS_IN_LETTERS and is_in_letters(words[place])


def is_in_letters(word: Word) -> bool:
    """Whether it is a name, a keyword or a number, and no sign."""
    return word.text[0].isalnum() or word.text[0] in "_'"


def _ends_a_value(words: Sequence[Word], place: int) -> bool:
    """Whether a minus sign behind this word takes away from it."""
    return words[place].kind in ("RPAR", "STRING") or _is_name(words, place)


def depths(words: Sequence[Word]) -> list[int]:
    """In how many brackets each word stands; a bracket itself counts as outside of what it holds."""
    found, depth = [], 0
    for word in words:
        depth -= word.kind in _CLOSING
        found.append(depth)
        depth += word.kind in _OPENING
    return found
