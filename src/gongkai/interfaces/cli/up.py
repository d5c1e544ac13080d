"""`gongkai up`: database, job worker and web server under one process that keeps them alive."""

import contextlib
import errno
import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import click

from gongkai.interfaces.cli import installation, running
from gongkai.interfaces.cli.children import Child
from gongkai.interfaces.cli.database import set_up_django
from gongkai.kernel.embedded import logs, paths, supervisor
from gongkai.kernel.embedded.failures import DatabaseUnavailable
from gongkai.kernel.embedded.supervisor import Server

SECONDS_TO_ANSWER = 180.0
SECONDS_FOR_PORT = 5.0
SECONDS_BETWEEN_LOOKS = 0.3
SECONDS_BETWEEN_ROTATIONS = 3600.0
BLOCKING_THREADS = 4
MOST_WEB_PROCESSES = 4
LAST_LINES = 8
DEMO_DONE = "demo-filled"
DEMO_SITE = {
    "GONGKAI_SITE_NAME": "澜川省政府信息公开平台（演示）",
    "GONGKAI_SITE_ID_CODE": "9900000001",
    "GONGKAI_SPONSOR": "澜川省人民政府办公厅",
    "GONGKAI_CONTACT": "电话 0990-2000011",
}
"""What a real site is told by its settings: the fictional province's name, sponsor and contact."""


@click.command(name="up")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--demo", is_flag=True, help="Also fill the living demo, once, and show its accounts."
)
def up(*, host: str, port: int, demo: bool) -> None:
    """Start the database, the job worker and the site; Ctrl-C stops all."""
    home = paths.current_home()
    with _only_one(home):
        for name in running.end_orphans(home):
            _say(f"Ended the {name} that an earlier run left behind.")
        _check_port(host, port)
        _set_environment(host=host, port=port, demo=demo)
        House(home=home, host=host, port=port, demo=demo).run()


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


@contextlib.contextmanager
def _only_one(home: Path) -> Iterator[None]:
    if not home.exists():
        home.mkdir(mode=0o711, parents=True)
        home.chmod(0o711)
    with (home / "up.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                f"'gongkai up' already runs for {home} ('gongkai status' says where)."
            ) from None
        yield


def _check_port(host: str, port: int) -> None:
    """Refuse a port that is taken, after a moment in which a killed site may still let it go."""
    deadline = time.monotonic() + SECONDS_FOR_PORT
    while failure := _listening_failure(host, port):
        if failure.errno != errno.EADDRINUSE or time.monotonic() > deadline:
            raise click.ClickException(
                f"Cannot listen on {host} port {port} ({failure.strerror}). Choose another --port."
            )
        time.sleep(0.1)


