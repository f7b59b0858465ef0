"""Fixtures that several tests of back ends share."""

from tests.emit.pages import pages as pages
from tests.emit.pages import play as play
from tests.emit.pages import pool as pool
