"""The data folder of the embedded server: made once, checked, cleared of a crash's leavings."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from gongkai.kernel.embedded import paths, secrets
from gongkai.kernel.embedded.account import Account
from gongkai.kernel.embedded.binaries import BUILTIN_LOCALES_SINCE, Binaries
from gongkai.kernel.embedded.failures import DatabaseUnavailable, OtherMajor, StillRunning

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""All that the server sees of our environment: no PGDATA, no locale, no credentials."""

STARTING_VALUES = """
# Written by gongkai when the folder was made; change with ALTER SYSTEM.
max_connections = 80
shared_buffers = '192MB'
work_mem = '16MB'
maintenance_work_mem = '128MB'
max_wal_size = '2GB'
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
"""

SECONDS_FOR_BACKENDS = 30.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the server of one data folder keeps its files."""

    home: Path

    @property
    def folder(self) -> Path:
        """Return the folder that belongs to the database's user."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """Return the PostgreSQL data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Return the folder of the server's own log."""
        return self.folder / "log"

    @property
    def sockets(self) -> Path:
        """Return the folder of the socket."""
        return paths.socket_folder(self.home)

    def postmaster_line(self, number: int) -> str:
        """Return one line of postmaster.pid, counted from 0, or '' when it is not there."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return ""
        return lines[number].strip() if number < len(lines) else ""

    def postmaster(self) -> psutil.Process | None:
        """Return the running postmaster of this folder.

        The pid file alone proves nothing: the pid may be a zombie or another program by now.
        """
        text = self.postmaster_line(0)
        if not text.isdigit():
            return None
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(int(text))
            if self._works_here(process):
                return process
        return None

    def processes(self) -> Iterator[psutil.Process]:
        """Yield every live process whose working directory is the data directory."""
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if self._works_here(process):
                    yield process

    def _works_here(self, process: psutil.Process) -> bool:
        if process.status() in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}:
            return False
        # PostgreSQL changes into its data directory; nothing else of ours does.
        return Path(process.cwd()) == self.data.resolve()


def make(cluster: Cluster, binaries: Binaries, account: Account, *, test: bool) -> None:
    """Make the data directory unless there is one.

    Raises:
        DatabaseUnavailable: initdb failed; the message carries its last lines.
    """
    account.own(cluster.folder, mode=0o700)
    account.own(cluster.log, mode=0o700)
    if (cluster.data / "PG_VERSION").is_file():
        return
    half = cluster.folder / "data.part"
    _run(["/bin/rm", "-rf", "--", str(half)], cluster, account)
    command = [binaries.program("initdb"), "-D", str(half), "-U", paths.SUPERUSER]
    command += ["--auth=scram-sha-256", "-E", "UTF8", "--data-checksums"]
    command += [*_locale(binaries.major), *(["--no-sync"] if test else [])]
    with _password_file(cluster, account) as password:
        _run([*command, f"--pwfile={password}"], cluster, account)
    with (half / "postgresql.conf").open("a", encoding="utf-8") as stream:
        stream.write(STARTING_VALUES)
    # An initdb that was killed half-way must never be taken for a cluster.
    half.rename(cluster.data)


@contextlib.contextmanager
def _password_file(cluster: Cluster, account: Account) -> Iterator[Path]:
    # The kept secret belongs to us and initdb runs as somebody else, who cannot read our pipes.
    path = cluster.folder / "password"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    try:
        path.write_text(secrets.kept(cluster.home, "database-superuser"), encoding="ascii")
        if account.dropped:
            os.chown(path, account.user_id, account.group_id)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _locale(major: int) -> list[str]:
    # LC_CTYPE C would make pg_trgm blind for Chinese without a word; ICU is not in the wheels.
    if major < BUILTIN_LOCALES_SINCE:
        return ["--locale=C.UTF-8", "--lc-collate=C", "--lc-messages=C"]
    return [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--lc-collate=C",
        "--lc-ctype=C.UTF-8",
        "--lc-messages=C",
    ]


def _run(command: list[str], cluster: Cluster, account: Account) -> None:
    run = subprocess.run(
        command,
        cwd=cluster.folder,
        env=ENVIRONMENT,
        check=False,
        capture_output=True,
        text=True,
        **account.arguments(),
    )
    if run.returncode != 0:
        last = "\n".join((run.stdout + run.stderr).strip().splitlines()[-6:])
        raise DatabaseUnavailable(f"The database could not be made in {cluster.folder}:\n{last}")


def check_version(cluster: Cluster, binaries: Binaries) -> None:
    """Refuse a data directory of another major version before the server does.

    Raises:
        OtherMajor: with both versions and the ways out.
    """
    made_by = (cluster.data / "PG_VERSION").read_text(encoding="ascii").strip()
    if made_by == str(binaries.major):
        return
    raise OtherMajor(
        f"The data folder {cluster.data} was made by PostgreSQL {made_by}, but these programs "
        f"({binaries.folder}) are PostgreSQL {binaries.major}. Nothing was changed. Either name "
        f"programs of version {made_by} in PG_BIN_DIR, or move the data with pg_upgrade or with "
        "pg_dump and pg_restore (docs/operate/database.md, 'Another major version')."
    )


def clear_crash(cluster: Cluster) -> None:
    """Wait until a dead server's processes are gone, then remove the lock files they left.

    Only called when no postmaster of this folder runs: PostgreSQL itself takes any live process
    with the remembered pid, even a zombie nobody reaps, for a server.

    Raises:
        StillRunning: a backend has not ended after half a minute.
    """
    deadline = time.monotonic() + SECONDS_FOR_BACKENDS
    while left := [process.pid for process in cluster.processes()]:
        if time.monotonic() > deadline:
            raise StillRunning(
                f"The database server died, but processes {left} still use {cluster.data}. "
                "End them (kill PID), then start again."
            )
        time.sleep(0.05)
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    for name in (f".s.PGSQL.{paths.PORT}", f".s.PGSQL.{paths.PORT}.lock"):
        (cluster.sockets / name).unlink(missing_ok=True)
