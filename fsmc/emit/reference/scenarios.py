"""A machine's `Words` in, the sections of its scenarios out: the steps of each, what they do, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from fsmc import names
from fsmc.emit.anchors import anchor
from fsmc.emit.reference.markdown import block, blocks, code, heading, lean_table, listed
from fsmc.emit.reference.pictures import scenario_name, scenario_picture
from fsmc.emit.reference.states import Section
from fsmc.emit.reference.walks import test_of_scenario
from fsmc.emit.reference.words import Words
from fsmc.emit.telling import Told, tell, written
from fsmc.interpreter import Refused
from fsmc.model import ELSE, Scenario, Step, Stroke
from fsmc.walks import way_through

HEAD = ("", "Event", "Assuming", "Actions", "State after it")


def scenario_sections(words: Words) -> list[Section]:
    """One section a scenario, in order of declaration."""
    machine = words.machine
    return [
        Section(
            anchor("scenario", scenario_name(scenario)),
            heading(scenario.title),
            scenario_body(words, scenario, scenario_picture(machine, scenario)),
        )
        for scenario in machine.scenarios
    ]


def scenario_body(words: Words, scenario: Scenario, picture: str = "") -> str:
    """Everything under the heading of a scenario."""
    steps = lean_table(HEAD, _rows(words, scenario))
    return blocks(block(scenario.doc), " ".join(_facts(words, scenario)), picture, steps)


def _facts(words: Words, scenario: Scenario) -> Iterator[str]:
    """Sentences on a scenario as a whole."""
    given = f" with {code(str(scenario.given))}" if scenario.given is not None else ""
    yield f"Starts in {words.state(scenario.start)}{given}."
    if scenario.stroke is not Stroke.PLAIN:
        yield f"Pictures draw it {scenario.stroke}."
    test = test_of_scenario(words.machine, scenario)
    if test and words.home:
        yield f"Tested by {code(test)}."
    marks = words.marks(scenario)
    if marks:
        yield f"({marks})"


def _rows(words: Words, scenario: Scenario) -> Iterator[tuple[str, ...]]:
    told = tuple(tell(words.machine, scenario.steps, way)) if (way := way_through(words.machine, scenario)) else ()
    for number, step in enumerate(scenario.steps, 1):
        done = listed(code(text) for one in told[number - 1] for text in _done(one)) if told else ""
        yield (str(number), _event(words, step), _assumed(step), done, words.state(step.target))


def _event(words: Words, step: Step) -> str:
    arguments = "" if not step.args else " " + code(f"({', '.join(map(str, step.args))})")
    return words.event(step.event) + arguments


def _assumed(step: Step) -> str:
    return "" if step.assuming is None else "otherwise" if step.assuming is ELSE else code(str(step.assuming))


def _done(told: Told) -> Iterator[str]:
    """The actions of one step of the machine as the spec writes them, and what became of a deferred event."""
    yield from (str(outcome) for outcome in told.taken.outcomes if isinstance(outcome, Refused))
    yield from (written(names.quoted(action.name), arguments) for action, arguments in told.actions)
