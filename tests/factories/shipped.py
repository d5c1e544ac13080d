"""What the installation ships, loaded once in a run and afterwards copied from memory.

Loading takes a thousand statements, copying back seven; half the tests begin with it.
"""

from datetime import date

from django.db import connection, models

from gongkai.clock.models import CalendarDay, CalendarEdition
from gongkai.clock.operations import load_shipped_calendars
from gongkai.kernel.time import today
from gongkai.records.models import Ground, InformationClass, ThemeClass
from gongkai.records.operations.installation import load_shipped_tables

# Parents before children.
_MODELS: tuple[type[models.Model], ...] = (
    CalendarEdition,
    CalendarDay,
    Ground,
    InformationClass,
    ThemeClass,
)
_kept: dict[date, list[bytes]] = {}
"""The rows of each table in the form of COPY, by the day on which they were loaded."""


def load() -> None:
    """Load what the installation ships, as its first installation does."""
    if not all(_is_empty(model) for model in _MODELS):
        _load()
    elif today() in _kept:
        _put_back(_kept[today()])
    else:
        _load()
        _kept[today()] = [_rows_of(model) for model in _MODELS]


def _load() -> None:
    load_shipped_calendars()
    load_shipped_tables()


def _is_empty(model: type[models.Model]) -> bool:
    return not model._default_manager.exists()


def _columns(model: type[models.Model]) -> str:
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)


def _rows_of(model: type[models.Model]) -> bytes:
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({_columns(model)}) TO STDOUT') as rows,
    ):
        return b"".join(bytes(part) for part in rows)


def _put_back(kept: list[bytes]) -> None:
    for model, rows in zip(_MODELS, kept, strict=True):
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{model._meta.db_table}" ({_columns(model)}) FROM STDIN') as copy,
        ):
            copy.write(rows)
        if isinstance(model._meta.pk, models.AutoField):
            _count_on(model)


def _count_on(model: type[models.Model]) -> None:
    """Give the next row a number above these, also where the sequence has been set back."""
    newest = model._default_manager.aggregate(newest=models.Max("pk"))["newest"]
    with connection.cursor() as cursor:
        # Never back: what is cached by a number must not meet the number again.
        cursor.execute(
            "SELECT setval(sequence, greatest(nextval(sequence), %s)) "
            "FROM pg_get_serial_sequence(%s, 'id') AS sequence",
            [newest, model._meta.db_table],
        )
