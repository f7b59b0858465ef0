"""Each grade on each axis, by the smallest change that has it."""

from __future__ import annotations

import pytest

from fsmc.diff import Axis, Grade, compare
from fsmc.emit.python import emit
from tests.diff.machines import compared, machine
from tests.emit.build import imported

LAMP = """\
machine Lamp
option slow: bool = false
var count: int = 0
timer sleep = 10s within On
guard dark
state Off initial
state On
state Broken
event press (hard: bool = false)
event look
event hit
event shake
action click
action hum (loudness: int)
Off on press -> On / click, start sleep
On on press [hard] -> Off / hum(3), count += 1
On on press [else] -> stay / hum(2)
On on timeout sleep -> Off / click
On reject look "too bright"
Off ignore look
Off never shake
Off on hit [dark and count > 1] -> Broken
Off reject hit [else] "you would see it"
"""

BEHAVIOUR = [
    (Grade.IDENTICAL, "On reject look", "On reject look"),
    (Grade.IDENTICAL, "count > 1", "1 < count"),
    (Grade.COMPATIBLE, "Broken", "Defective"),
    (Grade.COMPATIBLE, '"too bright"', '"it dazzles"'),
    (Grade.COMPATIBLE, "Off ignore look", "Off on look -> stay"),
    (Grade.COMPATIBLE, "Off ignore look", 'Off ignore look\nOn reject shake "no"'),
    (Grade.COMPATIBLE, "shake", "jolt"),
    (Grade.EXTENDS, "Off ignore look", "Off ignore look\nOn on shake -> Off"),
    (Grade.EXTENDS, 'On reject look "too bright"', "On ignore look"),
    (Grade.EXTENDS, "Off never shake", "Off on shake -> stay / click"),
    (Grade.EXTENDS, "Off ignore look", "Off ignore look\nevent sing\nOn ignore sing"),
    (Grade.NARROWS, "Off ignore look", 'Off reject look "dark"'),
    (Grade.NARROWS, 'On reject look "too bright"', "On never look"),
    (Grade.NARROWS, 'On reject look "too bright"\n', ""),
    (Grade.BREAKING, "On on press [hard] -> Off", "On on press [hard] -> Broken"),
    (Grade.BREAKING, "On on press [hard] -> Off / hum(3), count += 1", "On reject press [hard]"),
    (Grade.BREAKING, "Off ignore look", "Off on look -> Broken"),
    (Grade.BREAKING, "= 10s", "= 11s"),
    (Grade.BREAKING, "count > 1", "count > 2"),
    (Grade.BREAKING, "Off initial\nstate On", "Off\nstate On initial"),
]


@pytest.mark.parametrize(("grade", "old", "new"), BEHAVIOUR)
def test_behaviour(grade: Grade, old: str, new: str) -> None:
    verdict = compared(LAMP, (old, new)).verdict(Axis.BEHAVIOUR)
    assert verdict.grade is grade, verdict
    assert verdict.trace is not None or grade <= Grade.COMPATIBLE


@pytest.mark.parametrize(
    ("grade", "old", "new"),
    [
        (Grade.IDENTICAL, "hum(3)", "hum(1 + 2)"),
        (Grade.COMPATIBLE, "click", "clack"),
        (Grade.BREAKING, "hum(3)", "hum(4)"),
        (Grade.BREAKING, "hum(3), ", ""),
        (Grade.BREAKING, "Off / click", "Off / click, click"),
        (Grade.BREAKING, "hum(3), count += 1", "hum(count), count += 1"),
    ],
)
def test_emitted_actions(grade: Grade, old: str, new: str) -> None:
    found = compared(LAMP, (old, new))
    assert found.verdict(Axis.ACTIONS).grade is grade
    assert found.verdict(Axis.BEHAVIOUR).grade is Grade.IDENTICAL


@pytest.mark.parametrize(
    ("grade", "old", "new"),
    [
        (Grade.IDENTICAL, "= 10s", "= 11s"),
        (Grade.EXTENDS, "state Broken", "state Broken\nstate Lost\nOn on hit -> Lost"),
        (Grade.EXTENDS, "event shake", "event shake\nevent sing"),
        (Grade.EXTENDS, "hard: bool = false", "hard: bool = false, fast: bool = false"),
        (Grade.BREAKING, "Broken", "Defective"),
        (Grade.BREAKING, "guard dark", "guard dark\nguard loud"),
        (Grade.BREAKING, "action click", "action click\naction clack"),
        (Grade.BREAKING, "hard: bool = false", "hard: bool"),
        (Grade.BREAKING, "event look", "event look (at: int)"),
    ],
)
def test_names(grade: Grade, old: str, new: str) -> None:
    verdict = compared(LAMP, (old, new)).verdict(Axis.NAMES)
    assert verdict.grade is grade, verdict


