"""`fsmc fmt`: specs in, the same in the one style of the language out, or compared with what is there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import click

from fsmc.cli import offers
from fsmc.cli.specs import tell
from fsmc.cli.terminal import FINDINGS, FINE, UNUSABLE, complain, count, has_color, named_path, say
from fsmc.diagnostics import printable
from fsmc.files import FileError, content, decoded, find, piped, text_of
from fsmc.source import SourceFile

_MARK = b"\xef\xbb\xbf"
_STANDARD_INPUT = Path("-")


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=named_path, shell_complete=offers.specs)
@click.option("--check", "compare", is_flag=True, help="Write nothing; exit 1 and name the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; exit 1 and print what would change.")
@click.option("--sort", is_flag=True, help="Order the lines of each block by state, event and target.")
@click.option("--stdin-filename", metavar="NAME", default="<stdin>", help="What messages call standard input.")
@click.option("-q", "--quiet", is_flag=True, help="Print faults, differences and names that --check asks for only.")
def fmt(
    paths: tuple[Path, ...], compare: bool, diff: bool, sort: bool, stdin_filename: str, quiet: bool
) -> int:  # fmt: skip
    """Lay out specs in the one style of the language.  Folders are searched for *.fsm.

    Without a PATH the specs of the project are taken, as its configuration names them, else those in specs/.  A PATH of
    - is standard input, and the result goes to standard output.

    Only blanks and line ends change, never words, comments or documentation, nor their order; --sort moves lines within
    their blocks, which means nothing in the language.  A spec with faults of form is left as it is.

    \b
    Examples:
      fsmc fmt                          lay out every spec of the project
      fsmc fmt specs/tcp.fsm --diff     show what would change
      fsmc fmt --check                  in CI: is every spec laid out?
      fsmc fmt - < specs/tcp.fsm        as a filter, for editors

    Exit status: 0 fine, 1 with --check or --diff if a file would change, 2 usage, or a file that cannot be read or
    parsed.
    """
    if _STANDARD_INPUT in paths and len(paths) > 1:
        raise click.UsageError("standard input (-) stands alone.")
    task = _Task(compare or diff, diff, sort, quiet)
    if paths == (_STANDARD_INPUT,):
        return _filter(task, Path(stdin_filename))
    for spec in task.specs(paths or _of_project()):
        task.do(spec)
    task.say_summary()
    return task.status


def _of_project() -> tuple[Path, ...]:
    from fsmc.project import find_settings

    return find_settings(Path.cwd()).present_specs()


@dataclass(frozen=True)
class _Spec:
    """A spec as it is and, without its byte order mark, as it should be."""

    path: Path
    present: bytes
    source: SourceFile
    text: str

    @property
    def content(self) -> bytes:
        return (_MARK if self.present.startswith(_MARK) else b"") + self.text.encode()

    @property
    def changes(self) -> bool:
        return self.content != self.present


@dataclass
class _Task:
    """What is to be done with each spec, and what has been done so far."""

    writes_nothing: bool
    diff: bool
    sort: bool
    quiet: bool
    changed: int = 0
    unchanged: int = 0
    unusable: int = 0

    @property
    def status(self) -> int:
        return UNUSABLE if self.unusable else FINDINGS if self.changed and self.writes_nothing else FINE

    def specs(self, paths: Iterable[Path]) -> Iterator[_Spec]:
        """The specs that can be laid out; what is wrong with the others is told."""
        for path in self._found(paths):
            try:
                present = content(path)
                spec = self.laid_out(path, present, text_of(path, present))
            except FileError as error:
                self._refuse(error)
            else:
                if spec:
                    yield spec

    def laid_out(self, path: Path, present: bytes, source: SourceFile) -> _Spec | None:
        """The spec as it should be; None if it has faults of form, which are told.  Raises FileError for a defect."""
        from fsmc.formatter import LayoutError, formatted

        try:
            result = formatted(source, sort=self.sort)
        except LayoutError as error:
            raise FileError(f"{path}: {error}, so it is left as it is", "a defect of fsmc: please report it") from error
        tell(result.faults, source)
        self.unusable += bool(result.faults)
        return None if result.faults else _Spec(path, present, source, result.text)

    def _found(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        found: list[Path] = []
        for path in paths:
            try:
                found += find([path])
            except FileError as error:
                self._refuse(error)
        return find(found)

    def _refuse(self, error: FileError) -> None:
        complain(error)
        self.unusable += 1

    def do(self, spec: _Spec) -> None:
        """Write the spec, or tell that it would change."""
        if not spec.changes:
            self.unchanged += 1
            return
        try:
            self._change(spec)
        except FileError as error:
            self._refuse(error)
        else:
            self.changed += 1

    def _change(self, spec: _Spec) -> None:
        if self.diff:
            _show_difference(spec)
        elif self.writes_nothing:
            say(f"would reformat {printable(spec.source.name)}")
        else:
            from fsmc import output

            output.rewrite(spec.path, spec.content, spec.present)
            if not self.quiet:
                say(f"reformatted {printable(spec.source.name)}")

    def say_summary(self) -> None:
        """`2 files reformatted, 1 unchanged`; beside a difference it would be in the way of `patch`."""
        done = "would be reformatted" if self.writes_nothing else "reformatted"
        parts = [f"{count(self.changed, 'file')} {done}"] if self.changed else []
        parts += [f"{self.unchanged if parts else count(self.unchanged, 'file')} unchanged"] if self.unchanged else []
        parts += [f"{self.unusable if parts else count(self.unusable, 'file')} with faults"] if self.unusable else []
        if not self.quiet and parts:
            say(", ".join(parts), err=self.diff)


def _filter(task: _Task, name: Path) -> int:
    """Standard input to standard output; nothing is printed there if the input cannot be laid out."""
    present = piped(sys.stdin.buffer, name)
    source = SourceFile(str(name), decoded(name, present, "spec"))
    spec = task.laid_out(name, present, source)
    if spec and task.writes_nothing:
        task.do(spec)
    elif spec:
        sys.stdout.flush()
        sys.stdout.buffer.write(spec.content)
    return task.status


# -------------------------------------------------------------------------------------------------------- differences

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def _show_difference(spec: _Spec) -> None:
    """What would change as a unified diff that `patch` reads; on a terminal in colour, with no hidden characters."""
    colored = has_color(sys.stdout)
    before, after = spec.present.decode("utf-8-sig"), spec.text
    name = spec.source.name
    for number, line in enumerate(unified_diff(_lines(before), _lines(after), name, name, n=3)):
        end = "" if line.endswith("\n") else "\n\\ No newline at end of file"
        if colored:
            head = number < 2
            say(printable(line.removesuffix("\n")) + end, fg=None if head else _COLORS.get(line[0]), bold=head)
        else:
            say(line.removesuffix("\n") + end)


def _lines(text: str) -> list[str]:
    """The lines with their ends, as `diff` counts them."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
