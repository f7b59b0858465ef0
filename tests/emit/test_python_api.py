"""The rest of what a generated module offers: errors, handling by value, snapshots, the runner, introspection."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from typing import Any

import pytest

from tests.emit.build import Clock, module_of, source_of

SPEC = """
machine Gate "Gate of a garden"
reference RFC1 "https://example.org/{}"
type Side = left | right
option wide: bool = false
option most: int = 3
state Shut "closed" initial
state Open
state Torn final
event push (side: Side, force: int) from guest
event pull from guest
event tear
event shake
event wait (sides: Side*)
event hard = push [force > 10]
var count: int
var last: left2 | right2
var rest: duration = 1s
var name: str = "gate"
timer swing = 3s within Open
action creak (side: Side)
action slam
Shut on push [side == left and count < most] -> Open / creak(side), count += 1, start swing  @2.1 @RFC1:7
Shut on push [else] -> stay
Shut on hard -> Torn / slam, slam
Shut reject pull "push, do not pull"  @2.2
Open on pull -> Shut / slam
Open never shake  @9
Open ignore push
Open on hard -> Torn
Open defer wait
Shut on wait -> stay / creak(right)
Open on timeout swing -> Shut / slam
Shut, Open on tear -> Torn
unlisted reject "no gate"
"""


def gate(**options: Any) -> tuple[Any, Any, Clock]:
    module, clock = module_of(SPEC), Clock()
    return module, module.Gate(clock=clock, **options), clock


# ------------------------------------------------------------------------------------------------------------ events


def test_one_method_an_event_with_typed_parameters() -> None:
    module, machine, _ = gate()
    assert str(inspect.signature(module.Gate.push)) == "(self, side: 'Side', force: 'int') -> 'Actions'"
    assert machine.push(module.Side.LEFT, 1) == (module.Creak(module.Side.LEFT),)
    assert machine.state is module.State.OPEN


def test_handle_takes_an_event_by_value_with_its_payload_as_keywords() -> None:
    module, machine, _ = gate()
    assert machine.handle(module.Event.PUSH, side=module.Side.LEFT, force=1) == (module.Creak(module.Side.LEFT),)
    assert machine.handle(module.Event.PULL) == (module.Slam(),)
    with pytest.raises(TypeError):
        machine.handle(module.Event.PUSH)


@pytest.mark.parametrize("name", ["TIMEOUT_SWING", "HARD"])
def test_handle_refuses_what_nobody_can_send(name: str) -> None:
    module, machine, _ = gate()
    with pytest.raises(ValueError, match=name):
        machine.handle(module.Event[name])


def test_handle_refuses_what_is_no_event() -> None:
    _, machine, _ = gate()
    with pytest.raises(TypeError, match="an Event is wanted, not 'push'"):
        machine.handle("push")


def test_the_representation_of_a_machine_tells_its_state_and_variables() -> None:
    _, machine, _ = gate()
    assert repr(machine) == "<Gate Shut count=0 last='left2' rest=1.0 name='gate'>"
    assert repr(module_of("machine Lamp\nstate Off initial\n").Lamp()) == "<Lamp Off>"


def test_a_derived_event_fires_in_place_of_its_base() -> None:
    module, machine, _ = gate()
    assert machine.push(module.Side.LEFT, 11) == (module.Slam(), module.Slam())
    assert machine.state is module.State.TORN
    with pytest.raises(module.Rejected) as caught:
        machine.push(module.Side.LEFT, 11)
    assert caught.value.event is module.Event.HARD


def test_a_rejection_says_state_event_reason_and_section_and_changes_nothing() -> None:
    module, machine, _ = gate()
    with pytest.raises(module.Rejected) as caught:
        machine.pull()
    error = caught.value
    assert (error.state, error.event) == (module.State.SHUT, module.Event.PULL)
    assert (error.reason, error.section) == ("push, do not pull", "RFC1 section 2.2")
    assert str(error) == "pull in Shut: push, do not pull (RFC1 section 2.2)"
    assert machine.state is module.State.SHUT


def test_the_unlisted_policy_has_its_reason() -> None:
    module, machine, _ = gate()
    with pytest.raises(module.Rejected) as caught:
        machine.shake()
    assert (caught.value.reason, caught.value.section) == ("no gate", "")


def test_what_cannot_happen_raises_impossible() -> None:
    module, machine, _ = gate()
    machine.push(module.Side.LEFT, 1)
    with pytest.raises(module.Impossible) as caught:
        machine.shake()
    assert (caught.value.state, caught.value.section) == (module.State.OPEN, "RFC1 section 9")
    assert not isinstance(caught.value, module.Rejected)


def test_errors_survive_pickle_and_copy() -> None:
    module, machine, _ = gate()
    with pytest.raises(module.Rejected) as caught:
        machine.pull()
    twin = copy.copy(caught.value)
    assert (type(twin), twin.args) == (module.Rejected, caught.value.args)
    assert twin.reason == caught.value.reason


def test_ignored_events_return_no_action() -> None:
    module, machine, _ = gate()
    machine.push(module.Side.LEFT, 1)
    assert machine.push(module.Side.RIGHT, 2) == ()


# ------------------------------------------------------------------------------------------------------------ values


def test_actions_are_values() -> None:
    module, _, _ = gate()
    left = module.Creak(module.Side.LEFT)
    assert left == module.Creak(module.Side.LEFT) != module.Creak(module.Side.RIGHT)
    assert repr(left) == "Creak(side=<Side.LEFT: 'left'>)"
    assert len({left, module.Creak(module.Side.LEFT)}) == 1
    with pytest.raises(AttributeError):
        left.side = module.Side.RIGHT


def test_options_are_keywords_with_defaults_and_read_only() -> None:
    _, machine, _ = gate(wide=True)
    assert (machine.wide, machine.most) == (True, 3)
    with pytest.raises(AttributeError):
        machine.wide = False


def test_variables_begin_with_their_defaults() -> None:
    module, machine, _ = gate()
    assert (machine.count, machine.last, machine.rest, machine.name) == (0, module.Last.LEFT2, 1.0, "gate")


def test_states_and_events_hash_by_identity() -> None:
    module, _, _ = gate()
    assert module.State.__hash__ is object.__hash__
    assert {module.State.OPEN: 1}[module.State("Open")] == 1
    assert pickle.loads(pickle.dumps(module.Event.PUSH)) is module.Event.PUSH


def test_all_names_are_there() -> None:
    module, _, _ = gate()
    assert sorted(module.__all__) == sorted(set(module.__all__))
    for name in module.__all__:
        assert hasattr(module, name), name
    public = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    assert {name for name in public if not name.startswith("_")} <= set(module.__all__)


def test_transitions_are_rows_in_the_words_of_the_spec() -> None:
    module, _, _ = gate()
    first = module.TRANSITIONS[0]
    assert first == (
        module.State.SHUT,
        module.Event.PUSH,
        "side == left and count < most",
        module.State.OPEN,
        "creak(side), count += 1, start swing",
        ("RFC1 section 2.1", "RFC1 section 7"),
    )
    assert first.guard == "side == left and count < most"
    assert {(row.source.value, row.event.value, row.target.value) for row in module.TRANSITIONS} == {
        ("Shut", "push", "Open"),
        ("Shut", "push", "Shut"),
        ("Shut", "hard", "Torn"),
        ("Shut", "wait", "Shut"),
        ("Shut", "tear", "Torn"),
        ("Open", "pull", "Shut"),
        ("Open", "hard", "Torn"),
        ("Open", "timeout swing", "Shut"),
        ("Open", "tear", "Torn"),
    }


# --------------------------------------------------------------------------------------------------------- snapshots


def opened() -> tuple[Any, Any, Clock]:
    module, machine, clock = gate(most=5)
    clock.now = 50.0
    machine.push(module.Side.LEFT, 1)
    machine.wait((module.Side.RIGHT, module.Side.LEFT))
    machine.last = module.Last.RIGHT2
    return module, machine, clock


def test_a_snapshot_is_plain_data_in_the_words_of_the_spec() -> None:
    _, machine, clock = opened()
    clock.now = 51.0
    assert machine.snapshot() == {
        "state": "Open",
        "options": {"wide": False, "most": 5},
        "variables": {"count": 1, "last": "right2", "rest": 1.0, "name": "gate"},
        "timers": {"swing": 2.0},
        "deferred": [["wait", {"sides": ["right", "left"]}]],
    }


@pytest.mark.parametrize(
    "through", [copy.deepcopy, lambda v: json.loads(json.dumps(v)), lambda v: pickle.loads(pickle.dumps(v))]
)
def test_a_snapshot_survives_copy_json_and_pickle_and_restores(through: Any) -> None:
    module, machine, _ = opened()
    later = Clock()
    later.now = 1000.0
    twin = module.Gate.restore(through(machine.snapshot()), clock=later)
    assert (twin.state, twin.count, twin.last, twin.most) == (machine.state, 1, module.Last.RIGHT2, 5)
    assert twin.deadline == 1003.0
    later.now = 1003.0
    assert twin.advance() == (module.Slam(), module.Creak(module.Side.RIGHT))


@pytest.mark.parametrize(
    "change",
    [
        {"state": "Ajar"},
        {"state": None},
        {"options": {"wide": False}},
        {"options": {"wide": 0, "most": 5}},
        {"variables": {}},
        {"variables": {"count": "1", "last": "left2", "rest": 1.0, "name": "gate"}},
        {"variables": {"count": 1.5, "last": "left2", "rest": 1.0, "name": "gate"}},
        {"variables": {"count": True, "last": "left2", "rest": 1.0, "name": "gate"}},
        {"variables": {"count": 1, "last": "left", "rest": 1.0, "name": "gate"}},
        {"timers": {"swong": 1.0}},
        {"timers": {"swing": "soon"}},
        {"timers": {"swing": float("nan")}},
        {"timers": [1.0]},
        {"state": "Shut"},
        {"state": "Shut", "timers": {}},
        {"deferred": [["knock", {}]]},
        {"deferred": [["wait", {}]]},
        {"deferred": [["wait", {"sides": "left"}]]},
        {"deferred": [["wait", {"sides": ["middle"]}]]},
        {"deferred": [["wait"]]},
        {"deferred": [7]},
        {"deferred": {}},
        {"more": 1},
    ],
    ids=str,
)
def test_what_is_no_snapshot_of_the_machine_is_a_value_error(change: dict[str, Any]) -> None:
    module, machine, clock = opened()
    with pytest.raises(ValueError, match=r"."):
        module.Gate.restore({**machine.snapshot(), **change}, clock=clock)


@pytest.mark.parametrize("other", [None, 7, "Open", [], {}], ids=str)
def test_other_values_are_no_snapshots(other: Any) -> None:
    with pytest.raises(ValueError, match="not a snapshot"):
        module_of(SPEC).Gate.restore(other)


# ------------------------------------------------------------------------------------------------------------ runner


class Host:
    """A handler that records, fails as told, and may send events while it acts."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.failures = 0
        self.runner: Any = None
        self.then: list[Any] = []

    def creak(self, side: Any) -> None:
        self._do(f"creak {side.value}")

    def slam(self) -> None:
        self._do("slam")

    def refused(self, event: Any, reason: str) -> None:
        self._do(f"refused {event.value}")

    def _do(self, what: str) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError(what)
        self.done.append(f"begin {what}")
        if self.then:
            self.runner.send(self.then.pop(0))
        self.done.append(f"end {what}")


