"""For random specs that use the whole language and for random walks, the back ends do what the interpreter does."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest

from tests.random.features import FEATURES
from tests.random.grammar import forms, forms_in
from tests.random.specs import random_case
from tests.random.trials import Trial, try_specs

SEED = 9293
PARTS = 6
SPECS = 50


@cache
def trial(part: int) -> Trial:
    return try_specs(SPECS, SEED + part)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_back_ends_agree(part: int) -> None:
    found = trial(part)
    assert not found.difference, found.difference
    assert found.agreed == SPECS
    assert found.tried < 2 * SPECS, "fsmc refuses too many of the random specs"


def test_random_specs_have_every_form_of_statement_that_the_grammar_has() -> None:
    missing = forms()
    for part, number in product(range(PARTS), range(SPECS)):
        if missing:
            missing -= forms_in(random_case(f"{SEED + part}.{number}").text)
    assert sorted(missing) == []


def test_random_specs_have_all_that_the_language_means_and_all_of_it_comes_about() -> None:
    seen = {name for part in range(PARTS) for name in trial(part).seen}
    assert sorted(FEATURES - seen) == []
