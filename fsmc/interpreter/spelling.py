"""A value in, its text as a spec writes it out."""

from __future__ import annotations

from collections.abc import Mapping

from fsmc import names
from fsmc.interpreter.values import Value
from fsmc.model import Basic, Enumeration, HostType, Many, Parameter, Type


def shown(value: Value, type_: Type) -> str:
    """A value as a spec writes it; `fsmc simulate` reads it back."""
    match type_:
        case Enumeration():
            return names.quoted(value)
        case HostType():
            fields = (f"{part.name}={shown(_field(value, part), part.type)}" for part in type_.fields)
            return f"{{{', '.join(fields)}}}"
        case Many():
            return ", ".join(shown(item, type_.item) for item in value)
        case Basic.BOOL:
            return str(value).lower()
        case Basic.DURATION:
            return names.duration(round(value, 6))
        case Basic.STR:
            return names.double_quoted(value)
        case _:
            return str(value)


def _field(value: Value, part: Parameter) -> Value:
    """A field of a value of the host, which is a mapping or an object."""
    return value[part.name] if isinstance(value, Mapping) else getattr(value, part.name)


def call(name: str, args: tuple[Value, ...], params: tuple[Parameter, ...]) -> str:
    """`fits(3)`: an action or a question with its arguments."""
    written = (shown(value, part.type) for value, part in zip(args, params, strict=True))
    given = ", ".join(text for text in written if text)  # zero values of a `T*` part have no text
    return names.quoted(name) + (f"({given})" if given else "")
