"""The index in PostgreSQL: one narrow table, one vector, one GIN index.

The planner does not know what reading a vector out of TOAST costs, so it is never asked to
choose: a common table expression is materialised where the index must go first, and OFFSET 0
stands where the rows must be read from the newest back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django.db import connection, transaction

from gongkai.search.backend import Counts, Found, Wanted
from gongkai.search.rules.ladder import Vocabulary
from gongkai.search.rules.lexemes import Filters, IndexEntry, Match, keys_of, lexemes_of

_ALL_RECORDS = "§n"
_SAMPLE = 20_000
"""Records whose lexemes are counted; 60,000 lexemes then come with an error of a few percent."""
_MOST_NUMBERED = 100

_COLUMNS = ", ".join(field.name for field in fields(Found))
_WRITTEN = (
    "record_id, published_on, organ_id, class_code, theme_code, year, genre, assembly, "
    "service_object, forms, validity, valid_until_on, is_listed, title, summary, "
    'document_number, index_number, document_key, index_key, "full"'
)
_REPLACED = ", ".join(
    f"{name} = EXCLUDED.{name}" for name in _WRITTEN.split(", ") if name != "record_id"
)
_PLACES = "(" + "%s, " * 19 + "%s::tsvector)"
_NEWEST_FIRST = "published_on DESC, record_id DESC"

_Argument = int | str | date | list[str] | None


class PostgresBackend:
    """SearchBackend on the house's own database."""

    def put(self, entries: Sequence[IndexEntry]) -> None:
        """Index the entries in one statement."""
        if not entries:
            return
        places = ", ".join([_PLACES] * len(entries))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO search_document ({_WRITTEN}) VALUES {places} "  # noqa: S608
                f"ON CONFLICT (record_id) DO UPDATE SET {_REPLACED}",
                [value for entry in entries for value in _row(entry)],
            )

    def remove(self, record_ids: Collection[int]) -> None:
        """Take the records out."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_document WHERE record_id = ANY(%s)", [list(record_ids)]
            )

    def indexed(self, *, after: int, limit: int) -> tuple[int, ...]:
        """Return ids of indexed records above `after`, in order."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT record_id FROM search_document WHERE record_id > %s "
                "ORDER BY record_id LIMIT %s",
                [after, limit],
            )
            return tuple(record_id for (record_id,) in cursor.fetchall())

    def vocabulary(self, lexemes: Collection[str]) -> Vocabulary:
        """Return the number of records and the frequencies of the lexemes."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT lexeme, documents FROM search_lexeme_frequency WHERE lexeme = ANY(%s)",
                [[_ALL_RECORDS, *lexemes]],
            )
            frequencies: dict[str, int] = dict(cursor.fetchall())
        return Vocabulary(records=frequencies.pop(_ALL_RECORDS, 0), frequencies=frequencies)

    def refresh_vocabulary(self) -> int:
        """Count all lexemes anew on a sample and return how many records there are."""
        records = self.size()
        step = max(1, -(-records // _SAMPLE))
        sample = f'SELECT "full" FROM search_document WHERE record_id %% {step} = 0'  # noqa: S608
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                _REFRESH.format(sample=sample), {"step": step, "all": _ALL_RECORDS, "n": records}
            )
        return records

    def size(self) -> int:
        """Return how many records are indexed, counted now."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_document")
            return int(cursor.fetchone()[0])

    def numbered(self, *, document_key: str, index_key: str, filters: Filters) -> list[Found]:
        """Return the records under one of the keys, newest first."""
        keys = {"document_key": document_key, "index_key": index_key}
        given = {column: key for column, key in keys.items() if key}
        if not given:
            return []
        either = " OR ".join(f"{column} = %s" for column in given)
        where, arguments = _where(filters.match())
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_COLUMNS} FROM search_document WHERE ({either}) "  # noqa: S608
                f"AND {where} ORDER BY {_NEWEST_FIRST} LIMIT {_MOST_NUMBERED}",
                [*given.values(), *arguments],
            )
            return [Found(*row) for row in cursor.fetchall()]

    def newest(self, wanted: Sequence[Wanted]) -> list[list[Found]]:
        """Return the rows of each request, newest first, all in one statement."""
        parts = [
            f"(SELECT {place} AS place, part.* FROM ({_rows_sql(want)}) part)"  # noqa: S608
            for place, want in enumerate(wanted)
        ]
        arguments = [value for want in wanted for value in _rows_arguments(want)]
        answers: list[list[Found]] = [[] for _ in wanted]
        with connection.cursor() as cursor:
            # The parts come in order, but a union promises none.
            statement = f"{' UNION ALL '.join(parts)} ORDER BY place, {_NEWEST_FIRST}"
            cursor.execute(statement, arguments)
            for place, *row in cursor.fetchall():
                answers[place].append(Found(*row))
        return answers

    def count(self, match: Match) -> Counts:
        """Count what matches, exactly and in one snapshot."""
        where, arguments = _where(match)
        with connection.cursor() as cursor:
            cursor.execute(_COUNT.format(where=where), [match.on, *arguments])
            return _counts(cursor.fetchall())


