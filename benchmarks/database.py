"""A database of its own for each benchmark, on the embedded server with everything safe."""

import contextlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from gongkai.kernel.embedded import paths, supervisor

HOME = Path(
    os.environ.get("GONGKAI_BENCH_HOME")
    or f"/var/tmp/gongkai-bench-{os.geteuid()}-{paths.short_hash(paths.PACKAGE)}"  # noqa: S108
)


@contextlib.contextmanager
def fresh_database(name: str) -> Iterator[None]:
    """Run a block with Django on a new, empty, prepared database; it is dropped afterwards.

    The server keeps fsync on, as in production: an import that need not reach the disk proves
    nothing.
    """
    os.environ["GONGKAI_HOME"] = str(HOME)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    server = supervisor.ensure(HOME)
    try:
        database = f"gongkai_bench_{name}"
        _drop(database)
        _statement("CREATE DATABASE {}", database)
        _set_up_django(database)
        try:
            yield
        finally:
            _close()
            _drop(database)
    finally:
        server.release()


def _set_up_django(database: str) -> None:
    import django  # noqa: PLC0415 - the database must be known first
    from django.conf import settings  # noqa: PLC0415 - as above

    settings.DATABASES["default"] = {**paths.database(home=HOME, url=""), "NAME": database}
    settings.FILES_ROOT = HOME / "files" / database
    django.setup()
    from gongkai.interfaces.cli import installation  # noqa: PLC0415 - as above

    installation.prepare(say=lambda line: print(line, file=sys.stderr))


def _close() -> None:
    from django.db import connections  # noqa: PLC0415 - Django is set up now

    connections.close_all()


def _drop(database: str) -> None:
    _statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def _statement(statement: str, database: str) -> None:
    known = paths.database(home=HOME, url="")
    with psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(database)))


def machine() -> str:
    """Return one line about the machine; figures are good for ratios, not for other machines."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**3
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {memory} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, load {load:.1f} when it ended"
    )
