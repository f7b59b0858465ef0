"""Arguments in, exit status and text out: the commands, and what happens when one of them fails.

Each command is imported when it is named, and imports the compiler only when it runs: `fsmc --version` and shell
completion stay fast.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from fsmc import __version__
from fsmc.cli.catalog import COMMANDS
from fsmc.cli.terminal import UNUSABLE, complain, say, use_any_encoding
from fsmc.files import FileError


@click.group(commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", "-V", package_name="fsmc", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="On a defect of fsmc, print the traceback (also: FSMC_DEBUG=1).")
def commands(debug: bool) -> None:
    """Compile finite state machines: one spec in; a Python module, a diagram, a reference and tests out.

    \b
    Examples:
      fsmc new Door                    begin a project
      fsmc build                       build every spec under specs/ into generated/
      fsmc check specs/tcp.fsm         say what is wrong with a spec
      fsmc explain FSM012              what a finding means, with an example
      fsmc fmt                         lay out every spec in the one style
      fsmc diff main specs/tcp.fsm     what changed in the behaviour since main
      fsmc simulate specs/tcp.fsm      play a machine by hand
      fsmc draw specs/tcp.fsm --list   what there is to draw of it

    Exit status: 0 fine, 1 findings or drift, 2 usage, unreadable files or a defect of fsmc, 3 undecided: check or diff
    could neither prove nor refute something, and found nothing else.
    """
    if debug:
        os.environ["FSMC_DEBUG"] = "1"


def main() -> NoReturn:
    """Run the command line and exit; a failure is one clear message, never a traceback."""
    use_any_encoding()
    stdout = sys.stdout
    try:
        status = commands.main(prog_name="fsmc", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        status = UNUSABLE
    except FileError as error:
        complain(error)
        status = UNUSABLE
    except SystemExit as error:
        # so click ends where nobody reads on: with a stdout of its own put in place
        status = error.code if sys.stdout is stdout else _reader_left()
    except (click.Abort, KeyboardInterrupt):
        say("", err=True)
        status = 130
    except BrokenPipeError:
        status = _reader_left()
    except OSError as error:  # those of files are FileErrors; this is a full disk behind standard output, or the like
        _give_up_output()
        complain(
            FileError(
                f"{error.filename or 'standard output'}: {error.strerror or error}",
                "the output is not complete: make room, or send it elsewhere",
            )
        )
        status = UNUSABLE
    except ArithmeticError as error:
        _report_number(error)
        status = UNUSABLE
    except Exception as error:
        _report_defect(error)
        status = UNUSABLE
    sys.exit(status)


def _reader_left() -> int:
    """The status of a program whose reader (`| head`) wants no more."""
    _give_up_output()
    return 141


def _give_up_output() -> None:
    """Let nothing more reach standard output, or Python would try once more at exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_number(error: ArithmeticError) -> None:
    """A machine may count for ever.  Searches leave such steps out; who does not is at a loss, and tells the place."""
    from fsmc.interpreter import BeyondMeasure

    if isinstance(error, BeyondMeasure):
        place = f"{error.span.line}:{error.span.column}: " if error.span.line else ""
        complain(FileError(f"{place}{error}", "bound what the spec works out there, by a guard such as [n < 1000]"))
    else:
        _report_defect(error)


def _report_defect(error: Exception) -> None:
    """What fsmc did not expect is its own fault: say so, and how to report it."""
    if os.environ.get("FSMC_DEBUG"):
        import traceback

        traceback.print_exc()
    say(f"fsmc: internal error: {type(error).__name__}: {error}", err=True, fg="red")
    say("  This is a defect of fsmc, not of your spec.", err=True)
    say("  help: please report it with the spec and the output of the same command after `FSMC_DEBUG=1`", err=True)
