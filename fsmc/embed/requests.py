"""A marker in, what it asks for out: a kind of block, a spec and options that fit, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fsmc.diagnostics import Diagnostic
from fsmc.embed import problems
from fsmc.embed.markers import Marker, Word


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of block: the options that it needs and may have, and its formats, the first being the default."""

    needed: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    exclusive: bool = False

    @property
    def known(self) -> tuple[str, ...]:
        return self.needed + self.options + (("format", *_OF_PICTURES) if self.formats else ())


_OF_PICTURES = ("to", "alt")
_SUBJECTS = ("view", "state", "event", "scenario")

KINDS: Mapping[str, Kind] = {
    "diagram": Kind(options=("view", "state", "links"), formats=("svg", "mermaid"), exclusive=True),
    "table": Kind(options=("links",)),
    "matrix": Kind(options=("links",)),
    "state": Kind(needed=("state",), options=("links",)),
    "scenario": Kind(needed=("scenario",), options=("links",), formats=("svg", "mermaid", "table")),
    "source": Kind(options=("state", "event", "scenario"), exclusive=True),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a block is to hold.  `options` are those given; `format` is empty for kinds that have one form only."""

    kind: str
    spec: Word
    format: str = ""
    options: Mapping[str, Word] = field(default_factory=dict)

    def text(self, option: str) -> str | None:
        """The value of an option, or None if it is not given."""
        word = self.options.get(option)
        return None if word is None else word.text


def understood(marker: Marker) -> tuple[Request | None, list[Diagnostic]]:
    """The request that a marker makes, or all its faults."""
    kind = KINDS.get(marker.kind.text)
    if kind is None:
        return None, [problems.unknown_kind(marker.kind.text, marker.kind.span, KINDS)]
    faults = _faults_of_words(marker)
    options = _options(marker, kind, faults)
    format = options.get("format")
    if format and format.text not in kind.formats:
        faults.append(problems.bad_value("format", format.text, format.span, kind.formats))
    chosen = format.text if format else next(iter(kind.formats), "")
    faults += _conflicts(kind, options, chosen)
    if faults:
        return None, faults
    return Request(marker.kind.text, marker.words[0], chosen, options), []


def _faults_of_words(marker: Marker) -> list[Diagnostic]:
    if not marker.words:
        return [problems.no_spec(marker.span, marker.kind.text)]
    return [problems.too_many_words(word.text, word.span) for word in marker.words[1:]]


def _options(marker: Marker, kind: Kind, faults: list[Diagnostic]) -> dict[str, Word]:
    options: dict[str, Word] = {}
    for name, value in marker.options:
        if name.text not in kind.known:
            faults.append(problems.unknown_option(marker.kind.text, name.text, name.span, kind.known))
        elif name.text in options:
            faults.append(problems.repeated_option(name.text, name.span))
        else:
            options[name.text] = value
    faults += [problems.missing_option(marker.kind.text, n, marker.span) for n in kind.needed if n not in options]
    return options


def _conflicts(kind: Kind, options: Mapping[str, Word], format: str) -> list[Diagnostic]:
    """Options that exclude each other: two subjects, or a file of a picture where there is none."""
    subjects = [name for name in _SUBJECTS if name in options] if kind.exclusive else []
    found = [problems.conflict(name, subjects[0], options[name].span) for name in subjects[1:]]
    useless = [*_OF_PICTURES] if format != "svg" else []
    useless += ["links"] if format == "mermaid" or (format == "svg" and "to" not in options) else []
    return found + [
        problems.conflict(name, f"format={format}", options[name].span) for name in useless if name in options
    ]
