"""Which line decides a cell: ranks, `other`, `any`, derived events and timers."""

import pytest

from fsmc import names
from fsmc.language import load
from fsmc.model import ELSE, Machine, Rank
from fsmc.source import SourceFile

HEAD = """machine M
state A initial
state B
state C
group G = A, B
event e (hot: bool = false)
event f
event h (n: int)
guard g
var n: int
var mode: slow | fast
timer t = 3s within B
"""


def machine(text: str) -> Machine:
    """The machine of HEAD and these lines."""
    found, faults = load(SourceFile("x", HEAD + text))
    assert not faults, faults
    assert found is not None
    return found


def branches(m: Machine, state: str, event: str) -> list[str]:
    """The branches of a cell as `[guard] line`."""
    cell = m.cells[m.state(state), m.event(event)]
    return [f"{'' if branch.guard is None else f'[{branch.guard}] '}{branch.line.label}" for branch in cell.branches]


def test_a_line_about_several_states_and_events_decides_each_of_their_cells() -> None:
    m = machine("G on e, f -> C\n")
    for state in "AB":
        for event in "ef":
            assert branches(m, state, event) == ["G on e, f -> C"]
    assert branches(m, "C", "e") == ["unlisted reject"]


def test_a_guard_that_fails_falls_through_to_the_next_rank() -> None:
    m = machine("A on e [g] -> B\nany on e [n > 3] -> C\nany ignore other\n")
    assert branches(m, "A", "e") == ["[g] A on e [g] -> B", "[n > 3] any on e [n > 3] -> C", "unlisted reject"]


def test_other_speaks_only_for_events_that_no_stronger_line_names() -> None:
    m = machine("A on e [g] -> B\nA on other -> C\nany on f -> B\nany ignore other\n")
    assert branches(m, "A", "e") == ["[g] A on e [g] -> B", "unlisted reject"]
    assert branches(m, "A", "f") == ["A on other -> C"]
    assert branches(m, "B", "f") == ["any on f -> B"]
    assert branches(m, "B", "h") == ["any ignore other"]


def test_other_takes_timeouts_where_their_timer_can_run() -> None:
    m = machine("any ignore other\n")
    assert branches(m, "B", "timeout t") == ["any ignore other"]
    assert (m.state("A"), m.event("timeout t")) not in m.cells
    assert [str(event) for event in m.lines[0].events] == ["e", "f", "h", "timeout t"]


def test_a_line_of_named_events_and_other_is_of_two_ranks() -> None:
    m = machine("A ignore e, other\n")
    assert [line.rank for line in m.lines] == [Rank.NAMED, Rank.NAMED_OTHER]


def test_else_is_tried_last_in_its_rank_whatever_the_order_of_lines() -> None:
    m = machine("A on e [else] -> B\nA on e [hot] -> C\n")
    assert branches(m, "A", "e") == ["[hot] A on e [hot] -> C", "A on e [else] -> B"]
    assert m.lines[0].guard is ELSE


def test_guards_that_cover_every_case_leave_nothing_to_the_policy() -> None:
    m = machine("A on e [mode == slow] -> B\nA on e [mode == fast] -> C\nB on h [n < 3] -> A\nB on h [n >= 3] -> C\n")
    assert branches(m, "A", "e") == ["[mode == slow] A on e [mode == slow] -> B", "A on e [mode == fast] -> C"]
    assert m.cells[m.state("A"), m.event("e")].branches[-1].proved
    assert branches(m, "B", "h")[-1] == "B on h [n >= 3] -> C"


def test_a_branch_that_stronger_ones_leave_nothing_is_left_out() -> None:
    m = machine("A on e [n > 3] -> B\nany on e [n > 5] -> C\n")
    assert branches(m, "A", "e") == ["[n > 3] A on e [n > 3] -> B", "unlisted reject"]


def test_a_payload_hides_a_variable_of_the_same_name() -> None:
    m = machine("A on h [n > 3] -> B\nA on e [n > 3] -> B\n")
    payload, variable = (str(type(line.guard.operands[0]).__name__) for line in m.lines)  # type: ignore[union-attr]
    assert (payload, variable) == ("Payload", "Read")


