"""Guards of a generated module: asked before anything changes, on the same snapshot, each at most once a step."""

from __future__ import annotations

import pytest

from tests.emit.build import Answers, module_of, source_of

SPEC = """
machine Door
state Shut initial
state Open
state Locked
guard key "the key fits" (number: int)
guard calm
event push (number: int)
event pull
event kick = pull [not calm]
var tries: int
action creak
action shout (what: str)
Shut on push [key(number) and calm] -> Open / creak if calm, tries = 0
Shut on push [key(number) and not calm] -> Locked / tries += 1
Shut on push [else] -> stay / tries += 1, shout("once") if tries == 0, shout("again") if tries > 0
Open on pull -> Shut / shout("calm") if calm
Open on kick -> stay / shout("kick"), shout("angry") if not calm
unlisted reject
"""


def door(**answers: bool) -> tuple[object, Answers]:
    host = Answers(**answers)
    return module_of(SPEC).Door(guards=host), host


def test_a_guard_that_holds_opens() -> None:
    machine, host = door(key=True, calm=True)
    assert [type(action).__name__ for action in machine.push(7)] == ["Creak"]
    assert machine.state.value == "Open"
    assert sorted(host.asked) == [("calm", ()), ("key", (7,))]


def test_each_question_is_asked_at_most_once_a_step() -> None:
    machine, host = door(key=True, calm=False)
    machine.push(3)
    assert machine.state.value == "Locked"
    assert sorted(host.asked) == [("calm", ()), ("key", (3,))]


def test_conditions_see_the_variables_as_they_were_before_the_step() -> None:
    machine, _ = door(key=False, calm=True)
    assert [action.what for action in machine.push(1)] == ["once"]
    assert [action.what for action in machine.push(1)] == ["again"]
    assert machine.tries == 2


def test_an_answer_of_the_classification_serves_the_whole_step() -> None:
    machine, host = door(key=True, calm=True)
    machine.push(1)
    host.asked.clear()
    assert [action.what for action in machine.pull()] == ["calm"]
    assert host.asked == [("calm", ())]
    host.answers["calm"] = True
    machine.push(1)
    host.asked.clear()
    host.answers["calm"] = False
    assert [action.what for action in machine.pull()] == ["kick", "angry"]
    assert host.asked == [("calm", ())]


def test_a_guard_that_fails_changes_nothing() -> None:
    machine, host = door(key=True, calm=True)
    host.failing = OSError("no answer")
    with pytest.raises(OSError, match="no answer"):
        machine.push(1)
    assert (machine.state.value, machine.tries) == ("Shut", 0)


def test_the_last_branch_of_a_cell_has_no_test() -> None:
    source = source_of("""
machine Lamp
state Dark initial
state Bright
event toggle (on: bool)
Dark on toggle [on] -> Bright
Dark on toggle [not on] -> stay
Bright on toggle -> Dark
""")
    assert "not on" not in source.split("def toggle")[1].split("def handle")[0].replace("[not on]", "")


def test_derived_events_that_cover_every_case_need_no_last_test() -> None:
    source = source_of("""
machine Counter
state Idle initial
var count: int
event tick
event more = tick [count < 3]
event enough = tick [else]
Idle on more -> stay / count += 1
Idle on enough -> stay / count = 0
""")
    body = source.split("def tick")[1].split("def ")[0]
    assert body.rstrip().endswith("return self._on_enough()")


FIELDS = """
machine Parser
type Message (size: int)
state Idle initial
state Busy
var total: int
var last: int
event put (m: Message)
Idle on put [m.size > 0] -> Busy / last = 1, total += m.size, last = total + m.size
Idle on put [else] -> stay
Busy on put -> Idle / last = 9, total = m.size
"""


class Broken:
    """A message that can be read a few times only."""

    def __init__(self, reads: int) -> None:
        self.reads = reads

    @property
    def size(self) -> int:
        if not self.reads:
            raise OSError("gone")
        self.reads -= 1
        return 5


@pytest.mark.parametrize("reads", range(3))
def test_a_field_that_fails_changes_nothing(reads: int) -> None:
    machine = module_of(FIELDS).Parser()
    with pytest.raises(OSError, match="gone"):
        machine.put(Broken(reads))
    assert (machine.state.value, machine.total, machine.last) == ("Idle", 0, 0)


def test_values_of_the_host_are_read_where_the_spec_says() -> None:
    machine = module_of(FIELDS).Parser()
    machine.put(Broken(3))
    assert (machine.state.value, machine.total, machine.last) == ("Busy", 5, 10)
    with pytest.raises(OSError, match="gone"):
        machine.put(Broken(0))
    assert (machine.state.value, machine.total, machine.last) == ("Busy", 5, 10)
