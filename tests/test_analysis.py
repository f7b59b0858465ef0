"""What `fsmc.analysis` says of small machines: who decides, what clashes, what leads where."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsmc.analysis import Analysis, Clashing, Place
from fsmc.analysis.components import closure, components
from fsmc.interpreter import Scope, evaluate
from fsmc.interpreter.decision import decide
from fsmc.language import load
from fsmc.logic import Nothing, Witness
from fsmc.model import ELSE, Disposition, Machine
from fsmc.source import SourceFile


def machine(text: str) -> Machine:
    found, faults = load(SourceFile("test.fsm", text))
    assert found is not None, [fault.message for fault in faults]
    return found


def analysis(text: str) -> Analysis:
    return Analysis(machine(text))


def place(of: Analysis, state: str, event: str) -> Place:
    return Place(of.machine.state(state), of.machine.event(event))


def deciding(of: Analysis, state: str, event: str) -> list[str]:
    """The labels of the lines that can decide a cell."""
    return [line.label for line in of.decisions.deciding[place(of, state, event)]]


RANKS = """
machine Ranks
state A initial
state B
state C
guard ready
event e
event f
event g
A      on e [ready] -> B
A      on other     -> C
any    on e         -> A
any    ignore other
C      on g [ready] -> A
C      on g [else]  -> B
"""


@pytest.mark.parametrize(
    ("state", "event", "lines"),
    [
        ("A", "e", ["A on e [ready] -> B", "any on e -> A"]),
        ("A", "f", ["A on other -> C"]),
        ("B", "e", ["any on e -> A"]),
        ("B", "f", ["any ignore other"]),
        ("C", "g", ["C on g [ready] -> A", "C on g [else] -> B"]),
    ],
)
def test_the_lines_that_can_decide_a_cell_come_strongest_first(state, event, lines):
    assert deciding(analysis(RANKS), state, event) == lines


def test_other_leaves_an_event_alone_that_a_line_names_though_its_guard_fails():
    of = analysis("machine M\nstate A initial\nguard g\nevent e\nevent f\nA on e [g] -> stay\nA ignore other")
    assert deciding(of, "A", "e") == ["A on e [g] -> stay", "unlisted reject"]


def test_a_weaker_line_can_decide_only_what_stronger_guards_leave():
    of = analysis("machine M\nstate A initial\nvar n: int\nevent e\nA on e [n > 3] -> stay\nany on e [n > 5] -> A")
    assert deciding(of, "A", "e") == ["A on e [n > 3] -> stay", "unlisted reject"]


def test_guards_that_cover_every_case_leave_nothing_to_the_policy():
    of = analysis("machine M\nstate A initial\nvar n: int\nevent e\nA on e [n > 3] -> stay\nA on e [n <= 3] -> A")
    assert len(deciding(of, "A", "e")) == 2


DERIVED = """
machine Derived
state A initial
state B
timer t = 1s within B
var n: int = 3
event again = timeout t [n > 0]
event last  = timeout t [else]
event e (p: bool)
event yes = e [p]
A on yes -> B / start t
A on e -> stay
B on again [n > 5] -> stay / n -= 1
B on again [n <= 0] -> A
B on last -> A
"""


def test_a_base_whose_derived_events_cover_every_case_has_no_cells():
    of = analysis(DERIVED)
    decided = {place.event for place in of.decisions.places}
    assert [str(event) for event in of.machine.inputs if event not in decided] == ["timeout t"]
    assert place(of, "B", "timeout t") not in of.decisions.ranks
    assert place(of, "A", "e") in of.decisions.ranks


def test_a_timeout_and_what_is_derived_from_it_have_cells_only_where_the_timer_can_run():
    of = analysis(DERIVED)
    assert place(of, "B", "again") in of.decisions.ranks
    assert place(of, "A", "again") not in of.decisions.ranks


def test_what_a_derived_event_says_is_known_in_its_cells():
    of = analysis(DERIVED)
    assert deciding(of, "B", "again") == ["B on again [n > 5] -> stay / n -= 1", "unlisted reject"]
    assumed = of.decisions.assumptions(place(of, "B", "last"))
    assert "n > 0" in map(str, assumed.failing)
    assert "p" in map(str, of.decisions.assumptions(place(of, "A", "e")).failing)


def test_timers_are_known_not_to_run_outside_their_states_nor_when_they_expire():
    of = analysis(DERIVED)
    assert "running(t)" in map(str, of.decisions.assumptions(place(of, "A", "e")).failing)
    assert "running(t)" in map(str, of.decisions.assumptions(place(of, "B", "again")).failing)
    assert "running(t)" not in map(str, of.decisions.assumptions(place(of, "B", "e")).failing)


def test_lines_decide_as_the_cells_of_the_machine_say():
    """`Machine.cells` is made by other code; both agree wherever no derived condition takes part."""
    of = analysis(RANKS)
    for (state, event), cell in of.machine.cells.items():
        assert [branch.line for branch in cell.branches] == list(of.decisions.deciding[Place(state, event)])


def test_a_clash_is_told_once_for_two_lines_with_the_number_of_its_cells():
    of = analysis("machine M\nstate A initial\nstate B\nstate C\nevent e\nA..C on e -> A\nB, C ignore e")
    (clash,) = of.clashes
    assert clash.kind is Clashing.TWICE
    assert (str(clash.place), clash.more) == ("B on e", 1)
    assert isinstance(clash.later, Disposition)


def test_guards_that_exclude_each_other_and_else_do_not_clash():
    assert analysis(RANKS).clashes == ()


def test_the_same_question_is_worked_out_once():
    of = analysis(RANKS)
    case = of.decisions.case(of.machine.lines[0], place(of, "A", "e"))
    assert of.decisions.find(case) is of.decisions.find(case)
    assert isinstance(of.decisions.find(case), Witness)
    assert isinstance(of.decisions.find(case.and_fails(*case.holding)), Nothing)


GRAPH = """
machine Graph
state A initial
state B
state Trap
state Loop
state End final
state Island
state Rock
event e
event f
event g
A on e -> B
A on f -> Loop
B on e -> Trap
B on f -> End
Trap on e -> stay
Loop on e -> Loop
Loop on f -> stay
Island on e -> A
any on g [1 > 2] -> Island
"""


def test_states_are_reached_only_over_lines_that_can_decide():
    of = analysis(GRAPH)
    assert sorted(state.name for state in of.reachable) == ["A", "B", "End", "Loop", "Trap"]


def test_a_dead_end_is_not_final_and_no_line_leaves_it():
    assert [state.name for state in analysis(GRAPH).paths.dead_ends] == ["Trap", "Loop"]


def test_a_hopeless_state_can_move_but_never_to_a_final_one():
    of = analysis(GRAPH.replace("Trap on e -> stay", "Trap on e -> Loop\nLoop on g -> Trap"))
    assert [state.name for state in of.paths.hopeless] == ["Trap", "Loop"]
    assert of.paths.dead_ends == ()


def test_no_state_is_hopeless_where_none_is_final():
    assert analysis(GRAPH.replace(" final", "")).paths.hopeless == ()


TIMED = """
machine Timed
timer warm  = 1s within Off, Warm
timer never = 1s within Warm, On
timer late  = 1s within On
state Off initial
state Warm
state On
state Lost
state Gone
event e
Off  on e             -> Warm / start warm
Warm on timeout warm  -> On
Warm on timeout never -> Lost
On   on timeout late  -> Lost
Lost on e             -> Gone / start late, start never
Gone on e             -> On
"""


def test_a_timer_runs_only_where_a_path_leads_on_which_something_starts_it():
    running = analysis(TIMED).paths.running
    told = {state.name: [timer.name for timer in timers] for state, timers in running.items()}
    assert told == {"Off": [], "Warm": ["warm"], "On": []}


def test_an_expiry_is_no_way_out_where_its_timer_never_runs():
    assert [state.name for state in analysis(TIMED).paths.dead_ends] == ["On"]


def test_a_timer_that_hooks_and_actions_start_runs_too():
    hooked = TIMED + "action go / start late\nenter On / start never\nOn on e -> stay / go"
    running = analysis(hooked).paths.running
    of = {state.name: {timer.name for timer in timers} for state, timers in running.items()}
    assert of["On"] == {"never", "late"}
    assert "Lost" in of


def test_a_timer_is_still_running_after_states_in_which_it_may():
    kept = TIMED.replace("within Off, Warm", "within Warm, On").replace("timeout late", "timeout warm")
    assert "Lost" not in {state.name for state in analysis(kept).reachable}, "its expiry led there"
    kept = kept.replace("Warm on timeout warm", "Warm on e")
    assert "Lost" in {state.name for state in analysis(kept).reachable}


ISLANDS = """
machine Islands
state A initial
state B
state C
state D
state E
state F
event e
event f
A on e -> stay
B on e -> C
C on e -> B
C on f -> D
E on e -> D
D on e -> A
F on e -> F
"""


def test_states_out_of_reach_are_told_by_where_they_begin_each_once():
    found = analysis(ISLANDS).paths.islands
    islands = [tuple("".join(state.name for state in part) for part in each) for each in found]
    assert islands == [("BC", "D"), ("E", ""), ("F", "")]


def test_a_trap_is_what_leads_only_to_itself_and_not_what_leads_there():
    trapped = ISLANDS.replace("state F", "state F final").replace("A on e -> stay", "A on e -> B\nA on f -> F")
    trapped = trapped.replace("D on e -> A", "D on e -> E")
    traps = [[state.name for state in trap] for trap in analysis(trapped).paths.traps]
    assert traps == [["D", "E"]]
    assert [state.name for state in analysis(trapped).paths.hopeless] == ["B", "C", "D", "E"]


edges = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(edges)
def test_components_are_the_sets_that_reach_each_other(pairs):
    graph = {node: tuple(target for source, target in pairs if source == node) for node in range(7)}
    reach = {node: closure(graph, [node]) for node in graph}
    found = components(graph)
    assert sorted(node for each in found for node in each) == sorted(graph)
    together = {node: each for each in found for node in each}
    for one, other in product(graph, graph):
        assert (together[one] == together[other]) is (other in reach[one] and one in reach[other])


RAISES = """
machine Raises
state A initial
state B
guard g
event e
event f
event h
A on e -> B / raise f
B on f -> A / raise e
A on f -> stay
B on e -> A
any on h -> stay
"""


def test_a_cycle_of_raised_events_is_followed_over_states():
    (cycle,) = analysis(RAISES).cycles
    assert str(cycle) == "A on e raises f, B on f raises e"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("raise e", "raise e if g"),
        ("B on f -> A / raise e", "B on f [g] -> A / raise e\nB on f [else] -> stay"),
        ("B on f -> A / raise e", "B on f -> A"),
    ],
)
def test_a_cycle_with_a_choice_or_an_end_is_not_endless(old, new):
    assert analysis(RAISES.replace(old, new)).cycles == ()


def test_a_queue_of_raised_events_that_grows_is_endless():
    (cycle,) = analysis(RAISES.replace("any on h -> stay", "any on h -> stay / raise h, raise h")).cycles[1:]
    assert str(cycle).startswith("A on h raises h, h")


@pytest.mark.parametrize(("last", "number"), [("any on q9 -> stay", 0), ("any on q9 -> stay / raise q0", 1)])
def test_a_queue_that_only_doubles_on_its_way_through_other_events_comes_to_an_end(last, number):
    names = [f"q{n}" for n in range(10)]
    doubling = [f"any on {one} -> stay / raise {other}, raise {other}" for one, other in pairwise(names)]
    events = [f"event {name}" for name in names]
    of = analysis("\n".join(["machine Doubling", "state A initial", *events, *doubling, last]))
    assert len(of.cycles) == number


def test_what_states_raise_when_they_are_entered_counts():
    (cycle,) = analysis(RAISES.replace("B on f -> A / raise e", "B on f -> A\nenter A / raise e")).cycles
    assert str(cycle) == "A on e raises f, B on f raises e"


# ------------------------------------------------------------------------------------------- random machines

bare_guards = st.sampled_from(["", "[else]"])
guards = st.sampled_from(["", "[p]", "[not p]", "[n > 1]", "[n <= 1]", "[n == 2 and p]", "[0 < n < 3]", "[else]"])
sources = st.sampled_from(["A", "B", "A, B", "any", "any except B"])
asked = st.tuples(st.sampled_from(["e", "f", "e, f"]), guards) | st.tuples(st.just("other"), bare_guards)
lines = st.builds(
    lambda s, asked, t: f"{s} on {asked[0]} {asked[1]} -> {t}", sources, asked, st.sampled_from(["A", "B"])
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(lines, max_size=7, unique=True))
def test_every_payload_agrees_with_what_is_said_of_cells(written):
    declared = "machine M\nstate A initial\nstate B\nevent e (n: int, p: bool)\nevent f (n: int, p: bool)\n"
    of = analysis(declared + "\n".join(written))
    clashing = {frozenset((clash.earlier, clash.later)) for clash in of.clashes}
    for cell, (n, p) in product(of.decisions.places, product(range(-1, 5), (False, True))):
        scope = Scope({}, {"n": n, "p": p})
        if not of.clashes:
            assert decide(of.machine, *cell, scope) in of.decisions.deciding[cell]
        for rank in of.decisions.ranks[cell]:
            true = [line for line in rank if line.guard is not ELSE and (not line.guard or evaluate(line.guard, scope))]
            assert {frozenset(pair) for pair in combinations(true, 2)} <= clashing
