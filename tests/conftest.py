"""What all tests share: they leave nothing behind, not even the parser's tables in the home of whoever runs them."""

from collections.abc import Iterator

import pytest

from tests.browser import browser as browser  # a fixture for all: one Chromium a session
from tests.order import pytest_collection_modifyitems as pytest_collection_modifyitems


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache folder that goes with the other temporary folders, for this process and those that it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
