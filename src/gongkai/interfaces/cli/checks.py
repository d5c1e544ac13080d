"""What the doctor looks at, before Django and with it. Each check answers with findings."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gongkai.interfaces.cli import installation
from gongkai.kernel.embedded import binaries, cluster, paths, roles, secrets
from gongkai.kernel.embedded.account import database_account
from gongkai.kernel.embedded.failures import DatabaseUnavailable

OLDEST_PYTHON = (3, 11)
OLDEST_SERVER, NEWEST_SERVER = 15, 18
LITTLE_SPACE = 2 * 1024**3
NO_SPACE = 300 * 1024**2
HEARTBEAT_SECONDS = 40
MONTH_OF_NOTICE = 12
"""The holidays of the next year are announced in November, as a rule."""
RESTORE_KEYS = "Restore the key ring from its back-up (docs/operate/keys.md)."


class State(StrEnum):
    """How a finding stands."""

    FINE = "fine"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of the doctor: what was looked at, how it stands, what to do about it."""

    name: str
    state: State
    says: str
    mend: str = ""


def fine(name: str, says: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(name, State.FINE, says)


def warning(name: str, says: str, mend: str) -> Finding:
    """Return a finding that does not stop the site."""
    return Finding(name, State.WARNING, says, mend)


def broken(name: str, says: str, mend: str) -> Finding:
    """Return a finding that stops the site or a part of it."""
    return Finding(name, State.BROKEN, says, mend)


def of_the_machine(home: Path) -> Iterator[Finding]:
    """Look at what needs no database: Python, programs, data folder, disk, secrets."""
    yield _python()
    yield from _programs(home)
    yield _folder(home)
    yield _space(home)
    yield _secrets(home)


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] < OLDEST_PYTHON:
        return broken("python", f"Python {version} is too old.", "Install 3.11 or newer.")
    return fine("python", f"Python {version}")


def _programs(home: Path) -> Iterator[Finding]:
    if paths.external_url():
        yield fine("database programs", "not needed: DATABASE_URL names a server")
        return
    try:
        folder = binaries.found_folder()
        if not home.exists():
            yield fine("database programs", str(folder))
            return
        found = binaries.usable(home, database_account())
        yield fine("database programs", f"PostgreSQL {found.major} in {found.folder}")
        if (cluster.Cluster(home).data / "PG_VERSION").is_file():
            cluster.check_version(cluster.Cluster(home), found)
    except DatabaseUnavailable as error:
        yield broken("database programs", str(error), "See the message.")


def _folder(home: Path) -> Finding:
    if not home.exists():
        return fine("data folder", f"{home} will be made by 'gongkai up'")
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        mend = "Run as the user it belongs to, or name another folder in GONGKAI_HOME."
        return broken("data folder", f"{home} cannot be written by this user.", mend)
    if not paths.external_url() and not database_account().may_enter(home):
        mend = "Name a folder in GONGKAI_HOME whose parents everybody may pass."
        return broken("data folder", f"The database's user cannot enter {home}.", mend)
    return fine("data folder", str(home))


def _space(home: Path) -> Finding:
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    says = f"{free // 1024**2} MB free in {there}"
    mend = "Free some, or move the data folder to a larger disk."
    if free < NO_SPACE:
        return broken("disk space", says, mend)
    return warning("disk space", says, mend) if free < LITTLE_SPACE else fine("disk space", says)


def _secrets(home: Path) -> Finding:
    folder = secrets.folder_of(home)
    if not folder.exists():
        return fine("secrets", "will be made by 'gongkai up'")
    for path in [folder, *folder.iterdir()]:
        if path.stat().st_mode & 0o077:
            mend = f"chmod -R go= {folder}"
            return broken("secrets", f"{path} can be read by other users.", mend)
    if not (folder / "secret-key").exists() and not os.environ.get("GONGKAI_SECRET_KEY"):
        return warning("secrets", "There is no secret key yet.", "'gongkai up' makes it.")
    return fine("secrets", f"only this user can read {folder}")


def of_the_database() -> Iterator[Finding]:
    """Look at the server and what it holds. Django must be set up and the server reachable."""
    yield from _server()
    migrations = _migrations()
    yield migrations
    if migrations.state is State.FINE:
        yield _worker()
        yield _jobs()
        yield from _calendar()
        yield from _keys()
    yield from _pages()


def _ask(question: str, *values: str | int) -> tuple[object, ...]:
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return tuple(row) if row else ()


def _server() -> Iterator[Finding]:
    number, encoding = _ask(
        "SELECT current_setting('server_version_num')::int / 10000,"
        " current_setting('server_encoding')"
    )
    if not OLDEST_SERVER <= int(str(number)) <= NEWEST_SERVER:
        mend = f"Use PostgreSQL {OLDEST_SERVER} to {NEWEST_SERVER}."
        yield broken("database", f"PostgreSQL {number} is not supported.", mend)
    elif encoding != "UTF8":
        yield broken("database", f"Its encoding is {encoding}.", "Make it with UTF8.")
    else:
        yield fine("database", f"PostgreSQL {number} answers")
    yield _locale()


