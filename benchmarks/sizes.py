"""What the index weighs and which words it holds."""

from django.db import connection

from gongkai.search.models import LexemeFrequency


def index_sizes() -> str:
    """Return table, vectors and index in MB."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size('search_document'), pg_table_size('search_document') - "
            "pg_relation_size('search_document'), pg_relation_size('search_full')"
        )
        table, vectors, index = (size / 1e6 for size in cursor.fetchone())
    return f"rows {table:.0f} MB, vectors {vectors:.0f} MB, index {index:.0f} MB"


def words_by_frequency() -> list[str]:
    """Return Han words of two letters and more, commonest first."""
    rows = LexemeFrequency.objects.filter(lexeme__regex=r"^[一-龥]{2,}$")
    return list(rows.order_by("-documents", "lexeme").values_list("lexeme", flat=True))