def _listening_failure(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def _set_environment(*, host: str, port: int, demo: bool) -> None:
    shown = f"[{host}]" if ":" in host else host
    os.environ.setdefault("GONGKAI_SITE_ADDRESS", f"http://{shown}:{port}")
    os.environ["GONGKAI_PROCESS"] = "up"
    if demo:
        os.environ["GONGKAI_DEMO"] = "yes"
        for name, value in DEMO_SITE.items():
            os.environ.setdefault(name, value)


@dataclass(slots=True)
class House:
    """One run of the site."""

    home: Path
    host: str
    port: int
    demo: bool
    server: Server | None = None
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    rotated: float = field(default_factory=time.monotonic)

    @property
    def address(self) -> str:
        """Return the address to open in a browser on this machine."""
        names = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - what was asked for
        host = names.get(self.host, f"[{self.host}]" if ":" in self.host else self.host)
        return f"http://{host}:{self.port}"

    def run(self) -> None:
        """Start everything, keep it alive until a signal comes, stop everything."""
        for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(kind, self._stop_soon)
        try:
            self._start()
            while not self.stopping:
                self._look_after()
                time.sleep(SECONDS_BETWEEN_LOOKS)
        finally:
            self._stop()

    def _stop_soon(self, _kind: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self) -> None:
        if not paths.external_url():
            _say("Starting the database ...")
            self.server = supervisor.ensure(self.home)
        set_up_django()
        logs.rotate(self.home / "logs")
        installation.prepare(say=_say)
        installation.collect_static(say=_say)
        installation.close_connections()
        if self.stopping:
            return
        _say("Starting the site ...")
        self._bring_up(self._web())
        if not self._wait_for_answer():
            return
        # The worker comes second: readers wait for pages, nobody waits for jobs.
        self._bring_up(self._worker())
        self._announce()
        if self.demo and not (self.home / DEMO_DONE).exists():
            self._bring_up(Child("demo", self._python("demo"), dict(os.environ), always=False))

    def _bring_up(self, child: Child) -> None:
        child.start()
        self.children.append(child)
        self._write_record()

    def _announce(self) -> None:
        _say(f"\nGongkai answers at {self.address}   (data folder {self.home}; Ctrl-C stops it)\n")
        logs.logger("gongkai.up").info("up", address=self.address)

    def _python(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "gongkai.interfaces.cli.main", *arguments]

    def _environment(self, process: str) -> dict[str, str]:
        return {**os.environ, "GONGKAI_PROCESS": process, "PYTHONUNBUFFERED": "1"}

    def _passed(self) -> tuple[int, ...]:
        # The children hold our lock on the server: should we be killed, nobody stops it under them.
        return (self.server.use.fileno(),) if self.server else ()

    def _web(self) -> Child:
        processes = min(os.cpu_count() or 1, MOST_WEB_PROCESSES)
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"]
        command += ["--host", self.host, "--port", str(self.port), "--workers", str(processes)]
        command += ["--blocking-threads", str(BLOCKING_THREADS), "--respawn-failed-workers"]
        command += ["--log-level", "warning", "gongkai.config.wsgi:application"]
        environment = {**self._environment("web"), "GONGKAI_POOL": "yes"}
        return Child("web", command, environment, self._said("web"), passed=self._passed())

    def _worker(self) -> Child:
        command = self._python("worker")
        environment = self._environment("worker")
        return Child("worker", command, environment, self._said("worker"), passed=self._passed())

    def _said(self, name: str) -> Path:
        folder = self.home / "logs"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"{name}-output.log"

    def _wait_for_answer(self) -> bool:
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while not self.stopping:
            if _answers(f"{self.address}/healthz"):
                return True
            self._look_after()
            if time.monotonic() > deadline:
                said = self._said("web").read_text(encoding="utf-8", errors="replace")
                last = "\n".join(said.splitlines()[-LAST_LINES:])
                raise click.ClickException(
                    f"The site does not answer. Its last words ({self._said('web')}):\n{last}\n"
                    "'gongkai doctor' may know more."
                )
            time.sleep(0.1)
        return False

    def _look_after(self) -> None:
        self._keep_database()
        for child in self.children:
            happened = child.keep()
            if not happened:
                continue
            _say(happened)
            logs.logger("gongkai.up").info("child", child=child.name, happened=happened)
            if child.name == "demo" and child.done:
                (self.home / DEMO_DONE).touch()
            self._write_record()
        if time.monotonic() - self.rotated > SECONDS_BETWEEN_ROTATIONS:
            self.rotated = time.monotonic()
            logs.rotate(self.home / "logs")

    def _keep_database(self) -> None:
        if self.server is None or self.server.is_running():
            return
        _say("The database died; starting it again ...")
        logs.logger("gongkai.up").error("database died")
        try:
            revived = supervisor.ensure(self.home)
        except DatabaseUnavailable as error:
            _say(f"{error}\nTrying again.")
            time.sleep(1)
            return
        self.server.use.close()
        self.server = revived
        _say("The database is back.")

    def _write_record(self) -> None:
        traces = [child.trace() for child in self.children]
        children = tuple(trace for trace in traces if trace is not None)
        running.write(self.home, running.Running(running.this_process(), children, self.address))

    def _stop(self) -> None:
        _say("Stopping ...")
        for child in sorted(self.children, key=lambda child: child.name == "worker"):
            child.stop()
        if self.server is not None and not self.server.release():
            _say("The database stays up: another process uses it.")
        running.forget(self.home)
        _say("Stopped.")


def _answers(url: str) -> bool:
    try:
        # Straight to the site: a proxy of the environment knows nothing of this machine's ports.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