def _locale() -> Finding:
    (installed,) = _ask("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
    if not installed:
        return warning("Chinese letters", "pg_trgm is not installed.", "'gongkai up' installs it.")
    (letters,) = _ask("SELECT cardinality(show_trgm(%s))", roles.PROBE)
    if not letters:
        mend = "Make the database with LC_CTYPE C.UTF-8 (docs/operate/database.md)."
        return broken("Chinese letters", "The locale sees only ASCII: search is blind.", mend)
    return fine("Chinese letters", "the database's locale sees them")


def _migrations() -> Finding:
    waiting = installation.waiting_migrations()
    if waiting:
        mend = "Make a backup, then 'gongkai up' applies them."
        return broken("migrations", f"{len(waiting)} wait, the first is {waiting[0]}.", mend)
    return fine("migrations", "all applied")


def _worker() -> Finding:
    (age,) = _ask(
        "SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat))"
        " FROM procrastinate_workers"
    )
    mend = "Start 'gongkai up', or 'gongkai worker' under a supervisor that restarts it always."
    if age is None:
        return warning("job worker", "None runs: mail and other jobs wait.", mend)
    seconds = float(str(age))
    if seconds > HEARTBEAT_SECONDS:
        return broken("job worker", f"Silent for {seconds:.0f} seconds.", mend)
    return fine("job worker", "alive")


def _jobs() -> Finding:
    waiting, failed, stalled = _ask(
        "SELECT count(*) FILTER (WHERE job.status = 'todo'),"
        " count(*) FILTER (WHERE job.status = 'failed'),"
        " count(*) FILTER (WHERE job.status = 'doing' AND (worker.id IS NULL"
        "  OR worker.last_heartbeat < clock_timestamp() - make_interval(secs => %s)))"
        " FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker"
        " ON worker.id = job.worker_id",
        HEARTBEAT_SECONDS,
    )
    says = f"{waiting} wait, {stalled} stalled, {failed} failed for good"
    if stalled:
        return warning("jobs", says, "The sweeper gives stalled jobs back once a worker runs.")
    if failed:
        return warning("jobs", says, "The worker's log (logs/worker.log) says why they failed.")
    return fine("jobs", says)


def _calendar() -> Iterator[Finding]:
    from gongkai.clock.queries import installed_calendar  # noqa: PLC0415 - Django must be set up
    from gongkai.kernel.time import today  # noqa: PLC0415 - as above

    day = today()
    last = installed_calendar().last_announced
    mend = "Import the notice of the holidays as soon as it is issued (docs/guide/clock.md)."
    if last < day.year:
        says = f"The working days of {day.year} are not announced here; its dates are provisional."
        yield broken("working calendar", says, mend)
    elif last == day.year and day.month >= MONTH_OF_NOTICE:
        says = f"The working days of {day.year + 1} are missing; dates in it are provisional."
        yield warning("working calendar", says, mend)
    else:
        yield fine("working calendar", f"announced to the end of {last}")


def _keys() -> Iterator[Finding]:
    from gongkai.kernel import keyring, rotation  # noqa: PLC0415 - Django must be set up first
    from gongkai.kernel.refusals import Refusal  # noqa: PLC0415 - as above

    try:
        report = rotation.key_report()
        hash_key = keyring.hash_key()
    except Refusal as error:
        yield broken("sealing keys", str(error), RESTORE_KEYS)
        return
    for key in report.missing:
        says = f"The ring lacks the key {key.key_id}, which seals {counted(key.values)}."
        yield broken("sealing keys", says, RESTORE_KEYS)
    if report.unsealed:
        says = f"Not sealed, although they must be: {counted(report.unsealed)}."
        yield broken("sealing keys", says, "Find out who writes past the operations.")
    if hash_key is None and report.keys:
        says = "The hash key is gone: query codes and earlier cases are not recognised."
        yield broken("hash key", says, RESTORE_KEYS)
    if not report.missing and not report.unsealed:
        yield _ring(len(report.keys), report.waiting)


def counted(values: int) -> str:
    """Return so many values in words."""
    return "1 value" if values == 1 else f"{values} values"


def _ring(keys: int, waiting: int) -> Finding:
    if not keys:
        return fine("sealing keys", "will be made when something is sealed first")
    if waiting:
        says = f"Still sealed with an older key: {counted(waiting)}."
        return warning("sealing keys", says, "gongkai keys rotate")
    return fine("sealing keys", f"{keys} in the ring; back them up apart from the database")


def _pages() -> Iterator[Finding]:
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first

    vendor = paths.PACKAGE / "interfaces" / "shared" / "static" / "vendor"
    if not any(vendor.glob("*.css")):
        yield broken("stylesheets", "The design system is not built.", "make setup")
    elif not (settings.STATIC_ROOT / "gathered-from").is_file():
        yield warning("stylesheets", "Not gathered yet.", "'gongkai up' gathers them.")
    else:
        yield fine("stylesheets", str(settings.STATIC_ROOT))
    sources = list(paths.PACKAGE.rglob("locale/*/LC_MESSAGES/*.po"))
    missing = [path for path in sources if not path.with_suffix(".mo").is_file()]
    if missing:
        yield broken("translations", f"{len(missing)} are not compiled.", "gongkai messages")
    else:
        yield fine("translations", f"{len(sources)} compiled")
