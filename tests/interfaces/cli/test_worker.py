"""The job worker: files are opened beside all else, and a signal lets what is begun end."""

import subprocess
import sys
from pathlib import Path

from procrastinate.contrib.django import app as queue

from gongkai.release.operations.examining import EXAMINE
from gongkai.release.operations.materials import PREPARE
from gongkai.release.operations.scanning import SCAN
from gongkai.release.queued import FILES, MAKE

ROOT = Path(__file__).resolve().parents[3]


def test_what_opens_files_has_a_queue_of_its_own() -> None:
    opening = {EXAMINE, PREPARE, MAKE, SCAN}
    assert {name for name, task in queue.tasks.items() if task.queue == FILES} == opening


def test_slow_files_hold_nothing_else_up_and_end_before_the_worker() -> None:
    # A process of its own: it is sent a signal, and a browser's event loop may run in this one.
    command = [sys.executable, "-m", "tests.interfaces.cli.slow_files"]
    ran = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout) == (0, "done\n"), ran.stderr
