"""Differences that random specs have found, each as the smallest spec that showed it."""

from __future__ import annotations

from fsmc import lint
from fsmc.cli.simulation import Asker, Simulation
from fsmc.diff import compare
from fsmc.interpreter import Interpreter
from tests.diff.replay import wrong
from tests.random.specs import Case
from tests.random.trials import sound, taken

WALKS = 10
STEPS = 40


def assert_that_both_agree(text: str) -> None:
    """The generated module does what the interpreter does on some random walks."""
    for walk in range(WALKS):
        assert taken(Case(f"machine Found\n{text}", options=0, walk=walk, steps=STEPS)), "fsmc refuses the spec"


def test_a_timer_is_put_back_when_the_host_is_stopped_while_its_expiry_is_decided() -> None:
    assert_that_both_agree("""\
state A initial
guard allowed
timer t = 1s
event go
any on timeout t [allowed] -> stay
any on other -> stay / start t
""")


def test_what_a_failing_run_goes_back_to_may_take_several_lines() -> None:
    assert_that_both_agree("""\
state Waiting initial
state Ready
var first: bool
var second: int
var third: str
var fourth: duration
var fifth: red | green
event go
event stop-it
Waiting defer go
Waiting on stop-it -> Ready
Ready   on go -> Waiting / first = not first, second += 1, third = "x", fourth += 1s, fifth = green
""")


def test_an_argument_that_an_effect_changes_later_is_kept_under_its_condition() -> None:
    assert_that_both_agree("""\
state A initial
state B
option strict: bool = true
var ready: bool
guard ok
timer t = 1s
event go
event two
action create (a: bool)
action tell (a: bool) / ready = a and strict
A on two [ready and ok] -> stay / tell(ready) if running(t) and ok, create(strict), raise two if running(t) and strict
A on two [not ready and not ok] -> B / tell(not ready), create(false), create(true)
A on two [else] -> stay
A on timeout t -> stay
A on go -> B
B on go -> A
leave A / start t
""")


def test_what_a_failing_run_goes_back_to_is_not_taken_for_a_payload_of_that_name() -> None:
    assert_that_both_agree("""\
state A initial
state B
var last: bool
event go (before: bool, actions: int, state: bool)
action tell (a: bool, b: int, c: bool)
A, B defer go [before]
A on go [else] -> B / tell(before, actions, state), tell(state, actions, before) if last,
    last = state, raise go(last, 2, last) if last
B on go [else] -> A / tell(state, actions, before)
""")


def test_an_answer_that_classified_the_event_reaches_the_methods_that_a_table_finds() -> None:
    assert_that_both_agree("""\
state A initial
state B
state C
state D
var count: int
guard ok
event go
event good = go [ok and count < 2]
A on go -> B / count += 1 if ok
B on go -> C / count += 2 if ok
C on go -> D / count -= 1 if not ok
D on go -> A / count -= 2 if ok
any on good -> stay / count += 3
""")


def test_a_kept_argument_is_known_to_what_is_worked_out_before_the_first_change() -> None:
    assert_that_both_agree("""\
state A initial
var ready: bool
var opened: bool
guard allowed
event go (delay: duration)
action create (a: duration, b: duration) / opened = ready if b > 2s, opened = b > 500ms and a > 2min if not allowed
A on go -> stay / create(delay - 2min, delay), ready = true if not allowed
""")


def test_a_kept_variable_is_known_to_an_effect_that_reads_the_payload_too() -> None:
    assert_that_both_agree("""\
state A initial
var x: int
var big: bool
event go (n: int)
action note (a: int, b: int) / big = a > 1 and b > 1
A on go -> stay / x += 1, note(x, n), x += n, note(x, x)
""")


def test_a_duration_is_worked_out_before_the_time_is_added() -> None:
    assert_that_both_agree("""\
state A initial
var long: duration = 1000000000h
timer t = 1s
event go
A on go -> stay / start t = long + 250ms - long
A on timeout t -> stay / long += long
""")


PAST = """\
machine Found
state A initial
timer late = 1s - 5s
timer now = 0s
event go
A on go           -> stay / start now, start late
A on timeout now  -> stay
A on timeout late -> stay
"""


def test_a_timer_of_a_length_below_zero_is_due_before_one_that_is_due_now() -> None:
    machine, _ = sound(PAST)
    assert machine is not None
    spec = Interpreter(machine)
    spec.send("go")
    spec.advance()
    assert [step.event.name for step in spec.taken] == ["timeout late", "timeout now"]
    assert taken(Case(PAST, options=0, walk=1, steps=STEPS))


def test_the_simulation_delivers_all_that_is_due_when_a_timer_expires_whose_time_has_passed() -> None:
    machine, _ = sound(PAST)
    assert machine is not None
    simulation = Simulation(machine, {}, Asker())
    records = [record for step in ("go", "timeout late") for record in simulation.take(step)]
    assert [record.step for record in records] == ["go", "timeout late", "timeout now"]
    assert simulation.timers == {}


def test_a_trace_of_the_diff_with_a_timer_whose_time_has_passed_is_what_the_simulation_does() -> None:
    text = PAST.replace("timer late", "state B\ntimer late").replace("now  -> stay", "now -> B") + "B ignore other\n"
    old, _ = sound(text)
    new, _ = sound(text.replace("A on timeout late -> stay", "A reject timeout late"))
    assert old is not None
    assert new is not None
    assert not list(wrong(old, new, compare(old, new, 100)))


def test_a_guard_is_not_said_to_hold_because_its_event_cannot_come_in_one_of_the_states() -> None:
    machine, _ = sound("""\
machine Found
state A initial
state B
var ready: bool
timer t = 1s
timer u = 5s within B
event go
event flip
event late = timeout t [running(u)]
A on go -> B / start u, start t
B on go -> A / start t
any on flip -> stay / ready = not ready
A, B on late [ready] -> A
A, B on late [else] -> stay / start t
any on timeout t, timeout u -> A
""")
    assert machine is not None
    assert not lint.check(machine)
