"""What `fsmc.logic` says of conditions: never a proof or a witness that a brute force search would refute."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsmc.logic import Nothing, Unknown, Witness, disjoint, exhaustive, find, spell
from fsmc.model import (
    Arithmetic,
    Ask,
    Basic,
    Comparison,
    Constant,
    Enumeration,
    Field,
    HostType,
    Literal,
    Logic,
    Member,
    Negative,
    Not,
    Parameter,
    Payload,
    Predicate,
    Read,
    Running,
    Timer,
    Variable,
)

COLOUR = Enumeration(name="Colour", members=("red", "green", "blue"))
RED, GREEN, BLUE = (Member(COLOUR, name) for name in COLOUR.members)
RESPONSE = HostType(name="Response", fields=(Parameter("status", Basic.INT),))
STATUS = Field(Payload("r", RESPONSE), "status", Basic.INT)
TRUE = Literal(True, Basic.BOOL)
MAX = Read(Constant(name="MAX", value=Literal(10, Basic.INT)))


def variable(name, kind):
    return Read(Variable(name=name, type=kind, default=Literal(0, Basic.INT)))


A, B, C = (variable(name, Basic.BOOL) for name in "abc")
X, Y = (variable(name, Basic.INT) for name in "xy")
D, E = (variable(name, Basic.DURATION) for name in "de")
S, T = (variable(name, Basic.STR) for name in "st")
P, Q, R, Z = (variable(name, COLOUR) for name in "pqrz")


def number(value):
    return Literal(value, Basic.INT)


def seconds(value):
    return Literal(float(value), Basic.DURATION)


def text(value):
    return Literal(value, Basic.STR)


def compare(*parts):
    return Comparison(parts[::2], parts[1::2])


def both(*parts):
    return Logic("and", parts)


def either(*parts):
    return Logic("or", parts)


def times(left, right):
    return Arithmetic("*", left, right, right.type)


def plus(left, right):
    return Arithmetic("+", left, right, left.type)


# ------------------------------------------------------------------------------------------------- plain questions


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (A, Not(A)),
        (both(A, B), Not(either(A, C))),
        (compare(P, "==", RED), compare(P, "==", GREEN)),
        (both(compare(P, "==", Q), compare(Q, "!=", R)), compare(P, "==", R)),
        (compare(X, ">", number(0)), compare(X, "==", number(0))),
        (compare(X, "<", MAX), compare(X, ">=", number(10))),
        (compare(number(200), "<=", STATUS, "<", number(300)), compare(number(300), "<=", STATUS)),
        (compare(X, "<", Y), compare(Y, "<", plus(X, number(1)))),
        (compare(plus(times(number(2), X), number(1)), "==", times(number(2), Y)), TRUE),
        (compare(D, "<", seconds(0.5)), compare(D, ">", seconds(0.5))),
        (compare(D, ">", E), compare(E, ">=", D)),
        (compare(S, "==", text("a")), both(compare(S, "==", T), compare(T, "==", text("b")))),
        (compare(A, "==", B), compare(A, "!=", B)),
        (compare(A, "==", TRUE), Not(A)),
        (Running(Timer(name="t", duration=seconds(1), within=())), Literal(False, Basic.BOOL)),
        (compare(times(X, Y), ">", number(3)), compare(times(Y, X), "<", number(3))),
    ],
)
def test_conditions_that_exclude_each_other_are_proved_disjoint(a, b):
    assert disjoint(a, b) == Nothing()
    assert disjoint(b, a) == Nothing()


@pytest.mark.parametrize(
    ("a", "b", "spelling"),
    [
        (A, B, "a = true, b = true"),
        (either(A, B), Not(A), "a = false, b = true"),
        (compare(P, "!=", RED), compare(P, "!=", BLUE), "p = green"),
        (compare(P, "!=", Q), compare(P, "==", RED), "p = red, q = green"),
        (compare(X, ">", number(3)), compare(X, "<", MAX), "x = 4"),
        (compare(X, "<", number(0)), compare(A, "==", B), "x = -1, a = true, b = true"),
        (compare(D, ">", seconds(1)), compare(D, "<", seconds(1.5)), "d = 1250ms"),
        (compare(S, "!=", text("text0")), compare(T, "==", text("text0")), 's = "text1", t = "text0"'),
        (compare(STATUS, "==", number(404)), TRUE, "r.status = 404"),
        (compare(times(number(3), X), "==", plus(times(number(2), Y), number(1))), TRUE, "x = 1, y = 1"),
    ],
)
def test_a_witness_of_an_overlap_is_concrete_and_readable(a, b, spelling):
    found = disjoint(a, b)
    assert isinstance(found, Witness)
    assert spell(found) == spelling


@pytest.mark.parametrize(
    "conditions",
    [
        [compare(D, ">", seconds(0)), compare(D, "<", E)],
        [compare(D, ">=", seconds(0)), compare(D, "<", E)],
        [compare(E, ">", seconds(0)), compare(E, "<", D)],
        [compare(D, "==", plus(times(seconds(1), X), seconds(0.5))), compare(seconds(0), "<", D, "<", seconds(0.9))],
        [compare(D, "==", times(seconds(1), X)), compare(seconds(1.2), "<", D, "<", seconds(2.1))],
    ],
)
def test_durations_between_open_ends_and_in_steps_of_an_integer_are_found(conditions):
    assert isinstance(find(conditions), Witness)


def test_a_duration_in_whole_seconds_does_not_lie_between_two_of_them():
    whole_seconds = compare(D, "==", times(seconds(1), X))
    assert find([whole_seconds, compare(seconds(0.2), "<", D, "<", seconds(0.8))]) == Nothing()


def test_questions_to_the_host_are_the_same_when_their_arguments_are():
    guard = Predicate(name="fits", params=(Parameter("n", Basic.INT),))
    assert disjoint(Ask(guard, (MAX,)), Not(Ask(guard, (number(10),)))) == Nothing()
    assert isinstance(disjoint(Ask(guard, (X,)), Not(Ask(guard, (Y,)))), Witness)


def test_a_witness_names_a_question_as_the_spec_asks_it():
    guard = Predicate(name="fits", params=(Parameter("n", Basic.INT),))
    found = find([Ask(guard, (MAX,))])
    assert isinstance(found, Witness)
    assert spell(found) == "fits(MAX) = true"


def test_four_terms_of_three_members_cannot_all_differ():
    pairs = [compare(a, "!=", b) for a, b in itertools.combinations((P, Q, R, Z), 2)]
    assert find(pairs) == Nothing()
    assert isinstance(find(pairs[:-1]), Witness)


def test_guards_cover_every_case_only_if_that_is_proved():
    assert exhaustive([A, Not(A)])
    assert exhaustive([compare(P, "==", member) for member in (RED, GREEN, BLUE)])
    assert not exhaustive([compare(P, "==", member) for member in (RED, GREEN)])
    assert exhaustive([compare(X, "<", number(0)), compare(X, "==", number(0)), compare(X, ">", number(0))])
    assert not exhaustive([compare(X, "<", number(0)), compare(X, ">", number(0))])
    assert exhaustive([compare(D, "<", seconds(1)), compare(D, ">=", seconds(1))])
    assert not exhaustive([])


def test_conditions_without_terms_are_settled_by_their_value():
    assert find([]) == Witness({})
    assert find([compare(MAX, ">", number(9))]) == Witness({})
    assert find([compare(MAX, ">", number(10))]) == Nothing()
    assert find([], [compare(RED, "==", RED)]) == Nothing()


def test_a_constant_condition_counts_as_what_it_stands_for():
    late = Read(Constant(name="LATE", value=compare(number(3), ">", number(2))))
    assert disjoint(late, Not(late)) == Nothing()
    assert find([late]) == Witness({})


def test_products_of_terms_are_unknown_where_the_values_do_not_check_out():
    assert isinstance(find([compare(times(X, Y), "==", number(6))]), Unknown)
    assert isinstance(find([compare(times(X, X), "<", number(0))]), Unknown)
    assert isinstance(find([compare(times(X, Y), "==", number(0))]), Witness)


def test_values_of_the_host_are_never_guessed():
    one, other = Payload("r", RESPONSE), Payload("q", RESPONSE)
    assert isinstance(find([compare(one, "==", other)]), Unknown)
    assert disjoint(compare(one, "==", other), both(A, Not(A))) == Nothing()


def test_an_explosion_of_cases_ends_in_unknown():
    terms = [variable(f"x{n}", Basic.INT) for n in range(12)]
    pairs = [compare(a, "!=", b) for a, b in itertools.combinations(terms, 2)]
    inside = [compare(number(1), "<=", term, "<=", number(11)) for term in terms]
    assert isinstance(find(pairs + inside), Unknown)


def test_guards_for_very_many_values_are_proved_or_unknown():
    def values(count):
        ends = [compare(X, "<", number(0)), compare(X, ">=", number(count))]
        return ends + [compare(X, "==", number(value)) for value in range(count)]

    assert find([], values(100)) == Nothing()
    assert isinstance(find([], values(2000)), Unknown)


def test_a_search_without_end_among_integers_ends_in_unknown_or_a_proof():
    far = [compare(times(number(1000), X), "==", plus(times(number(1001), Y), number(500)))]
    assert not isinstance(find(far), Nothing)


# ------------------------------------------------------------------------------------------------- brute force

BOX = {A: (False, True), B: (False, True), X: range(-3, 4), Y: range(-3, 4), P: COLOUR.members, Q: COLOUR.members}
SCOPE = {"true": True, "false": False, **{name: name for name in COLOUR.members}}

whole = st.recursive(
    st.sampled_from([X, Y]) | st.integers(-3, 3).map(number),
    lambda inner: (
        st.builds(plus, inner, inner)
        | st.builds(lambda n, e: times(number(n), e), st.integers(-2, 3), inner)
        | st.builds(Negative, inner)
    ),
    max_leaves=3,
)
order = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
equal = st.sampled_from(["==", "!="])
colours = st.sampled_from([P, Q, RED, GREEN, BLUE])
simple = st.one_of(
    st.sampled_from([A, B, TRUE]),
    st.builds(compare, whole, order, whole),
    st.builds(compare, whole, order, whole, order, whole),
    st.builds(compare, colours, equal, colours),
    st.builds(compare, st.sampled_from([A, B]), equal, st.sampled_from([A, B, TRUE])),
)
condition = st.recursive(
    simple,
    lambda inner: st.builds(Not, inner) | st.builds(both, inner, inner) | st.builds(either, inner, inner),
    max_leaves=5,
)


def by_python(holding, failing):
    """The whole question, to be evaluated by Python itself, whose spelling of conditions is that of the language."""
    parts = [f"({part})" for part in holding] + [f"(not ({part}))" for part in failing]
    text = re.sub(r"\b(\d+)ms\b", r"(\1 / 1000)", " and ".join(parts) or "true")
    return compile(re.sub(r"\b(\d+)s\b", r"\1", text), "question", "eval")


def brute_force(question, box) -> bool:
    """Whether some valuation in the box does as asked."""
    names = [str(term) for term in box]
    return any(eval(question, SCOPE | dict(zip(names, v, strict=True))) for v in itertools.product(*box.values()))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(condition, max_size=2), st.lists(condition, max_size=2))
def test_proofs_and_witnesses_agree_with_brute_force(holding, failing):
    agree_with_brute_force(holding, failing, BOX)


def agree_with_brute_force(holding, failing, box):
    found, question = find(holding, failing), by_python(holding, failing)
    match found:
        case Witness():
            values = {str(term): found.values.get(term, choices[0]) for term, choices in box.items()}
            assert eval(question, SCOPE | values)
        case Nothing():
            assert not brute_force(question, box)
        case Unknown():
            pytest.fail(f"small conditions must be decided: {found.reason}")


QUARTERS = [quarter / 4 for quarter in range(-2, 7)]
WIDE_BOX = {A: (False, True), D: QUARTERS, E: QUARTERS, S: ("a", "b", "text0", ""), T: ("a", "b", "text0", "")}

lengths = st.sampled_from([D, E, seconds(0), seconds(0.5), seconds(1)])
sums = lengths | st.builds(plus, lengths, lengths) | st.builds(lambda e: times(number(2), e), lengths)
texts = st.sampled_from([S, T, text("a"), text("b")])
wide_simple = st.just(A) | st.builds(compare, sums, order, sums) | st.builds(compare, texts, equal, texts)
wide_condition = st.recursive(
    wide_simple,
    lambda inner: st.builds(Not, inner) | st.builds(both, inner, inner) | st.builds(either, inner, inner),
    max_leaves=4,
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(wide_condition, max_size=2), st.lists(wide_condition, max_size=2))
def test_durations_and_texts_agree_with_brute_force(holding, failing):
    agree_with_brute_force(holding, failing, WIDE_BOX)