_REFRESH = """
WITH fresh AS (
    SELECT word AS lexeme, ndoc * %(step)s AS documents
    FROM ts_stat($sample${sample}$sample$) WHERE ndoc > 1
    UNION ALL SELECT %(all)s, %(n)s
), written AS (
    INSERT INTO search_lexeme_frequency (lexeme, documents) SELECT lexeme, documents FROM fresh
    ON CONFLICT (lexeme) DO UPDATE SET documents = EXCLUDED.documents
    WHERE search_lexeme_frequency.documents <> EXCLUDED.documents
)
DELETE FROM search_lexeme_frequency old
WHERE NOT EXISTS (SELECT FROM fresh WHERE fresh.lexeme = old.lexeme)
"""

_VALIDITY = "CASE WHEN valid_until_on < %s::date THEN 'lapsed' ELSE validity END"
"""The validity on a day; without a day as it was said last (records.rules.validity)."""
_SIDES = (
    "organ_id",
    "class_code",
    "theme_code",
    "year",
    "genre",
    "assembly",
    "service_object",
    "validity",
    "form",
)
"""Columns by which is counted; the last is one of several values of a record."""
_SINGLE = _SIDES[:-1]
_COUNT = f"""
WITH matching AS MATERIALIZED (
    SELECT organ_id, class_code, theme_code, year, genre, assembly, service_object, forms,
           {_VALIDITY} AS validity
    FROM search_document WHERE {{where}}
)
SELECT grouping({", ".join(_SINGLE)}), {", ".join(_SINGLE)}, NULL, count(*)
FROM matching
GROUP BY GROUPING SETS ((), {", ".join(f"({side})" for side in _SINGLE)})
UNION ALL
SELECT -1, {"NULL, " * len(_SINGLE)} form, count(*)
FROM matching CROSS JOIN unnest(forms) AS form GROUP BY form
"""  # noqa: S608 - our own names
_ALL = 2 ** len(_SINGLE) - 1
_BY_GROUPING = {
    -1: "form",
    # grouping() has a bit, the first column's the highest, for each that is not counted by.
    **{_ALL - (1 << place): side for place, side in enumerate(reversed(_SINGLE))},
}


def _counts(rows: Iterable[tuple[Any, ...]]) -> Counts:
    sides: dict[str, dict[int | str, int]] = {side: {} for side in _SIDES}
    total = 0
    for grouping, *values, count in rows:
        if grouping == _ALL:
            total = count
        else:
            side = _BY_GROUPING[grouping]
            sides[side][values[_SIDES.index(side)]] = count
    return Counts(
        total=total,
        organs=_numbers(sides["organ_id"]),
        classes=_texts(sides["class_code"]),
        themes=_texts(sides["theme_code"]),
        years=_numbers(sides["year"]),
        genres=_texts(sides["genre"]),
        assemblies=_texts(sides["assembly"]),
        service_objects=_texts(sides["service_object"]),
        validities=_texts(sides["validity"]),
        forms=_texts(sides["form"]),
    )


def _numbers(side: Mapping[int | str, int]) -> dict[int, int]:
    return {int(value): count for value, count in side.items()}


def _texts(side: Mapping[int | str, int]) -> dict[str, int]:
    return {str(value): count for value, count in side.items() if value}


def _rows_sql(want: Wanted) -> str:
    where, _ = _where(want.match)
    if want.is_common or not _tsquery(want.match):
        return (
            f"SELECT {_COLUMNS} FROM (SELECT * FROM search_document "  # noqa: S608 - our own names
            f"ORDER BY {_NEWEST_FIRST} OFFSET 0) newest WHERE {where} "
            f"ORDER BY {_NEWEST_FIRST} OFFSET %s LIMIT %s"
        )
    return (
        "WITH matching AS MATERIALIZED (SELECT record_id, published_on "  # noqa: S608
        f"FROM search_document WHERE {where}), "
        f"chosen AS (SELECT record_id FROM matching ORDER BY {_NEWEST_FIRST} OFFSET %s LIMIT %s) "
        f"SELECT {_COLUMNS} FROM chosen JOIN search_document USING (record_id)"
    )


def _rows_arguments(want: Wanted) -> list[_Argument]:
    _, arguments = _where(want.match)
    return [*arguments, want.skip, want.limit]


def _where(match: Match) -> tuple[str, list[_Argument]]:
    """Return the condition and what stands in its places."""
    conditions: list[str] = []
    arguments: list[_Argument] = []
    if query := _tsquery(match):
        conditions.append('"full" @@ %s::tsquery')
        arguments.append(query)
    if match.validity:
        conditions.append(f"{_VALIDITY} = %s")
        arguments += [match.on, match.validity]
    return " AND ".join(conditions) or "TRUE", arguments


def _tsquery(match: Match) -> str:
    groups = [_either(group) for group in match.within]
    if match.alternatives:
        both = ["(" + " & ".join(map(_quoted, every)) + ")" for every in match.alternatives]
        groups.append("(" + " | ".join(both) + ")")
    return " & ".join(groups)


def _either(group: tuple[str, ...]) -> str:
    return "(" + " | ".join(map(_quoted, group)) + ")"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _row(entry: IndexEntry) -> list[_Argument]:
    return [
        entry.record_id,
        entry.published_on,
        entry.organ_id,
        entry.class_code,
        entry.theme_code,
        entry.year,
        entry.genre,
        entry.assembly,
        entry.service_object,
        list(entry.forms),
        entry.validity,
        entry.valid_until_on,
        entry.is_listed,
        entry.title,
        entry.summary,
        entry.document_number,
        entry.index_number,
        *keys_of(entry),
        " ".join(map(_quoted, lexemes_of(entry))),
    ]
