"""A name that is written in another way than all others of its kind.

States, events and actions are each held against their own kind: words joined by hyphens, by underscores, or by inner
capitals; for states also whether they begin with capitals.  Only where nearly all names agree, and only names that
leave no doubt: `TO+`, `2-Way`, `AdjOK?` and acronyms are as their standard writes them.

Example:
    machine Session
    state Idle initial
    state Syn-Sent
    state Syn-Rcvd
    state Fin-Wait
    state timeWait      # FSM101
    event go
    Idle     on go -> Syn-Sent
    Syn-Sent on go -> Syn-Rcvd
    Syn-Rcvd on go -> Fin-Wait
    Fin-Wait on go -> timeWait
    timeWait on go -> Idle

Instead:
    machine Session
    state Idle initial
    state Syn-Sent
    state Syn-Rcvd
    state Fin-Wait
    state Time-Wait
    event go
    Idle      on go -> Syn-Sent
    Syn-Sent  on go -> Syn-Rcvd
    Syn-Rcvd  on go -> Fin-Wait
    Fin-Wait  on go -> Time-Wait
    Time-Wait on go -> Idle
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Union

from fsmc import names
from fsmc.analysis import Analysis
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Action, Event, State

Named = Union[State, Event, Action]

_CLEAR = 3
"""How many names of the common style there must be for each one that deviates."""

_PREFIX, _ENDING = re.compile(r"^\d+-"), re.compile(r"[+?-]$")
_JOINED = {
    "hyphens": re.compile(r"[^\W_]-[^\W_]"),
    "underscores": re.compile(r"[^\W_]_[^\W_]"),
    "inner capitals": re.compile(r"(?<![a-zA-Z])[A-Za-z][a-z]{2,}[A-Z][a-z]{2,}"),
}


def check(analysis: Analysis) -> Iterator[Finding]:
    """Names that join their words, or begin them, in a way of their own."""
    machine = analysis.machine
    kinds: Iterable[tuple[str, Sequence[Named]]] = (
        ("state", machine.states),
        ("event", machine.events),
        ("action", machine.actions),
    )
    for noun, entities in kinds:
        deviating = dict(_deviating(entities, _joined))
        if noun == "state":
            deviating = {**dict(_deviating(entities, _begun)), **deviating}
        for entity, style in deviating.items():
            yield _finding(noun, entity, entities, style)


def _deviating(entities: Sequence[Named], style_of: Callable[[str], str]) -> Iterator[tuple[Named, tuple[str, str]]]:
    """The few names whose style is not that of nearly all others, with their own style and the common one."""
    styles = {entity: style_of(entity.name) for entity in entities}
    counts = Counter(style for style in styles.values() if style)
    common, count = counts.most_common(1)[0] if counts else ("", 0)
    others = counts.total() - count
    if others and count >= _CLEAR * others:
        for entity, style in styles.items():
            if style not in ("", common):
                yield entity, (style, common)


def _joined(name: str) -> str:
    """How the words of a name are joined; nothing for a single word, or where it is joined in two ways."""
    bare = _ENDING.sub("", _PREFIX.sub("", name))
    found = [style for style, pattern in _JOINED.items() if pattern.search(bare)]
    return found[0] if len(found) == 1 else ""


def _begun(name: str) -> str:
    """How a name begins; nothing for what may be an acronym, and for what is no letter with cases."""
    if re.match(r"[a-z]{2,}(?![A-Za-z])", name):
        return "a small letter"
    return "a capital" if re.match(r"[A-Z][a-z]", name) else ""


def _finding(noun: str, entity: Named, entities: Sequence[Named], style: tuple[str, str]) -> Finding:
    own, common = style
    joined = common in _JOINED
    like = next(other for other in entities if (_joined if joined else _begun)(other.name) == common)
    message = f"the {noun} {names.quoted(entity.name)} {'has' if joined else 'begins with'} {own}, where others"
    message += f" {'have' if joined else 'begin with'} {common}"
    help = f"write `{names.quoted(_rewritten(entity.name, common, like.name))}`"
    return Finding(message, entity.span, help, (Note("such as this one", like.span),))


def _rewritten(name: str, common: str, like: str) -> str:
    """The name in the common style, with the capitals of a name that has it."""
    if common not in _JOINED:
        return (name[:1].upper() if common == "a capital" else name[:1].lower()) + name[1:]
    words = names.words(name)
    if common == "inner capitals":
        return "".join(word[:1].upper() + word[1:] if n or like[:1].isupper() else word for n, word in enumerate(words))
    if like.isupper() or like.islower():
        words = [word.upper() if like.isupper() else word.lower() for word in words]
    elif like.istitle():
        words = [word.capitalize() for word in words]
    return {"hyphens": "-", "underscores": "_"}[common].join(words)


RULE = Rule("FSM101", "mixed-naming", check, __doc__, Severity.WARNING)