STORED = [
    (Grade.IDENTICAL, "= 10s", "= 11s"),
    (Grade.EXTENDS, "state Broken", "state Broken\nstate Lost\nOn on hit -> Lost"),
    (Grade.NARROWS, "state Broken", "state Broken\nstate Island"),
    (Grade.BREAKING, "On", "Bright"),
    (Grade.BREAKING, "var count: int = 0", "var count: int = 0\nvar more: int = 0"),
    (Grade.BREAKING, "option slow: bool = false", "option slow: int = 0"),
    (Grade.BREAKING, "sleep", "slumber"),
]


@pytest.mark.parametrize(("grade", "old", "new"), STORED)
def test_stored_states_are_those_that_the_new_module_restores(grade: Grade, old: str, new: str) -> None:
    before, after = LAMP, LAMP.replace(old, new)
    if grade is Grade.NARROWS:
        before, after = after, before
    found = compare(machine(before), machine(after)).verdict(Axis.STORED)
    assert found.grade is grade, found
    assert _restores(before, after) is (grade < Grade.BREAKING)


def _restores(before: str, after: str) -> bool:
    """Whether snapshots that a run of the old module writes load into the new one."""

    class Dark:
        def dark(self) -> bool:
            return True

    old, new = (imported(emit(machine(text)).text) for text in (before, after))
    lamp = old.Lamp(guards=Dark(), clock=lambda: 0.0)
    written = [lamp.snapshot()]
    lamp.press()
    written.append(lamp.snapshot())
    try:
        for snapshot in written:
            new.Lamp.restore(snapshot, guards=Dark(), clock=lambda: 0.0)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("count > 1", "count * count > 1 + count * count * 0"),
        ("On on press [hard] -> Off / hum(3), count += 1", "On on press [hard] -> Off / hum(3), count += 2"),
    ],
)
def test_what_is_neither_proved_nor_shown_is_unknown_or_shown(old: str, new: str) -> None:
    verdict = compared(LAMP, (old, new)).verdict(Axis.BEHAVIOUR)
    assert verdict.grade in (Grade.UNKNOWN, Grade.BREAKING)
    assert bool(verdict.open) is (verdict.grade is Grade.UNKNOWN)


def test_products_that_no_run_tells_apart_are_unknown_and_never_compatible() -> None:
    text = LAMP.replace("count > 1", "count * count > 1")
    verdict = compared(text, ("count * count > 1", "count * count * count > 1")).verdict(Axis.BEHAVIOUR)
    assert verdict.grade is Grade.UNKNOWN
    assert verdict.open


def test_a_counter_that_comes_to_light_after_a_long_time_is_unknown() -> None:
    text = LAMP.replace("count > 1", "count > 100000")
    verdict = compared(text, ("100000", "100001")).verdict(Axis.BEHAVIOUR)
    assert verdict.grade is Grade.UNKNOWN
    assert "Off on hit" in verdict.open[0]


def test_a_renamed_event_action_guard_and_timer_are_recognized() -> None:
    found = compared(LAMP, ("look", "watch"), ("hum", "buzz"), ("dark", "gloomy"), ("sleep", "rest"))
    assert {(each.kind, each.old, each.new) for each in found.renamed} == {
        ("event", "look", "watch"),
        ("action", "hum", "buzz"),
        ("guard", "dark", "gloomy"),
        ("timer", "sleep", "rest"),
    }
    assert found.verdict(Axis.BEHAVIOUR).grade is Grade.COMPATIBLE


def test_a_constant_within_a_list_of_arguments_is_the_number_that_it_stands_for() -> None:
    text = "machine M\nconst MANY = 2\nstate A initial\nevent go\naction snd(n: int*)\nA on go -> A / snd({}, 3)\n"
    found = compare(machine(text.format("MANY")), machine(text.format(2)))
    assert found.verdict(Axis.BEHAVIOUR).grade is found.verdict(Axis.ACTIONS).grade is Grade.IDENTICAL