def running() -> tuple[Any, Any, Host, Any, Clock]:
    module, machine, clock = gate()
    host = Host()
    host.runner = module.Runner(machine, host)
    return module, machine, host, host.runner, clock


def test_a_runner_performs_what_the_machine_asks_for() -> None:
    module, machine, host, runner, clock = running()
    runner.send(module.Event.PUSH, side=module.Side.LEFT, force=1)
    clock.now = 3.0
    runner.advance()
    assert host.done == ["begin creak left", "end creak left", "begin slam", "end slam"]
    assert machine.state is module.State.SHUT


def test_an_event_that_the_handler_sends_waits_for_the_actions_at_hand() -> None:
    module, machine, host, runner, _ = running()
    host.then = [module.Event.PULL]
    runner.send(module.Event.PUSH, side=module.Side.LEFT, force=1)
    assert host.done == ["begin creak left", "end creak left", "begin slam", "end slam"]
    assert machine.state is module.State.SHUT


def test_a_handler_that_fails_loses_nothing() -> None:
    module, _, host, runner, _ = running()
    host.failures = 1
    with pytest.raises(OSError, match="slam"):
        runner.send(module.Event.PUSH, side=module.Side.LEFT, force=11)
    assert list(runner.pending) == [module.Slam(), module.Slam()]
    runner.resume()
    assert host.done == ["begin slam", "end slam", "begin slam", "end slam"]
    assert not runner.pending


