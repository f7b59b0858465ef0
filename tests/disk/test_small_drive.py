"""A full drive and a read-only one, for real: in a namespace of its own, where the system allows that."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
IN_A_NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"]
SCRIPT = """
import os, subprocess, sys
from pathlib import Path
from fsmc import output
from fsmc.files import FileError
from tests.disk.scenes import contents, files, tree
folder = Path(sys.argv[1])
mount = lambda *options: subprocess.run(["mount", *options, str(folder)], check=True)
mount("-t", "tmpfs", "-o", "size=128k", "none")
output.write_all(files(folder, 1))
(folder / "ballast").write_bytes(bytes(1000))
with open(folder / "ballast", "ab", buffering=0) as ballast:
    try:
        while ballast.write(bytes(4096)):
            pass
    except OSError:
        pass
size = (folder / "ballast").stat().st_size
def refused(reason):
    try:
        output.write_all(files(folder, 2))
    except FileError as error:
        assert reason in str(error), error
    else:
        raise AssertionError("written")
    left = tree(folder)
    left.pop("ballast", None)
    assert left == contents(1), sorted(left)
refused("No space left on device")
os.truncate(folder / "ballast", 0)
mount("-o", "remount,ro")
refused("Read-only file system")
mount("-o", "remount,rw")
output.write_all(files(folder, 2))
assert tree(folder) == {**contents(2), "ballast": b""}
print("whole")
"""


def _is_allowed() -> bool:
    if sys.platform != "linux" or not all(map(shutil.which, ("unshare", "mount"))):
        return False
    mount = "mount -t tmpfs none /tmp"
    return not subprocess.run([*IN_A_NAMESPACE, "sh", "-c", mount], capture_output=True, check=False).returncode


@pytest.mark.skipif(not _is_allowed(), reason="no namespaces of users and mounts here")
def test_outputs_on_a_full_and_on_a_read_only_drive_stay_as_they_are(tmp_path: Path) -> None:
    command = [*IN_A_NAMESPACE, sys.executable, "-c", SCRIPT, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "whole\n"), done.stderr
