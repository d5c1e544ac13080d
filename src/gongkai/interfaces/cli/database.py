"""Commands that need the database: attach to the server or start it, and set up Django."""

import contextlib
import os
from collections.abc import Iterator

import click
import psycopg

from gongkai.interfaces.cli import installation
from gongkai.kernel.embedded import paths, supervisor
from gongkai.kernel.embedded.failures import DatabaseUnavailable


@contextlib.contextmanager
def with_database(*, prepared: bool = True) -> Iterator[None]:
    """Run a block with Django set up and the database there.

    The embedded server is started when nothing runs, and stopped again unless somebody else has
    come to use it. With `prepared`, an empty database is filled first (tables, shipped data); one
    that waits for migrations is refused, since `gongkai up` brings it up to date.

    Raises:
        DatabaseUnavailable: the server cannot run or be reached, or migrations wait.
    """
    server = None if paths.external_url() else supervisor.ensure(paths.current_home())
    try:
        set_up_django()
        if prepared:
            _prepare()
        yield
    finally:
        if server is not None:
            installation.close_connections()
            server.release()


def set_up_django() -> None:
    """Set up Django for this process."""
    import django  # noqa: PLC0415 - commands without a database must not pay for it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    django.setup()


def _prepare() -> None:
    from django.db.utils import OperationalError  # noqa: PLC0415 - Django must be set up first

    try:
        waiting = installation.waiting_migrations()
    except (OperationalError, psycopg.OperationalError) as error:
        raise DatabaseUnavailable(f"The database cannot be reached: {error}".strip()) from error
    if not waiting:
        return
    if not installation.is_empty():
        raise DatabaseUnavailable(
            f"{len(waiting)} migrations wait, the first is {waiting[0]}. Make a backup, then run "
            "'gongkai up', which applies them."
        )
    installation.prepare(say=lambda line: click.echo(line, err=True))
