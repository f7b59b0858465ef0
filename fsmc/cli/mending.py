"""`fsmc check --fix` and `--diff`: specs with what can be mended in, mended files or differences out."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc import output
from fsmc.cli.specs import Specs, judged
from fsmc.cli.terminal import Progress, count, say, say_of_diff
from fsmc.diagnostics import printable
from fsmc.files import FileError, content, decoded
from fsmc.fixes import Mended, by_title, mend
from fsmc.report import Checked

if TYPE_CHECKING:
    from fsmc.project import Settings
    from fsmc.source import SourceFile

_MARK = b"\xef\xbb\xbf"


class Mending:
    """Does the fixes of specs, one after the other; `writes` into their files, `prints` on standard output."""

    def __init__(self, settings: Settings, specs: Specs, *, writes: bool, prints: bool) -> None:
        self._settings, self._specs = settings, specs
        self._writes, self._prints = writes, prints
        self._mended: list[tuple[SourceFile, Mended]] = []

    def mended(self, progress: Progress) -> list[Checked]:
        """What is left to be found in each spec."""
        return [self._one(source, progress) for source in self._specs.sources()]

    def _one(self, source: SourceFile, progress: Progress) -> Checked:
        mended = mend(source, lambda text: judged(text, self._settings, progress).found)
        try:
            self._keep(source, mended)
        except FileError as error:
            self._specs.refuse(error)
            return judged(source, self._settings, progress)
        self._mended.append((source, mended))
        return Checked(mended.source, mended.left)

    def _keep(self, source: SourceFile, mended: Mended) -> None:
        if self._prints and self._writes:
            click.echo(mended.source.text.encode(), nl=False)
        elif self._writes and mended.done:
            _rewrite(Path(source.name), source.text, mended.source.text)

    def say_what_was_done(self, *, err: bool) -> None:
        """One line a file, with what its fixes were."""
        for source, mended in self._mended:
            if mended.done:
                fixes = ", ".join(
                    f"{title} ({number})" if number > 1 else title for title, number in by_title(mended.done)
                )
                say(f"fixed {printable(source.name)}: {printable(fixes)}", err=err, fg="green")

    def show_differences(self, *, quiet: bool) -> bool:
        """Print what would change; whether anything would."""
        changed = [(source, mended) for source, mended in self._mended if mended.done]
        for source, mended in changed:
            for line in _difference(source, mended.source):
                say_of_diff(line)
        if not quiet:
            number = sum(len(mended.done) for _, mended in changed)
            say(
                f"{count(number, 'fix') if number == 1 else f'{number} fixes'} in {count(len(changed), 'spec')}",
                err=True,
            )
        return bool(changed)


def _difference(old: SourceFile, new: SourceFile) -> list[str]:
    before, after = old.text.splitlines(), new.text.splitlines()
    return list(unified_diff(before, after, old.name, f"{old.name} (fixed)", n=2, lineterm=""))


def _rewrite(path: Path, old: str, new: str) -> None:
    """Put the new text in place of the old one, which must still be there.  Raises FileError."""
    present = content(path)
    if decoded(path, present, "spec") != old:
        raise FileError(f"{path}: changed while it was checked, so it is left alone", "check it again")
    output.rewrite(path, (_MARK if present.startswith(_MARK) else b"") + new.encode(), present)