def test_a_base_whose_derived_events_cover_every_case_has_no_cells() -> None:
    m = machine("event big = h [n > 9]\nevent small = h [else]\nA on big -> B\nA ignore small\n")
    assert [str(event) for event in m.cell_events] == ["e", "f", "big", "small", "timeout t"]
    assert m.event("h") in m.inputs


def test_a_base_that_is_not_covered_keeps_its_cells() -> None:
    m = machine("event big = h [n > 9]\nA on big -> B\nA on h -> C\n")
    assert branches(m, "A", "big") == ["A on big -> B"]
    assert branches(m, "A", "h") == ["A on h -> C"]


def test_the_unlisted_policy_is_the_spec_s() -> None:
    assert branches(machine('unlisted never "cannot be"\n'), "A", "e") == ['unlisted never "cannot be"']


def test_the_order_of_declarations_is_free() -> None:
    text = "A on e -> B / act\naction act\nstate B\nstate A initial\nevent e\nmachine M\n"
    m, faults = load(SourceFile("x", text))
    assert not faults
    assert m is not None
    assert m.lines[0].label == "A on e -> B / act"


def test_labels_are_spelled_as_the_language_writes_them() -> None:
    text = (
        (
            "A   on e [hot and(not g or n+1 == 2 - n*3)] -> stay/n+=1 if g , raise h(-3),start t=2 * 3s, stop t @3.1\n"
            'any except B,C reject f,e [else] "no \\"way\\""\n'
        )
        .replace("n+1", "n + 1")
        .replace("n*3", "n * 3")
    )
    m = machine(text)
    assert m.lines[0].label == (
        "A on e [hot and (not g or n + 1 == 2 - n * 3)] -> stay / n += 1 if g, raise h(-3), start t = 2 * 3s, stop t"
    )
    assert m.lines[1].label == 'any except B, C reject f, e [else] "no \\"way\\""'


def test_a_label_reads_back_as_the_same_line() -> None:
    m = machine("A..B except B on e [not (hot or g) and 1 < n <= 3] -> C / start t = 90s if not running(t), n -= -2\n")
    again = machine(m.lines[0].label + "\n")
    assert again.lines[0].label == m.lines[0].label


def test_what_an_event_says_is_known_in_its_cells() -> None:
    m = machine("event big = h [n > 9]\nA on big [n > 3] -> B\nA on big [n <= 3] -> C\nA on h [n > 9] -> B\n")
    assert branches(m, "A", "big") == ["A on big [n > 3] -> B"]
    assert branches(m, "A", "h") == ["unlisted reject"]


def test_a_timer_does_not_run_while_its_expiry_is_decided_nor_outside_within() -> None:
    m = machine("B on timeout t [running(t)] -> A\nB ignore timeout t [else]\nA on e [not running(t)] -> B\n")
    assert branches(m, "B", "timeout t") == ["B ignore timeout t [else]"]
    assert branches(m, "A", "e") == ["A on e [not running(t)] -> B"]


def test_defer_other_leaves_timeouts_to_weaker_lines() -> None:
    m = machine("B defer other\nany ignore other\n")
    assert branches(m, "B", "e") == ["B defer other"]
    assert branches(m, "B", "timeout t") == ["any ignore other"]


@pytest.mark.parametrize("word", sorted(names.KEYWORDS))
def test_every_keyword_can_name_anything_and_its_label_reads_back(word: str) -> None:
    head = f"""machine M
state A initial
state '{word}'
event '{word}' (p: '{word}')
event plain
type '{word}' = '{word}' | x
action '{word}' (a: '{word}')
timer '{word}' = 3s
guard g (a: '{word}')
"""
    lines = f"""A on '{word}' [g('{word}') and p == '{word}'] -> '{word}' / '{word}'(p), start '{word}', stop '{word}'
'{word}' ignore plain, timeout '{word}'
'{word}' on '{word}' -> stay / '{word}'('{word}') if running('{word}')
"""
    first, faults = load(SourceFile("x", head + lines))
    assert not faults
    assert first is not None
    again, faults = load(SourceFile("x", head + "".join(f"{line.label}\n" for line in first.lines)))
    assert not faults
    assert again is not None
    assert [line.label for line in again.lines] == [line.label for line in first.lines]
