"""State tables as CSV: what their rows mean beside a spec, what is wrong with one, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fsmc import compiler
from fsmc.diff.tables import Against, Tabled, is_table, load_table
from fsmc.diff.tables.rules import RULES
from fsmc.emit.data import emit_csv
from fsmc.files import read
from fsmc.lint import Rule
from fsmc.model import Cell, Machine
from fsmc.source import SourceFile

ROOT = Path(__file__).parent.parent
SPEC = """\
machine Gate "A gate"
option strict: bool = false
type Mode = slow | fast
var count: int
timer watch = 3s within Shut
event push "somebody pushes" (hard: bool = false)
event pull
event lock
event knock = pull [count > 2]
action ring "Ring the bell" (times: int)
action log
guard allowed "the key fits"
state Open "open wide" initial
state Shut
state Locked
group CLOSED = Shut, Locked
unlisted ignore
Open on push -> Shut / ring(2), start watch
Shut on push [hard] -> Open / log
Shut on push [else] -> stay
Shut on timeout watch -> Open
Shut on lock -> Shut / log
Locked reject push "it is locked"
Locked ignore pull
enter Locked / log
scenario "it holds": Open, push -> Shut
"""
HEAD = "from,event,guard,actions,to\n"


def against(text: str = SPEC) -> Against:
    source = SourceFile("gate.fsm", text)
    machine = compiler.check(source).machine
    assert machine
    return Against(machine, source)


def table(rows: str, head: str = HEAD) -> Tabled:
    return load_table(SourceFile("gate.csv", head + rows), against())


def lines(rows: str, head: str = HEAD) -> list[str]:
    """The rows as lines of the language."""
    tabled = table(rows, head)
    assert [fault.message for fault in tabled.errors] == []
    assert tabled.machine
    return [line.label for line in tabled.machine.lines]


def faults(text: str) -> list[str]:
    """What is wrong with a whole table, each fault with its place."""
    found = load_table(SourceFile("gate.csv", text), against())
    assert not found.machine
    return [f"{fault.span.line}:{fault.span.column} {fault.code} {fault.message}" for fault in found.errors]


# ---------------------------------------------------------------------------------------------------- what a row says


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("Open,push,,log,Shut", "Open on push -> Shut / log"),
        ("Shut,push,hard,log; count += 1,Open", "Shut on push [hard] -> Open / log, count += 1"),
        ('Shut,push,[hard],"log, ring(3)",Open', "Shut on push [hard] -> Open / log, ring(3)"),
        ("Shut,push,count > 0 and not strict,,Open", "Shut on push [count > 0 and not strict] -> Open"),
        ("Shut,push,the key fits,,Open", "Shut on push [allowed] -> Open"),
        ("open wide,somebody pushes,,Ring the bell,shut", "Open on push -> Shut / ring(2)"),
        ("Shut,timeout watch,-,-,Open", "Shut on timeout watch -> Open"),
        ("Open..Locked,lock,,log,Shut", "Open..Locked on lock -> Shut / log"),
        ("CLOSED,lock,,log,Open", "CLOSED on lock -> Open / log"),
        ("*,lock,,log,Open", "any on lock -> Open / log"),
        ("any except Open,lock,,log,Open", "any except Open on lock -> Open / log"),
        ('"Shut, Open","lock; pull",,log,Locked', "Shut, Open on lock, pull -> Locked / log"),
        ("Shut,other,,log,Locked", "Shut on other -> Locked / log"),
        ("Open,lock,,,IMPOSSIBLE", "Open never lock"),
        ("Open,lock,,,error: no key", 'Open reject lock "no key"'),
        ("Open,lock,,ignored,", "Open ignore lock"),
        ("Open,lock,,,deferred", "Open defer lock"),
    ],
)
def test_a_row_is_a_line_of_the_language(row: str, line: str) -> None:
    assert lines(row + "\n") == [line]


@pytest.mark.parametrize("to", ["", "-", "stay", "Open"])
def test_a_row_that_leads_nowhere_stays_in_its_state(to: str) -> None:
    assert lines(f"Open,lock,,log,{to}\n") == ["Open on lock -> stay / log"]


def test_a_row_that_does_nothing_is_as_the_other_side_has_it() -> None:
    assert lines("Locked,pull,,,\n") == ["Locked ignore pull"]
    assert lines("Locked,pull,,,Locked\n") == ["Locked ignore pull"]
    assert lines("Shut,lock,,log,Shut\n") == ["Shut on lock -> Shut / log"]
    assert lines("Shut,push,else,,\nShut,push,hard,,Open\n")[0] == "Shut on push [else] -> stay"


def test_an_action_named_without_arguments_has_those_of_the_other_side() -> None:
    assert lines("Open,push,,ring,Shut\n") == ["Open on push -> Shut / ring(2)"]
    assert lines("Locked,lock,,ring,Shut\n") == ["Locked on lock -> Shut / ring(2)"]
    assert lines("Locked,lock,,ring(4),Shut\n") == ["Locked on lock -> Shut / ring(4)"]


def test_blanks_part_actions_that_are_all_declared() -> None:
    assert lines("Locked,lock,,log ring log,Shut\n") == ["Locked on lock -> Shut / log, ring(2), log"]


def test_what_goes_without_saying_is_left_out() -> None:
    assert lines("Open,timeout watch,,,IMPOSSIBLE\nOpen,push,,,Shut\n") == ["Open on push -> Shut"]


def test_a_timer_runs_where_the_table_handles_its_expiry() -> None:
    machine = table("Open,timeout watch,,log,Shut\nOpen,push,,,Shut\n").machine
    assert machine
    assert [state.name for state in machine.timers[0].within] == ["Open", "Shut"]
    assert str(machine.timers[0].duration) == "3s"
    assert machine.lines[0].label == "Open on timeout watch -> Shut / log"


def test_cells_that_a_table_says_nothing_about_are_unlisted_as_on_the_other_side() -> None:
    machine = table("Open,push,,,Shut\n").machine
    assert machine
    assert machine.unlisted.label == "unlisted ignore"
    assert machine.cells[machine.state("Locked"), machine.event("lock")].branches[0].line is machine.unlisted


def test_declarations_are_those_of_the_other_side() -> None:
    machine = table("Open,push,,,Shut\n").machine
    assert machine
    assert [state.name for state in machine.states] == ["Open", "Shut", "Locked"]
    assert [str(effect) for effect in machine.entering(machine.state("Locked"))] == ["log"]
    assert machine.name == "Gate"
    assert machine.scenarios == ()


def test_names_that_are_new_are_declared() -> None:
    machine = table("Ajar,tear it off,nobody looks,run away,Torn\nOpen,push,sad and not hard,,Ajar\n").machine
    assert machine
    assert [state.name for state in machine.states][3:] == ["Ajar", "Torn"]
    assert machine.events[-1].name == "tear it off"
    assert machine.actions[-1].name == "run away"
    assert [guard.name for guard in machine.predicates][1:] == ["nobody looks", "sad"]


def test_a_line_of_the_machine_is_the_row_of_the_file() -> None:
    machine = table('# typed by hand\n\nOpen,push,,"log\n",Shut\nShut,lock,,,Open\n').machine
    assert machine
    assert [line.span.line for line in machine.lines] == [4, 6]


# -------------------------------------------------------------------------------------------------- how tables look


@pytest.mark.parametrize(
    "text",
    [
        "from,event,to\nOpen,push,Shut\n",
        "From;Event;To\r\nOpen;push;Shut\r\n",
        "Current State\tInput\tNext State\nOpen\tpush\tShut\n",
        "state|trigger|next_state|remark\nOpen|push|Shut|said twice\n",
        "to,remark,event,from\nShut,a,push,Open\n",
        'from,event,to\n"Open" , push ,"Shut"\n\n,,\n',
        "# of 1999\nfrom,event,to\nOpen,push,Shut",
        "from,event,to\rOpen,push,Shut\r",
        "from,event,to,remark\nOpen,push,Shut,\u2028\x0b\x85\n",
    ],
)
def test_the_head_may_be_written_in_many_ways(text: str) -> None:
    tabled = load_table(SourceFile("t.csv", text), against())
    assert tabled.machine
    assert [line.label for line in tabled.machine.lines] == ["Open on push -> Shut"]


def test_a_table_is_known_without_a_name_by_its_head() -> None:
    assert is_table("state;event;next state\n")
    assert is_table('# facts\n"from","event","to"\n')
    assert not is_table(SPEC)
    assert not is_table("")
    assert not is_table("a,b,c\n")


# ---------------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a,b\n", "1:1 FSM210 no column 'from' and 'event' and 'to' in the head of the table"),
        ("from,to\nOpen,Shut\n", "1:1 FSM210 no column 'event' in the head of the table"),
        (HEAD, "1:1 FSM210 the table has no rows"),
        (HEAD + ",push,,,Shut\n", "2:1 FSM211 a row without its state"),
        (HEAD + "Open,,,,Shut\n", "2:6 FSM211 a row without its event"),
        (HEAD + "Open\n", "2:1 FSM211 a row without its event"),
        (HEAD + "Open,push,,log,ring(2),Shut\n", "2:24 FSM211 a row of 6 fields under a head of 5"),
        (HEAD + "Open,push,count >,,Shut\n", "2:11 FSM212 the guard 'count >' cannot be read"),
        (HEAD + "Open,push,,ring((2),Shut\n", "2:12 FSM212 the action 'ring((2)' cannot be read"),
        (HEAD + "Open,push,,,Shut\nOpen,push,,log,Shut\n", "3:1 FSM040 "),
        (HEAD + "Open,push,strict,,Shut\nOpen,push,allowed,log,Shut\n", "3:11 FSM041 "),
        (HEAD + "Open,push,,count = strict,Shut\n", "2:12 FSM020 "),
        (HEAD + "Open,push,cuont > 2,,Shut\n", "2:11 FSM003 "),
    ],
)
def test_a_fault_is_told_at_its_own_row_and_column(text: str, fault: str) -> None:
    assert faults(text)[0].startswith(fault)


def test_all_faults_are_told_in_one_run() -> None:
    assert len(faults(HEAD + "Open,push,count >,,Shut\nOpen,lock,,ring((2),Shut\nOpen,,,,\n")) == 1
    assert len(faults(HEAD + "Open,push,count >,,Shut\nOpen,lock,,ring((2),Shut\n")) == 2


def test_a_second_place_is_one_of_the_table_too() -> None:
    found = load_table(SourceFile("gate.csv", HEAD + "Open,push,,,Shut\nOpen,push,,log,Shut\n"), against())
    assert [note.span.line for note in found.errors[0].notes] == [2]


# --------------------------------------------------------------------------------------------------- fsmc's own tables


def cells(machine: Machine) -> dict[tuple[str, str], list[str]]:
    """What each cell does, by what is written."""
    return {(state.name, str(event)): _ways(cell) for (state, event), cell in machine.cells.items()}


def _ways(cell: Cell) -> list[str]:
    told = []
    for branch in cell.branches:
        _, _, way = branch.line.label.replace(" [else]", "").partition(str(cell.event))
        told.append(f"{branch.guard}: {way.rpartition(']')[2].strip() or branch.line.label}")
    return told


@pytest.mark.parametrize("name", ["turnstile", "ppp_lcp", "tcp"])
def test_the_table_that_fsmc_makes_of_a_spec_is_the_spec(name: str) -> None:
    source = read(ROOT / f"specs/{name}.fsm")
    machine = compiler.check(source).machine
    assert machine
    (artifact,) = emit_csv(machine)
    tabled = load_table(SourceFile("own.csv", artifact.text), Against(machine, source))
    assert [fault.message for fault in tabled.errors] == []
    assert tabled.machine
    old, new = machine.cells, tabled.machine.cells
    assert [(state.name, str(event)) for state, event in old] == [(state.name, str(event)) for state, event in new]
    for was, now in zip(old.values(), new.values(), strict=True):
        assert [str(branch.guard) for branch in was.branches] == [str(branch.guard) for branch in now.branches]


def own(text: str) -> tuple[Machine, Machine]:
    """A machine, and that of the table that fsmc makes of it."""
    side = against(text)
    (artifact,) = emit_csv(side.machine)
    tabled = load_table(SourceFile("own.csv", artifact.text), side)
    assert [fault.message for fault in tabled.errors] == []
    assert tabled.machine
    return side.machine, tabled.machine


def test_hooks_are_not_done_twice() -> None:
    _was, now = own(SPEC + "Shut on pull -> Locked / ring(1)\nleave Open / ring(9)\n")
    (line,) = (line for line in now.transitions if line.written_target == "Locked")
    assert line.written_effects == " / ring(1)"
    assert [str(effect) for effect in now.entering(now.state("Locked"))] == ["log"]


def test_hooks_that_the_table_does_not_know_are_left_out() -> None:
    side = against(SPEC + "Shut on pull -> Locked / ring(1)\n")
    (artifact,) = emit_csv(side.machine)
    other = against(SPEC.replace("enter Locked / log", "enter Locked / ring(5)"))
    tabled = load_table(SourceFile("own.csv", artifact.text), other)
    assert tabled.machine
    assert tabled.machine.enters == ()
    (line,) = (line for line in tabled.machine.transitions if line.written_target == "Locked")
    assert line.written_effects == " / ring(1), log"


def test_rows_are_tried_in_order_where_their_guards_overlap() -> None:
    _was, now = own(SPEC + "Open on lock [strict] -> Shut\nany on lock [allowed] -> Locked\n")
    cell = now.cells[now.state("Open"), now.event("lock")]
    assert [branch.line.label for branch in cell.branches][:2] == [
        "Open on lock [strict] -> Shut",
        "Open on lock [allowed and not strict] -> Locked",
    ]


def test_what_nobody_decided_stays_undecided() -> None:
    _was, now = own(SPEC)
    assert now.cells[now.state("Locked"), now.event("lock")].branches[0].line is now.unlisted


def test_names_that_a_spreadsheet_would_run_are_read_back() -> None:
    was, now = own(SPEC.replace("Locked", "'=1+1'").replace("state Shut", "state Shut\nstate '@x'"))
    assert [state.name for state in now.states] == [state.name for state in was.states]


# ------------------------------------------------------------------------------------------------------- two tables


def test_a_table_alone_declares_what_it_names() -> None:
    tabled = load_table(SourceFile("t.csv", HEAD + "Open,push,loud,ring,Shut\nShut,pull it,,,Open\n"), None)
    assert tabled.machine
    assert [(state.name, state.initial) for state in tabled.machine.states] == [("Open", True), ("Shut", False)]
    assert [event.name for event in tabled.machine.events] == ["push", "pull it"]
    assert [guard.name for guard in tabled.machine.predicates] == ["loud"]
    assert [line.label for line in tabled.machine.lines] == [
        "Open on push [loud] -> Shut / ring",
        "Shut on 'pull it' -> Open",
    ]


# ------------------------------------------------------------------------------------------- the table of a standard


def test_the_table_of_rfc_1661_is_read() -> None:
    source = read(ROOT / "specs/ppp_lcp.fsm")
    machine = compiler.check(source).machine
    assert machine
    tabled = load_table(read(ROOT / "tests/data/rfc1661_lcp.csv"), Against(machine, source))
    assert tabled.errors == ()
    assert tabled.machine
    assert len(tabled.machine.lines) == 150  # the ten others are timeouts of a timer that does not run


# ------------------------------------------------------------------------------------------- what is told of the faults

_MARK = re.compile(r"\s+<- (?P<code>FSM\d{3})(?:: (?P<words>.*))?$", re.MULTILINE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_fault_has_it_at_the_marked_place_and_no_other(rule: Rule) -> None:
    mark = _MARK.search(rule.example)
    assert mark
    source = SourceFile("t.csv", _MARK.sub("", rule.example))
    (fault,) = load_table(source, turnstile()).errors
    assert fault.code == mark["code"] == rule.code
    assert fault.span.line == rule.example.count("\n", 0, mark.start()) + 1
    assert source.line(fault.span.line)[fault.span.column - 1 :].startswith(mark["words"] or "")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_is_proposed_instead_is_a_table(rule: Rule) -> None:
    assert load_table(SourceFile("t.csv", rule.instead), turnstile()).machine


def turnstile() -> Against:
    source = read(ROOT / "specs/turnstile.fsm")
    machine = compiler.check(source).machine
    assert machine
    return Against(machine, source)
