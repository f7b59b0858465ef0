"""Files in, how those on disk differ from them out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from fsmc.files import unusable
from fsmc.output.places import File, obstacle

_MOST_LINES = 60
_MOST_COLUMNS = 200
_LARGEST_DIFF = 20_000


@dataclass(frozen=True, slots=True)
class Drift:
    """A file that is not what its spec says: why, and the way from what is there to what should be.

    `help` is the way out where another build is none.
    """

    path: Path
    what: str
    diff: tuple[str, ...] = ()
    help: str = ""


def compare(file: File) -> Drift | None:
    """What is wrong with the file on disk, or None if it is current."""
    refused = obstacle(file)
    if refused:
        return Drift(file.path, str(refused).removeprefix(f"{file.path}: "), help=refused.help)
    try:
        present = file.path.read_bytes()
    except FileNotFoundError:
        return Drift(file.path, "missing")
    except OSError as error:
        raise unusable(file.path, error) from error
    if present == file.content:
        return None
    if present.replace(b"\r\n", b"\n") == file.content:
        return Drift(file.path, "its line ends are CRLF where fsmc writes LF (a matter of .gitattributes?)")
    return Drift(file.path, "stale or edited", tuple(difference(present, file)))


def difference(present: bytes, file: File) -> list[str]:
    """A unified diff from what is there to what should be, cut where it is longer than people read."""
    old, new = (data.decode("utf-8", errors="replace").splitlines() for data in (present, file.content))
    if len(old) + len(new) > _LARGEST_DIFF:
        return [f"({len(old)} lines there, {len(new)} lines expected: too many to compare)"]
    lines = unified_diff(old, new, f"{file.path} (on disk)", f"{file.path} (from {file.origin})", n=2, lineterm="")
    shown = [_cut(line) for line in islice(lines, _MOST_LINES)]
    rest = sum(1 for _ in lines)
    if not shown:
        return ["(they differ in line ends or in bytes that are no text)"]
    return [*shown, f"({rest} more lines of difference)"] if rest else shown


def _cut(line: str) -> str:
    return line if len(line) <= _MOST_COLUMNS else f"{line[:_MOST_COLUMNS]} ..."
