"""`fsmc simulate`: a spec and steps in, from the command line, a pipe or a person; what the machine does out."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fsmc.cli import offers
from fsmc.cli.specs import report
from fsmc.cli.terminal import FINDINGS, FINE, UNUSABLE, count, named_path, say
from fsmc.diagnostics import printable

if TYPE_CHECKING:
    from fsmc.cli.simulation import Asker, Record, Simulation
    from fsmc.model import Machine, Parameter

_FORMS = (
    ("EVENT, EVENT(value, ...)", "deliver an event: rcv-FIN, open(true)"),
    ("EVENT [guard, not other]", "and answer what the machine asks; [else] says no to all other questions"),
    ("timeout TIMER", "let time go by until the timer expires"),
    ("advance 3s", "let time go by"),
    ("undo", "take a step back; as an answer to a question: cancel the step"),
    ("?", "say what can be done"),
    ("quit", "end the play"),
)


@click.command()
@click.argument("spec", type=named_path, shell_complete=offers.specs)
@click.argument("events", metavar="[EVENT]...", nargs=-1, shell_complete=offers.declared("event"))
@click.option("--set", "options", metavar="OPTION=VALUE", multiple=True, help="Set an option of the machine.")
@click.option(
    "--start",
    metavar="STATE",
    shell_complete=offers.declared("state"),
    help="Begin in this state, not in the initial one.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def simulate(spec: Path, events: tuple[str, ...], options: tuple[str, ...], start: str | None, as_json: bool) -> int:
    """Play a machine by hand, on a clock that moves only when told to.

    An EVENT is written as in a scenario, but in its brackets stand answers only: guards and booleans of the payload,
    no comparisons.  Without one, steps are asked for on a terminal, or read from standard input, one a line.  An event
    that the machine refuses is shown, and the play goes on.

    \b
    Steps:
      passive-OPEN              deliver an event
      'rcv-FIN(true)'           with its payload
      'rcv-RST [in-window]'     and answer a guard: [g], [not g], [g, not h]; [else] says no to all others
      'CLOSE -> FIN-WAIT-1'     and expect a state
      'timeout rtx'             let time go by until a timer expires
      'advance 3s'              let time go by

    \b
    Examples:
      fsmc simulate specs/turnstile.fsm coin push push
      fsmc simulate specs/tcp.fsm active-OPEN 'advance 3s'
      fsmc simulate main:specs/tcp.fsm active-OPEN      as it is at a Git revision
      fsmc simulate specs/tcp.fsm --json active-OPEN | jq .after
      fsmc simulate specs/tcp.fsm

    Exit status: 0 every step was taken, 1 one was refused or did not lead where expected, 2 a step or file is unusable.
    """
    machine = _machine(spec)
    if machine is None:
        return FINDINGS
    interactive = not events and not as_json and sys.stdin.isatty()
    simulation = _begin(machine, options, start, _asker(interactive))
    if simulation is None:
        return UNUSABLE
    texts = _typed(simulation) if interactive else (events or _piped())
    return _play(simulation, texts, str(spec), as_json=as_json, go_on=interactive)


def _machine(spec: Path) -> Machine | None:
    from fsmc import compiler
    from fsmc.cli.sides import read_spec

    checked = compiler.check(read_spec(str(spec)))
    if checked.machine is None:
        report(checked, err=True)
    elif checked.errors:  # a play may be what shows how to mend them
        say(f"{spec}: {count(len(checked.errors), 'error')}, shown by `fsmc check`", err=True, fg="yellow")
    return checked.machine


def _begin(machine: Machine, options: Iterable[str], start: str | None, asker: Asker) -> Simulation | None:
    from fsmc.cli.simulation import Simulation
    from fsmc.cli.steps import option_of, state_of
    from fsmc.cli.values import StepError

    try:
        simulation = Simulation(machine, dict(option_of(text, machine) for text in options), asker)
        if start is not None:
            simulation.place(state_of(machine, start))
    except StepError as error:
        say(f"fsmc: error: {printable(str(error))}", err=True, fg="red")
        return None
    return simulation


def _play(simulation: Simulation, texts: Iterable[str], name: str, *, as_json: bool, go_on: bool) -> int:
    """Do the steps; a step that cannot be tried ends a play without a person."""
    from fsmc.cli import trace
    from fsmc.cli.values import StepError

    status = FINE
    for text in texts:
        try:
            for record in simulation.take(text):
                if as_json:
                    say(trace.as_json(record))
                else:
                    _show(record, trace.lines(record, name, simulation.machine))
                status = FINDINGS if record.problem else status
        except StepError as error:
            say(f"fsmc: error: {printable(str(error))}", err=True, fg="red")
            if not go_on:
                return UNUSABLE
        except click.Abort:  # instead of an answer
            say(printable(f"the step is cancelled: in {simulation.state}"))
    return FINE if go_on else status


def _show(record: Record, lines: Iterator[str]) -> None:
    say(printable(next(lines)), bold=True, fg="red" if record.problem else None)
    for line in lines:
        say(printable(line))


# ------------------------------------------------------------------------------------------------ where steps come from


def _piped() -> Iterator[str]:
    """The lines of standard input that say something."""
    return (line.strip() for line in sys.stdin if line.strip() and not line.lstrip().startswith("#"))


def _typed(simulation: Simulation) -> Iterator[str]:
    """What a person types, until the end; questions about the play are answered here."""
    say(printable(f"{simulation.machine.title}: in {simulation.state}; ? lists what can be done"), bold=True)
    _complete(simulation)
    while True:
        try:
            text = input(printable(f"{simulation.state}> ")).strip()
        except (EOFError, KeyboardInterrupt):
            say("")
            return
        if text in ("quit", "exit", "q"):
            return
        if text == "undo":
            say(printable(f"back in {simulation.state}") if simulation.undo() else "there is no step to take back")
        elif text in ("?", "help"):
            say(_help(simulation))
        elif text:
            yield text


def _help(simulation: Simulation) -> str:
    """The forms of a step, and what can be done now, in lines that fit the terminal."""
    width = min(shutil.get_terminal_size().columns, 100)
    formatter = click.HelpFormatter(width=width)
    formatter.write("a step is one of\n")
    with formatter.indentation():
        formatter.write_dl(_FORMS)
    offers = (textwrap.fill(printable(offer), width, initial_indent="  ", subsequent_indent="      ",
                            break_long_words=False, break_on_hyphens=False) for offer in simulation.offers)  # fmt: skip
    return "\n".join([formatter.getvalue() + printable(f"in {simulation.state}:"), *offers])


def _complete(simulation: Simulation) -> None:
    """Complete events with the tab key, where the system can."""
    try:
        import readline
    except ImportError:
        return

    def offer(begun: str, number: int) -> str | None:
        words = [text.partition("(")[0] for text in simulation.offers] + ["advance", "undo", "quit"]
        matching = [word for word in words if word.startswith(begun)]
        return matching[number] if number < len(matching) else None

    readline.set_completer_delims("\n")
    readline.set_completer(offer)
    readline.parse_and_bind("tab: complete")


def _asker(interactive: bool) -> Asker:
    from fsmc.cli.simulation import Asker

    return Asker(_ask_guard, _ask_payload) if interactive else Asker()


_ANSWERS = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False, "": False}


def _ask_guard(question: str) -> bool:
    while (answer := _answer(f"{question}? [y/N]", default="").lower()) not in _ANSWERS:
        say("  answer y or n; undo cancels the step")
    return _ANSWERS[answer]


def _ask_payload(part: Parameter) -> str:
    return _answer(str(part))


def _answer(question: str, default: str | None = None) -> str:
    """What a person answers; Abort where that is ctrl-C or `undo`, which cancels the step."""
    try:
        answer = str(click.prompt(f"  {printable(question)}", default=default, show_default=False)).strip()
    except click.Abort:
        say("")
        raise
    if answer == "undo":
        raise click.Abort
    return answer
