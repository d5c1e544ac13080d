"""Which working calendar the command line counts with: the shipped one or the installation's."""

import os
from pathlib import Path

import django

from gongkai.clock import shipped
from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.kernel.embedded import paths


class CalendarUnreachable(Exception):
    """The installation's calendar was asked for and its database does not answer."""


def calendar_named(name: str) -> tuple[WorkingCalendar, str]:
    """Return a calendar and what it is called, for `auto`, `shipped` or `installation`.

    `auto` asks the installation only when a database is configured or running, so that counting
    works, at once, where nothing has been set up yet.

    Raises:
        CalendarUnreachable: for `installation`, when its database does not answer.
    """
    if name == "shipped" or (name == "auto" and not _database_may_answer()):
        return _shipped()
    try:
        return _of_installation()
    except CalendarUnreachable:
        if name == "installation":
            raise
        return _shipped()


def _shipped() -> tuple[WorkingCalendar, str]:
    calendar = shipped.shipped_calendar()
    return calendar, f"shipped, {calendar.first_year}-{calendar.last_announced}"


def _database_may_answer() -> bool:
    if paths.external_url():
        return True
    home = paths.current_home()
    return home.is_dir() and _socket(home).exists()


def _socket(home: Path) -> Path:
    return paths.socket_folder(home) / f".s.PGSQL.{paths.PORT}"


def _of_installation() -> tuple[WorkingCalendar, str]:
    if not _database_may_answer():
        raise CalendarUnreachable("no database of this installation is running: gongkai up")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    django.setup()
    from django.db import Error  # noqa: PLC0415 - Django must be set up first

    from gongkai.clock.queries import installed_calendar  # noqa: PLC0415 - Django must be set up

    try:
        calendar = installed_calendar()
    except Error as error:
        raise CalendarUnreachable(f"the database does not answer: {error}") from error
    return calendar, f"installation, {calendar.first_year}-{calendar.last_announced}"
