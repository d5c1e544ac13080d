"""Real installations: processes of their own on a data folder of their own."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from gongkai.interfaces.cli import running
from gongkai.kernel.embedded import supervisor
from gongkai.kernel.embedded.cluster import Cluster

COMMAND = [sys.executable, "-m", "gongkai.interfaces.cli.main"]


@contextlib.contextmanager
def data_folder() -> Iterator[Path]:
    """Make a data folder; end what runs in it and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="gk-", dir="/var/tmp"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        with contextlib.suppress(FileNotFoundError):
            supervisor.stop(folder)
        for process in Cluster(folder).processes():
            with contextlib.suppress(psutil.Error):
                process.kill()
        shutil.rmtree(folder)


class Site:
    """A site of its own in another process."""

    def __init__(self, home: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.home = home
        self.environment = {**os.environ, "GONGKAI_HOME": str(home), **environment}
        self.log = home / "up-said.txt"
        self.process = self._up()

    def _up(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as said:
            return subprocess.Popen(
                [*COMMAND, "up", "--port", str(self.port)],
                env=self.environment,
                stdout=said,
                stderr=said,
            )

    def start_again(self) -> None:
        """Start `up` again after it was killed."""
        self.process = self._up()

    def answers(self) -> bool:
        """Say whether the site is ready."""
        try:
            address = f"http://127.0.0.1:{self.port}/readyz"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a `gongkai` command on it."""
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )

    def pid_of(self, name: str) -> int:
        """Return the process of a part, 0 where it does not run."""
        kept = running.read(self.home)
        alive = [one for one in kept.children if one.is_alive()] if kept else []
        return next((one.pid for one in alive if one.name == name), 0)

    def wait(self, wanted: Callable[[], bool], *, seconds: float = 240) -> None:
        """Wait until something is so; fail with what `up` said where it never is."""
        deadline = time.monotonic() + seconds
        while not wanted():
            assert time.monotonic() < deadline, self.log.read_text(encoding="utf-8")
            time.sleep(0.1)
