"""A field of a table in, the words of the language that it stands for out, or a fault at its place.

`-` and an empty field say nothing.  What a table leaves open is as the other side has it in the same cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fsmc.diagnostics import Diagnostic
from fsmc.diff.tables.known import Known
from fsmc.diff.tables.reading import Field
from fsmc.diff.tables.splitting import parts
from fsmc.language import syntax
from fsmc.language.parse import parse
from fsmc.model import Cell, Do, Transition, arguments
from fsmc.source import SourceFile

NOTHING = frozenset(("", "-", "–", "—", "−"))
STAYS = NOTHING | {"stay", "stays", "same", "no change", "unchanged"}
VERBS = {
    "ignore": ("ignore", "ignored"),
    "reject": ("reject", "rejected", "error", "refuse", "refused", "illegal", "invalid"),
    "never": ("never", "impossible", "cannot happen", "cannot occur"),
    "defer": ("defer", "deferred"),
}
_VERB = {word: verb for verb, words in VERBS.items() for word in words}
_ANY = frozenset(("any", "*", "all"))
_ELSE = frozenset(("else", "otherwise"))
_PUNCTUATION = re.compile(r"""[=<>()\[\]+*/"'.,:;]|\bstart\b|\bstop\b|\braise\b|\bif\b""")


class UnreadableError(Exception):
    """A field that says nothing in the language; carries the finding."""

    def __init__(self, message: str, place: Field, help: str) -> None:
        super().__init__(message)
        self.fault = Diagnostic("FSM212", message, place.span, help)


# -------------------------------------------------------------------------------------------------- states and events


def state_set(known: Known, field: Field, *, whole: bool) -> str:
    """The states of a `from` field: a name, a list, a range `A..B`, a group, `any`; or a `whole` name."""
    text = field.text
    if whole or known.states.find(text):
        return known.states.word(text, field)
    base, _, excepted = text.partition(" except ")
    listed = ", ".join(_states(known, part, field) for part in parts(base, ",;\n"))
    without = ", ".join(_states(known, part, field) for part in parts(excepted, ",;\n"))
    return f"{listed} except {without}" if without else listed


def _states(known: Known, text: str, place: Field) -> str:
    first, dots, last = (part.strip() for part in text.partition(".."))
    if dots and known.states.find(first) and known.states.find(last):
        return f"{known.states.find(first)}..{known.states.find(last)}"
    if not known.states.find(text):
        if text.casefold() in _ANY:
            return "any"
        if group := known.groups.find(text):
            return group
    return known.states.word(text, place)


def event_list(known: Known, field: Field, *, whole: bool) -> str:
    """The events of an `event` field: a name, a list, `timeout T`, or `other`."""
    text = field.text
    if whole or known.events.find(text):
        return known.events.word(text, field)
    return ", ".join(_event(known, part, field) for part in parts(text, ",;\n"))


def _event(known: Known, text: str, place: Field) -> str:
    is_rest = text.casefold() in ("other", *_ANY) and not known.events.find(text)
    return "other" if is_rest else known.events.word(text, place)


def verb(text: str) -> tuple[str, str]:
    """`reject` and the reason of a field such as `error: connection exists`; nothing for any other field."""
    word, _, reason = text.partition(":")
    found = _VERB.get(" ".join(word.casefold().split()), "")
    return (found, reason.strip().strip('"')) if found else ("", "")


# -------------------------------------------------------------------------------------------------------------- guards


def guard(known: Known, field: Field) -> str:
    """What stands in brackets behind an event, without the brackets; nothing where there is no guard."""
    text = field.text
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].strip()
    if text.casefold() in NOTHING:
        return ""
    if text.casefold() in _ELSE:
        return "else"
    if found := known.guards.find(text):
        return found
    read = _parsed(f"a on b [{text}] -> stay")
    if isinstance(read, syntax.TransitionText) and read.guard and read.guard.expression:
        _declare_questions(known, read.guard.expression, field)
        return text
    if _PUNCTUATION.search(text):
        help = "write it as in a spec, such as `count > 0 and not passive`, or in plain words without signs"
        raise UnreadableError(f"the guard {text!r} cannot be read", field, help)
    return known.guards.word(text, field)


def _declare_questions(known: Known, expression: syntax.Expression, place: Field) -> None:
    """Declares as guards the names that an expression asks and nothing declares."""
    match expression:
        case syntax.Operation(operator="and" | "or" | "not"):
            for operand in expression.operands:
                _declare_questions(known, operand, place)
        case syntax.Named(args=None) if expression.name.text not in known.values():
            known.guards.word(expression.name.text, place)


# ------------------------------------------------------------------------------------------------------------- actions


def effects(known: Known, field: Field, cell: Cell | None) -> list[str]:
    """The actions of a row, each as a spec writes it."""
    if field.text.casefold() in NOTHING or known.actions.find(field.text):
        written = [field.text] if known.actions.find(field.text) else []
    else:
        written = parts(field.text, ",;\n")
    return [effect for part in written for effect in _effect(known, part, field, cell)]


def _effect(known: Known, text: str, place: Field, cell: Cell | None) -> Iterator[str]:
    """One action; several where blanks part names that are all declared, as `irc scr` in the table of RFC 1661."""
    if found := known.actions.find(text):
        yield found + _given(found, known, cell)
    elif (words := text.split()) and len(words) > 1 and all(map(known.actions.find, words)):
        for word in words:
            yield from _effect(known, word, place, cell)
    elif isinstance(read := _parsed(f"a on b -> stay / {text}"), syntax.TransitionText):
        (effect,) = read.effects
        if isinstance(effect, syntax.DoText) and not effect.args and not effect.condition:
            yield known.actions.word(effect.name.text, place)
        else:
            yield text
    elif _PUNCTUATION.search(text):
        help = "write it as in a spec, such as `snd(ACK)` or `start rtx`, or in plain words without signs"
        raise UnreadableError(f"the action {text!r} cannot be read", place, help)
    else:
        yield known.actions.word(text, place)


def _given(word: str, known: Known, cell: Cell | None) -> str:
    """The arguments of an action that a table names without any: those of the other side, here or where it is first."""
    machine = known.machine
    action = next((one for one in machine.actions if known.actions.find(one.name) == word), None) if machine else None
    if machine is None or action is None or not action.params:
        return ""
    cells = [cell] if cell else []
    here = [branch.line for one in cells for branch in one.branches]
    for line in (*here, *machine.lines):
        if isinstance(line, Transition):
            for effect in line.effects:
                if isinstance(effect, Do) and effect.action is action:
                    return arguments(effect.args)
    return ""


def _parsed(line: str) -> syntax.Statement | None:
    """The statement that a line is, or None."""
    if "\n" in line:
        return None
    spec, faults = parse(SourceFile("", line))
    return spec.statements[0] if len(spec.statements) == 1 and not faults else None
