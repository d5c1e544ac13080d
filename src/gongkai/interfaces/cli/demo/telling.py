"""How far the demo has come: a bar at a terminal, a line now and then anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gongkai.interfaces.cli.demo.saying import Say

_EVERY = 50


@contextmanager
def progress_told() -> Iterator[Say]:
    """Give a function that is told `what`, how many are done and how many there are."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _line_now_and_then
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Demo", total=None)

        def say(what: str, done: int, whole: int) -> None:
            progress.update(task, description=what, completed=done, total=whole)

        yield say


def _line_now_and_then(what: str, done: int, whole: int) -> None:
    if done % _EVERY == 0 or done == whole:
        click.echo(f"Demo: {what}, {done} of {whole}", err=True)
