"""A machine of a generated module in, one that goes on from there out: every way that there is to keep a machine."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tests.random.hosts import Host
from tests.random.modules import Module


def _through_json(data: Any) -> Any:
    """What JSON makes of a snapshot; values of the host that wait in it are not for JSON."""
    with suppress(TypeError):
        return json.loads(json.dumps(data))
    return data


def _pickled(data: Any) -> Any:
    return pickle.loads(pickle.dumps(data))


SNAPSHOTS: tuple[Callable[[Any], Any], ...] = (_through_json, _pickled, copy.deepcopy)
"""What a snapshot goes through before a machine is made of it."""
MACHINES: tuple[Callable[[Any], Any], ...] = (_pickled, copy.deepcopy)
"""What makes another machine of one; a shallow copy would share its timers."""
WAYS = len(SNAPSHOTS) + len(MACHINES)


def copied(module: Module, machine: Any, host: Host, way: int) -> Any:
    """The machine as it is after it was kept in one of the ways, counted on and on."""
    place = way % WAYS
    with module.importable():
        if place < len(SNAPSHOTS):
            return module.restore(SNAPSHOTS[place](machine.snapshot()), host)
        return MACHINES[place - len(SNAPSHOTS)](machine)
