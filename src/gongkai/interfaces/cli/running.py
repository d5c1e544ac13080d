"""What runs: the record that `up` keeps of itself, and the commands `status` and `down`."""

import contextlib
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import psutil

from gongkai.interfaces.cli.children import Trace
from gongkai.kernel.embedded import paths, supervisor
from gongkai.kernel.embedded.cluster import Cluster

SECONDS_TO_STOP = 90.0


@dataclass(frozen=True, slots=True)
class Running:
    """One run of `up`: itself, its children and the address."""

    up: Trace
    children: tuple[Trace, ...]
    address: str


def file_of(home: Path) -> Path:
    """Return where a run keeps its record."""
    return home / "up.json"


def write(home: Path, running: Running) -> None:
    """Keep the record of a run."""
    written = file_of(home).with_suffix(".part")
    written.write_text(json.dumps(asdict(running), ensure_ascii=False), encoding="utf-8")
    written.replace(file_of(home))


def read(home: Path) -> Running | None:
    """Return the record of the present or the last run, None when there is none."""
    try:
        kept = json.loads(file_of(home).read_text(encoding="utf-8"))
        children = tuple(Trace(**child) for child in kept["children"])
        return Running(Trace(**kept["up"]), children, str(kept["address"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(home: Path) -> None:
    """Remove the record."""
    file_of(home).unlink(missing_ok=True)


def this_process() -> Trace:
    """Return the trace of the process that asks."""
    return Trace("up", os.getpid(), psutil.Process().create_time())


def end_orphans(home: Path) -> list[str]:
    """End what a killed `up` left running; return the names."""
    kept = read(home)
    if kept is None or kept.up.is_alive():
        return []
    left = [child for child in kept.children if child.is_alive()]
    for child in left:
        child.end()
    return [child.name for child in left]


@click.command(name="down")
def down() -> None:
    """Stop the site, the worker and the embedded database of this data folder."""
    home = paths.current_home()
    kept = read(home)
    if kept is not None and kept.up.is_alive():
        os.kill(kept.up.pid, signal.SIGTERM)
        _wait_for(kept.up)
    for name in end_orphans(home):
        click.echo(f"{name} stopped.")
    with contextlib.suppress(FileNotFoundError):
        if supervisor.stop(home):
            click.echo("The database is stopped.")
    forget(home)
    click.echo("Nothing runs.")


def _wait_for(trace: Trace) -> None:
    deadline = time.monotonic() + SECONDS_TO_STOP
    while trace.is_alive():
        if time.monotonic() > deadline:
            raise click.ClickException(f"Process {trace.pid} does not stop; end it by hand.")
        time.sleep(0.05)
    click.echo("The site is stopped.")


@click.command(name="status")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(*, as_json: bool) -> None:
    """Say what runs, at which address and from which data folder."""
    answer = state_of(paths.current_home())
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for name, value in answer.items():
        click.echo(f"{name:>12}  {value or '-'}")


def state_of(home: Path) -> dict[str, str]:
    """Return what runs: keys `up`, `web`, `worker`, `database`, `address`, `data_folder`."""
    kept = read(home)
    states = {"up": "stopped", "web": "stopped", "worker": "stopped"}
    for trace in (kept.up, *kept.children) if kept else ():
        if trace.name in states and trace.is_alive():
            states[trace.name] = f"running ({trace.pid})"
    return {
        **states,
        "database": _database(home),
        "address": kept.address if kept and states["web"] != "stopped" else "",
        "data_folder": str(home),
    }


def _database(home: Path) -> str:
    if paths.external_url():
        return "outside this installation (DATABASE_URL)"
    found = Cluster(home).postmaster()
    return f"running ({found.pid})" if found else "stopped"
