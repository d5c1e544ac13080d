"""The index in PostgreSQL: one narrow table, one vector, one GIN index.

The planner does not know what reading a vector out of TOAST costs, so it is never asked to
choose: a common table expression is materialised where the index must go first, and OFFSET 0
stands where the rows must be read from the newest back.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date

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
    "record_id, published_on, organ_id, class_code, theme_code, year, is_listed, title, summary, "
    'document_number, index_number, document_key, index_key, "full"'
)
_REPLACED = ", ".join(
    f"{name} = EXCLUDED.{name}" for name in _WRITTEN.split(", ") if name != "record_id"
)
_PLACES = "(" + "%s, " * 13 + "%s::tsvector)"
_NEWEST_FIRST = "published_on DESC, record_id DESC"


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
        within = _tsquery(Match(within=filters.groups()))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_COLUMNS} FROM search_document WHERE ({either}) "  # noqa: S608
                f"AND {_where(within)} ORDER BY {_NEWEST_FIRST} LIMIT {_MOST_NUMBERED}",
                [*given.values(), *([within] if within else [])],
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
        query = _tsquery(match)
        with connection.cursor() as cursor:
            cursor.execute(_COUNT.format(where=_where(query)), [query] if query else [])
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

_COUNT = """
WITH matching AS MATERIALIZED (
    SELECT organ_id, class_code, theme_code, year FROM search_document WHERE {where}
)
SELECT grouping(organ_id, class_code, theme_code, year),
       organ_id, class_code, theme_code, year, count(*)
FROM matching
GROUP BY GROUPING SETS ((), (organ_id), (class_code), (theme_code), (year))
"""
_ALL, _ORGAN, _CLASS, _THEME, _YEAR = 0b1111, 0b0111, 0b1011, 0b1101, 0b1110


def _counts(rows: Iterable[tuple[int, int, str, str, int, int]]) -> Counts:
    sides: dict[int, dict[int | str, int]] = defaultdict(dict)
    columns = {_ALL: 0, _ORGAN: 1, _CLASS: 2, _THEME: 3, _YEAR: 4}
    for row in rows:
        sides[row[0]][row[columns[row[0]]]] = row[5]
    return Counts(
        total=sum(sides[_ALL].values()),
        organs=_numbers(sides[_ORGAN]),
        classes=_texts(sides[_CLASS]),
        themes=_texts(sides[_THEME]),
        years=_numbers(sides[_YEAR]),
    )


def _numbers(side: Mapping[int | str, int]) -> dict[int, int]:
    return {int(value): count for value, count in side.items()}


def _texts(side: Mapping[int | str, int]) -> dict[str, int]:
    return {str(value): count for value, count in side.items() if value}


def _rows_sql(want: Wanted) -> str:
    where = _where(_tsquery(want.match))
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


def _rows_arguments(want: Wanted) -> list[str | int]:
    query = _tsquery(want.match)
    return [*([query] if query else []), want.skip, want.limit]


def _where(query: str) -> str:
    return '"full" @@ %s::tsquery' if query else "TRUE"


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


def _row(entry: IndexEntry) -> list[int | str | date]:
    return [
        entry.record_id,
        entry.published_on,
        entry.organ_id,
        entry.class_code,
        entry.theme_code,
        entry.year,
        entry.is_listed,
        entry.title,
        entry.summary,
        entry.document_number,
        entry.index_number,
        *keys_of(entry),
        " ".join(map(_quoted, lexemes_of(entry))),
    ]
