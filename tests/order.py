"""The tests in, in the order in which processes take them out: files that take long come first.

A file goes to one process.  Were a long one begun last, the other processes would wait for it.
"""

from __future__ import annotations

import pytest

LONGEST = (
    "tests/diff/test_random_pairs.py",
    "tests/random/test_random_specs.py",
    "tests/mutate/test_run.py",
    "tests/fuzz/test_specs.py",
    "tests/emit/test_mermaid.py",
    "tests/mutate/test_equivalence.py",
    "tests/test_ci_page.py",
    "tests/formatter/test_properties.py",
    "tests/random/test_outputs.py",
    "tests/emit/test_page_keeps.py",
    "tests/mutate/test_faults.py",
    "tests/emit/test_drawing.py",
    "tests/emit/test_page_places.py",
    "tests/test_pre_commit.py",
    "tests/injection/test_matrix.py",
    "tests/emit/test_page_play.py",
    "tests/random/test_random_warnings.py",
    "tests/test_action.py",
    "tests/emit/test_suite.py",
    "tests/testgen/test_random.py",
    "tests/test_sphinx.py",
    "tests/disk/test_kills.py",
    "tests/test_determinism.py",
)
"""The files that take longest, roughly in that order; all others take less, and come as they are found."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; the tests of a file stay as they are."""
    places = {file: place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))
