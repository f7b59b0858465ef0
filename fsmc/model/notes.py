"""What any declaration or line may carry: documents, citations, tags, documentation and its place."""

from __future__ import annotations

from dataclasses import dataclass

from fsmc.source import NOWHERE, Span


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A document that lines cite; `url` has `{}` where the section goes, or is empty."""

    name: str
    url: str = ""
    doc: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Citation:
    """A section of a document, such as `@3.10.7.4` or `@RFC5961:4`.  `reference` is None if no document is declared."""

    reference: Reference | None
    section: str

    @property
    def url(self) -> str:
        """The address of the section, or an empty string where the document has none."""
        return self.reference.url.replace("{}", self.section) if self.reference else ""

    @property
    def label(self) -> str:
        """`RFC9293 section 3.10.7.4`, for running text."""
        return f"{self.reference.name} section {self.section}" if self.reference else f"section {self.section}"


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A footnote mark, such as `p`, or a requirement level, such as `MUST-11`.

    With `mark`, pictures write its title beside the lines that carry it.
    """

    name: str
    label: str = ""
    doc: str = ""
    span: Span = NOWHERE
    mark: bool = False

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name

    @property
    def level(self) -> str:
        """`MUST`, `SHOULD` or `MAY` for a requirement level, else an empty string."""
        return requirement_level(self.name)


_LEVELS = {"MUST": "MUST", "SHOULD": "SHOULD", "SHLD": "SHOULD", "MAY": "MAY"}


def requirement_level(tag: str) -> str:
    """The level that a tag such as `MUST`, `SHLD-4` or `MAY-2` states, or an empty string."""
    word, _, number = tag.partition("-")
    return _LEVELS.get(word, "") if not number or number.isdigit() else ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Notes:
    """What any declaration or line may carry: documentation, citations, tags and its place in the source."""

    doc: str = ""
    cites: tuple[Citation, ...] = ()
    tags: tuple[Tag, ...] = ()
    span: Span = NOWHERE