def test_a_pending_action_may_be_dropped() -> None:
    module, _, host, runner, _ = running()
    host.failures = 1
    with pytest.raises(OSError, match="slam"):
        runner.send(module.Event.PUSH, side=module.Side.LEFT, force=11)
    runner.pending.popleft()
    runner.resume()
    assert host.done == ["begin slam", "end slam"]


def test_a_refusal_reaches_the_sender_and_the_runner_goes_on() -> None:
    module, machine, _, runner, _ = running()
    with pytest.raises(module.Rejected):
        runner.send(module.Event.PULL)
    runner.send(module.Event.TEAR)
    assert machine.state is module.State.TORN


# ----------------------------------------------------------------------------------------------------- many states


def many(count: int) -> str:
    states = "\n".join(f"state S{n} {'initial' if not n else ''}" for n in range(count))
    lines = "\n".join(f"S{n} on tick -> S{(n + 1) % count} / say({n % 3}) if n > {n}" for n in range(count - 1))
    return f"machine Ring\n{states}\nevent tick (n: int)\naction say (n: int)\n{lines}\nunlisted reject\n"


@pytest.mark.parametrize("count", [12, 13, 14, 40, 200])
def test_an_event_of_many_states_finds_each(count: int) -> None:
    module = module_of(many(count))
    machine = module.Ring()
    for n in range(count - 1):
        assert machine.tick(n + n % 2) == ((module.Say(n % 3),) if n % 2 else ())
    with pytest.raises(module.Rejected):
        machine.tick(0)


def test_many_states_are_looked_up_and_not_tried_one_by_one() -> None:
    assert "return self._ON_TICK[self.state](self, n)" in source_of(many(40))
    assert "_ON_TICK" not in source_of(many(12))
