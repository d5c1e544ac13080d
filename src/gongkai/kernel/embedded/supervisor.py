"""The supervisor of the embedded PostgreSQL: start it, find it again, stop it. No Django here.

The server is a session of its own, so that neither Ctrl-C nor the death of the process that
started it takes it along; whoever comes next attaches to it. Everybody who uses it holds a
shared lock on one file, which the kernel releases even after kill -9, and the last to let go
stops it.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import psutil

from gongkai.kernel.embedded import binaries as programs
from gongkai.kernel.embedded import cluster as clusters
from gongkai.kernel.embedded import paths, roles
from gongkai.kernel.embedded.account import Account, database_account
from gongkai.kernel.embedded.binaries import Binaries
from gongkai.kernel.embedded.cluster import Cluster
from gongkai.kernel.embedded.failures import DatabaseUnavailable, FolderClosed

SECONDS_TO_START = 600.0
"""Crash recovery of a large database takes minutes; a start that fails says so at once."""

SECONDS_TO_STOP = 60.0

ALWAYS = {
    "listen_addresses": "",
    "port": str(paths.PORT),
    "unix_socket_permissions": "0700",
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    # What people wrote must not reach a log by way of a failing statement or its DETAIL line.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
}
FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


_left_running: list[subprocess.Popen[bytes]] = []
"""Servers that we started and others still use; kept, so that we reap them if we live longer."""


@dataclass(slots=True)
class Server:
    """A running server that this process uses until `release` or `stop`."""

    cluster: Cluster
    use: BinaryIO
    test: bool
    process: subprocess.Popen[bytes] | None = field(default=None)
    """The postmaster, when it is our child and ours to reap."""

    @property
    def attached(self) -> bool:
        """Say whether the server had been started by another process."""
        return self.process is None

    @property
    def pid(self) -> int:
        """Return the pid of the postmaster, 0 when it is gone."""
        found = self.cluster.postmaster()
        return found.pid if found else 0

    def is_running(self) -> bool:
        """Say whether the postmaster lives; reaps it when it was our child and died."""
        if self.process is not None and self.process.poll() is not None:
            return False
        if self.cluster.postmaster() is not None:
            return True
        # A child that was just killed is gone from the folder a moment before it can be reaped.
        _reap(self.process)
        return False

    def release(self) -> bool:
        """Let go; stop the server when nobody else uses it. Return whether it was stopped."""
        with _starting(self.cluster.home):
            alone = _try_lock(self.use, fcntl.LOCK_EX)
            if alone:
                _stop(self.cluster, self.process)
            elif self.process is not None:
                _left_running.append(self.process)
            self.use.close()
        return alone

    def stop(self) -> None:
        """Stop the server whoever uses it: a fast stop, every transaction finished or undone."""
        with _starting(self.cluster.home):
            _stop(self.cluster, self.process)
            self.use.close()


def ensure(home: Path, *, test: bool = False) -> Server:
    """Return the running server of a data folder; make, recover or start it as needed.

    Any number of processes may call it at once; one starts the server, the others attach. It may
    be called again after a crash. `test` trades durability for speed and remakes what is broken.

    Raises:
        DatabaseUnavailable: it cannot run; the message says why and how to mend it.
    """
    account = database_account()
    _prepare_home(home, account)
    cluster = Cluster(home)
    with _starting(home):
        use = (home / "database.users").open("ab")
        fcntl.flock(use, fcntl.LOCK_SH)
        try:
            server = Server(cluster, use, test=test)
            if cluster.postmaster() is None:
                server.process = _start_whole(cluster, account, test=test)
            _wait_until_ready(cluster, server.process)
        except BaseException:
            use.close()
            raise
    return server


def stop(home: Path) -> bool:
    """Stop the server of a data folder, whoever uses it. Return whether there was one."""
    cluster = Cluster(home)
    if cluster.postmaster() is None:
        return False
    with _starting(home):
        _stop(cluster, None)
    return True


def _prepare_home(home: Path, account: Account) -> None:
    try:
        if not home.exists():
            home.mkdir(mode=0o711, parents=True, exist_ok=True)
            home.chmod(0o711)
        account.own(paths.socket_folder(home), mode=0o711 if account.dropped else 0o700)
    except OSError as error:
        raise FolderClosed(
            f"The data folder {home} cannot be written: {error.strerror}. Name another one in "
            "GONGKAI_HOME."
        ) from error
    if not account.may_enter(home):
        raise FolderClosed(
            f"The database runs as an unprivileged user, who cannot enter the data folder {home}. "
            "Name a folder in GONGKAI_HOME whose parents everybody may pass, such as "
            "/var/lib/gongkai/site."
        )


@contextlib.contextmanager
def _starting(home: Path) -> Iterator[None]:
    with (home / "database.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _try_lock(stream: BinaryIO, kind: int) -> bool:
    try:
        fcntl.flock(stream, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start_whole(cluster: Cluster, account: Account, *, test: bool) -> subprocess.Popen[bytes]:
    found = programs.usable(cluster.home, account)
    try:
        return _start_once(cluster, found, account, test=test)
    except DatabaseUnavailable:
        if not test:
            raise
        # Without fsync a crash of the machine may leave rubbish; tests have nothing to lose.
        shutil.rmtree(cluster.folder)
        return _start_once(cluster, found, account, test=test)


def _start_once(
    cluster: Cluster, found: Binaries, account: Account, *, test: bool
) -> subprocess.Popen[bytes]:
    clusters.make(cluster, found, account, test=test)
    clusters.check_version(cluster, found)
    clusters.clear_crash(cluster)
    process = _launch(cluster, found, account, test=test)
    try:
        _wait_until_ready(cluster, process)
        roles.prepare(cluster)
    except BaseException:
        _stop(cluster, process)
        raise
    return process


def _launch(
    cluster: Cluster, found: Binaries, account: Account, *, test: bool
) -> subprocess.Popen[bytes]:
    options = {
        **ALWAYS,
        **(FOR_TESTS if test else {}),
        "unix_socket_directories": f'"{cluster.sockets}"',
        "log_directory": str(cluster.log),
    }
    command = [found.program("postgres"), "-D", str(cluster.data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with (cluster.home / "database-start.log").open("wb") as said:
        return subprocess.Popen(
            command,
            cwd=cluster.folder,
            env=clusters.ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            **account.arguments(),
        )


def _wait_until_ready(cluster: Cluster, process: subprocess.Popen[bytes] | None) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while cluster.postmaster_line(7) != "ready":
        gone = process.poll() is not None if process else cluster.postmaster() is None
        if gone or time.monotonic() > deadline:
            raise DatabaseUnavailable(
                f"The database server did not start:\n{last_words(cluster)}\n"
                f"Its log is in {cluster.log}."
            )
        time.sleep(0.02)


def last_words(cluster: Cluster, *, lines: int = 6) -> str:
    """Return the last lines that the server wrote, before or after its log was open."""
    files = [cluster.home / "database-start.log"]
    with contextlib.suppress(OSError):
        files += sorted(cluster.log.glob("*.log"), key=lambda path: path.stat().st_mtime)[-1:]
    said: list[str] = []
    for path in files:
        with contextlib.suppress(OSError):
            said += path.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(said[-lines:])


def _stop(cluster: Cluster, process: subprocess.Popen[bytes] | None) -> None:
    postmaster = cluster.postmaster()
    if postmaster is not None:
        for kind in (signal.SIGINT, signal.SIGQUIT):
            with contextlib.suppress(ProcessLookupError):
                os.kill(postmaster.pid, kind)
            if _gone(cluster, process, within=SECONDS_TO_STOP):
                break
    _reap(process)
    _left_running[:] = [left for left in _left_running if left.poll() is None]


def _reap(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=SECONDS_TO_STOP)


def _gone(cluster: Cluster, process: subprocess.Popen[bytes] | None, *, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if process is not None:
            process.poll()
        with contextlib.suppress(psutil.Error):
            if cluster.postmaster() is None:
                return True
        time.sleep(0.02)
    return False
