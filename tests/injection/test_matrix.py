"""Whatever stands at whichever place of a spec stays text in everything that fsmc makes of it."""

from __future__ import annotations

import pytest

from fsmc.emit.prose import in_comment
from tests.injection.matrix import compared
from tests.injection.outputs import OUTPUTS
from tests.injection.specs import PLACES, SPEC, hostile
from tests.injection.words import GROUPS, WORDS, twin


@pytest.mark.parametrize("group", GROUPS, ids=", ".join)
def test_hostile_words_stay_words_in_every_output(group: tuple[str, ...]) -> None:
    results = [compared(group, output) for output in OUTPUTS]
    assert [fault for result in results for fault in result.faults] == []
    assert all(result.checks for result in results)


@pytest.mark.parametrize("hyphens", range(1, 7))
def test_no_number_of_hyphens_ends_a_comment(hyphens: int) -> None:
    kept = in_comment(f"a{'-' * hyphens}>b<!{'-' * hyphens}c")
    assert kept.count("-") == 2 * hyphens
    assert not {"<", ">"} & set(kept)
    assert "--" not in kept


def test_every_word_meets_every_place() -> None:
    assert sorted(name for group in GROUPS for name in group) == sorted(WORDS)
    assert len(PLACES) > 60
    assert all(f"k{number}k" in text for number, text in enumerate(hostile(["a", "b"]).at.values()))


def test_every_statement_of_the_language_is_in_the_spec() -> None:
    from fsmc.language.form import FORMS

    begun = {line.split()[0] for line in SPEC.splitlines()}
    assert set(FORMS) - begun == {"leave", "any"}


@pytest.mark.parametrize("name", WORDS)
def test_a_twin_has_the_length_of_its_word_and_is_harmless(name: str) -> None:
    assert len(twin(WORDS[name])) == len(WORDS[name])
    assert all(char == " " or (char.isascii() and char.isalnum()) for char in twin(WORDS[name]))
