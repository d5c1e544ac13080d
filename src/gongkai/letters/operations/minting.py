"""Minting the number of a letter, in the transaction that issues it."""

from dataclasses import dataclass

from django.db import connection

from gongkai.letters.models import LetterSeries
from gongkai.letters.operations.marks import hold_mark
from gongkai.letters.queries.marks import kept_mark, mark_card
from gongkai.letters.rules.facts import LetterKind
from gongkai.letters.shipped import series_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Minted:
    """A number and its place in the series."""

    number: str
    series: str
    year: int
    serial: int


def mint_number(*, organ_id: int, kind: LetterKind, year: int) -> Minted:
    """Return the next number of the kind's series, gapless within organ and year.

    The counter's row stays locked until the transaction ends: a letter that does not come about
    leaves no gap, and whoever issues next waits for it.
    """
    table = series_table()
    series = table.series[kind].key
    # Before the counter: who waits for the mark holds no row that another letter waits for.
    mark = _mark_of(organ_id)
    serial = _next_serial(organ_id, series, year)
    return Minted(
        number=table.number(kind, mark=mark, year=year, serial=serial),
        series=series,
        year=year,
        serial=serial,
    )


def _mark_of(organ_id: int) -> str:
    kept = kept_mark(organ_id)
    while kept is None:
        made = mark_card(organ_id).mark
        hold_mark(made)
        # Another organ may have got it while this one waited; then a longer one is made.
        if mark_card(organ_id).mark == made:
            return made
        kept = kept_mark(organ_id)
    return kept.mark


def _next_serial(organ_id: int, series: str, year: int) -> int:
    serial = _count_up(organ_id, series, year)
    if serial is None:
        # Whoever comes second waits here for the first to commit or roll back.
        LetterSeries.objects.bulk_create(
            [LetterSeries(organ_id=organ_id, series=series, year=year)], ignore_conflicts=True
        )
        serial = _count_up(organ_id, series, year)
    if serial is None:
        raise RuntimeError("the counter's row vanished while its number was minted")
    return serial


def _count_up(organ_id: int, series: str, year: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE letters_series SET last_serial = last_serial + 1 "
            "WHERE organ_id = %s AND series = %s AND year = %s RETURNING last_serial",
            (organ_id, series, year),
        )
        row = cursor.fetchone()
    return None if row is None else int(row[0])
