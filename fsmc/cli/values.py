"""The text of a value, as a spec writes it, in, the value out; `interpreter/spelling.py` has the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fsmc.interpreter import Value
from fsmc.model import Basic, Enumeration, HostType, Many, Type


class StepError(Exception):
    """A step that cannot be tried: it is misspelt, or does not fit the machine."""


def split(text: str) -> Iterator[str]:
    """The parts between commas that stand in no brackets and no quotes."""
    parts = re.findall(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\{[^}]*\}|\([^)]*\)|[^,])+""", text)
    return (part.strip() for part in parts if part.strip())


def plain(name: str) -> str:
    """A name without its quotes."""
    return re.sub(r"\\(.)", r"\1", name[1:-1]) if name.startswith("'") else name


def value_of(text: str, type_: Type) -> Value:
    """A value as a spec writes it."""
    match type_:
        case Enumeration():
            return _choice(plain(text), type_.members)
        case HostType():
            return _record(text, type_)
        case Many():
            return tuple(value_of(part, type_.item) for part in split(text))
        case Basic.BOOL:
            return _choice({"yes": "true", "no": "false", "y": "true", "n": "false"}.get(text, text), _TRUTH) == "true"
        case Basic.INT:
            return _integer(text)
        case Basic.DURATION:
            return _seconds(text)
        case _:
            return _text(text[1:-1]) if text[:1] in "\"'" and len(text) > 1 else text


_TRUTH = ("true", "false")
_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}
_ESCAPES = {"n": "\n", "t": "\t"}


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise StepError(f"{text!r} is none of {', '.join(choices)}")
    return text


def _text(escaped: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), escaped)


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise StepError(f"{text!r} is no whole number") from None


def _seconds(text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|min|h)", text)
    if not found:
        raise StepError(f"{text!r} is no duration: write it with a unit, as in 250ms, 3s, 2min or 1h")
    return float(found[1]) * _UNITS[found[2]]


def _record(text: str, type_: HostType) -> dict[str, Value]:
    """`{status=200, text="OK"}` as a value of a host type."""
    given = dict(part.partition("=")[::2] for part in split(text.strip("{} ")))
    fields = {part.name: part.type for part in type_.fields}
    if {name.strip() for name in given} != set(fields):
        raise StepError(f"a {type_} is written {{{', '.join(f'{name}=...' for name in fields)}}}")
    return {name.strip(): value_of(value.strip(), fields[name.strip()]) for name, value in given.items()}
